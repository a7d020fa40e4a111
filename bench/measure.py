"""The measurements of bench/run. Usage: measure.py FOLDER [--quick] [PART...]; FOLDER holds service/, floor/ and nohash/, all built."""
import http.client, json, os, shutil, signal, statistics, sys, threading, time
import seed
from service import CLIENT_SETTINGS, HERE, Service, result, wrk, wrk_process

FOLDER, QUICK = sys.argv[1], "--quick" in sys.argv
PARTS = [a for a in sys.argv[2:] if not a.startswith("--")] or ["hot_path", "introspection", "allocation", "logins", "full_queue", "provider"]
SECONDS = 2 if QUICK else 8
MANY = 50_000 if QUICK else 1_000_000
CORES = os.cpu_count()
API, FLOOR, NOHASH = f"{FOLDER}/service/AegisAuth.Api.dll", f"{FOLDER}/floor/Floor.dll", f"{FOLDER}/nohash/NoHash.dll"
TOKENS, ONE = f"{FOLDER}/tokens", f"{FOLDER}/tokens-one"
rows = []


def settings(database, **more):
    return {
        "ASPNETCORE_ENVIRONMENT": "Production",
        "ConnectionStrings__AegisAuth": f"Data Source={FOLDER}/{database}.db",
        # Refused logins are measured too: the limits would end that.
        "Throttle__FreeFailures": "1000000", "Throttle__AccountFailures": "1000000", "Throttle__AddressFailures": "1000000",
        "Captcha__Mode": "Off", "Metrics__Enabled": "false", "Swagger__Enabled": "false", **CLIENT_SETTINGS, **more,
    }


def say(what, figure, goal=""):
    rows.append((what, figure, goal))
    print(f"{what:62} {figure:>24} {goal}", flush=True)


def ratio(value, goal):
    return f"goal {goal}: {'met' if value >= goal else 'MISSED'}"


def by_turns(*measurements):
    """Each three times, one after the other, so that a neighbour on the machine slows all of them; the medians."""
    answers = [[m() for m in measurements] for _ in range(3)]
    return [median([a[i] for a in answers]) for i in range(len(measurements))]


def median(values):
    if isinstance(values[0], dict):
        return {key: statistics.median(value[key] for value in values) for key in values[0]}
    return statistics.median(values)


def rate(service, kind, clients, tokens="", share=1):
    return lambda: wrk(service, kind, clients, max(1, round(SECONDS / share)), tokens)["rate"]


def warm(service, kind, clients, seconds):
    """The runtime compiles what is used much again, and better, and is busy with that for a while."""
    wrk(service, kind, clients, 2 if QUICK else seconds, TOKENS)


def prepare():
    # The development accounts are the pattern of all others; what is measured is the program as operators run it.
    Service(API, "/health/ready", settings("small", ASPNETCORE_ENVIRONMENT="Development")).stop()
    seed.hand_over(f"{FOLDER}/small.db")
    seed.users(f"{FOLDER}/small.db", 1000, 1999)
    seed.tokens(f"{FOLDER}/small.db", 10_000, TOKENS)
    shutil.copy(f"{FOLDER}/small.db", f"{FOLDER}/large.db")
    seed.users(f"{FOLDER}/large.db", 2000, MANY + 999)
    seed.sessions(f"{FOLDER}/large.db", MANY, MANY + 999)


def starts(floor, small):
    say("start to ready, service", f"{small.ready:.2f} s", f"floor {floor.ready:.2f} s")
    say("resident memory idle", f"{small.memory():.0f} MiB", f"floor {floor.memory():.0f} MiB")


def logins(small, large):
    # What the clients before have left in the queue must not stand before the next.
    def logs_in(service, clients):
        return lambda: time.sleep(2) or wrk(service, "login", clients, SECONDS)["rate"]

    # The speed of a hash is that of the memory, and neighbours on the machine use that too: by turns, all of it.
    for service in small, large:
        warm(service, "login", 8, 30)
    hashes, eight, crowd, many, unknown = by_turns(
        lambda: float(os.popen(f"dotnet {FLOOR} hashes {SECONDS}").read()),
        logs_in(small, 8), logs_in(small, 64), logs_in(large, 8),
        lambda: time.sleep(2) or wrk(small, "unknown", 8, SECONDS)["rate"])
    say(f"raw Argon2id, {CORES} cores", f"{hashes:.1f}/s")
    for clients, value in ((8, eight), (64, crowd)):
        say(f"admin logins, {clients} clients", f"{value:.1f}/s", f"of raw {value / hashes:.2f}, " + ratio(value / hashes, 0.90))
    say("resident memory after 64 clients logged in", f"{small.memory():.0f} MiB")
    say(f"admin logins with {MANY:,} users / 1,000 users", f"{many:.1f} / {eight:.1f} = {many / eight:.2f}", ratio(many / eight, 0.95))
    say("unknown ids / right logins, 8 clients", f"{unknown:.1f} / {eight:.1f} = {unknown / eight:.2f}", ratio(unknown / eight, 0.95))
    beyond_the_hash()


def beyond_the_hash():
    """A login with a hasher that does nothing: the speed of a hash is that of the memory, and would be most of the noise."""
    service = Service(NOHASH, "/health/ready", settings("small"))
    try:
        warm(service, "login", 8, 60)
        answer, = by_turns(lambda: wrk(service, "login", 8, SECONDS))
        cpu = answer["cpu"] / 1000
        say("processor time of a login beyond the hash", f"{cpu:.2f} ms", f"goal 1.0: {'met' if cpu <= 1.0 else 'MISSED'}")
    finally:
        service.stop()


def beside_failures(service):
    failing = wrk_process(service, "unknown", 8, SECONDS + 2)
    time.sleep(1)
    busy = wrk(service, "info", 16, SECONDS, ONE)["rate"]
    result(failing, "unknown")
    return busy


def hot_path(floor, small, silent, large):
    warm(floor, "floor", 16, 12)
    warm(small, "info", 16, 20)
    warm(floor, "mvc", 16, 12)
    warm(silent, "info", 16, 20)
    one, ten, quiet, mvc, base = by_turns(*(
        lambda s=service, k=kind, t=tokens: wrk(s, k, 16, SECONDS, t)
        for service, kind, tokens in (
            (small, "info", ONE), (small, "info", TOKENS), (silent, "info", ONE), (floor, "mvc", ""), (floor, "floor", ""))))
    say("floor, 16 clients", f"{base['rate']:.0f}/s", f"p50 {base['p50']:.2f} ms, p99 {base['p99']:.2f} ms")
    say("bare MVC with the same bytes, 16 clients", f"{mvc['rate']:.0f}/s = {mvc['rate'] / base['rate']:.2f}")
    say("10,000 tokens / one token", f"{ten['rate'] / one['rate']:.2f}", ratio(ten["rate"] / one["rate"], 0.92))
    for name, answer, goal, of_mvc in (("one token", one, 0.70, 0.80), ("one token, request log off", quiet, 0.78, 0.90), ("10,000 tokens", ten, 0.64, 0.74)):
        share, beside = answer["rate"] / base["rate"], answer["rate"] / mvc["rate"]
        say(f"get_admin_info, 16 clients, {name}", f"{answer['rate']:.0f}/s = {share:.2f}", ratio(share, goal))
        say("  of bare MVC; processor time of one", f"{beside:.2f}; {answer['cpu']:.0f} us", ratio(beside, of_mvc))
        tail = answer["p99"] / base["p99"]
        say("  its p50, p99", f"{answer['p50']:.2f}, {answer['p99']:.2f} ms",
            f"p99 {tail:.1f} of the floor's, goal 3: {'met' if tail <= 3 else 'MISSED'}")
    free, busy = by_turns(rate(small, "info", 16, ONE), lambda: beside_failures(small))
    say("  while 8 clients fail logins", f"{busy:.0f}/s = {busy / free:.2f} kept", ratio(busy / free, 0.50))
    warm(large, "info", 16, 40)
    few, many = by_turns(rate(small, "info", 16, TOKENS, 2), rate(large, "info", 16, TOKENS, 2))
    say(f"  with {MANY:,} sessions / 10,000", f"{many:.0f} / {few:.0f} = {many / few:.2f}", ratio(many / few, 0.97))


def introspection(service):
    """Beside get_admin_info of the same run and tokens."""
    warm(service, "info", 16, 10)
    warm(service, "introspect", 16, 20)
    # Every one tells that the token lives; what is measured below reads no body.
    result(wrk_process(service, "introspect", 16, 2, TOKENS, CHECK="1"), "introspect", checked=True)
    for name, tokens in (("one token", ONE), ("10,000 tokens", TOKENS)):
        asked, info = by_turns(*(lambda k=kind, t=tokens: wrk(service, k, 16, SECONDS, t) for kind in ("introspect", "info")))
        share = asked["rate"] / info["rate"]
        say(f"introspections / get_admin_info, {name}", f"{asked['rate']:.0f} / {info['rate']:.0f} = {share:.2f}", ratio(share, 0.90))
        say("  processor time of one", f"{asked['cpu']:.0f} / {info['cpu']:.0f} us")


def allocation():
    service = Service(API, "/health/ready", settings("small", Metrics__Enabled="true"))
    try:
        wrk(service, "info", 16, 2, ONE)
        before = service.allocated()
        answer = wrk(service, "info", 16, SECONDS, ONE)
        say("  bytes allocated per request (all that the process does)", f"{(service.allocated() - before) / answer['requests']:.0f}")
    finally:
        service.stop()


def provider(floor):
    service = Service(API, "/health/ready", settings(
        "small", Providers__Weapp__AppId="bench", Providers__Weapp__AppSecret="bench",
        Providers__Weapp__BaseUrl=f"http://127.0.0.1:{floor.port}"))
    try:
        warm(service, "provider", 16, 60)
        ours, vendors = service.cpu(), floor.cpu()
        answer = wrk(service, "provider", 16, SECONDS)
        used, lent = service.cpu() - ours, floor.cpu() - vendors
        per_core = answer["rate"] / CORES
        say("provider logins (weapp), 16 clients", f"{answer['rate']:.0f}/s, {per_core:.0f} per core", ratio(per_core, 1000))
        say("  processor time of ours / of the stand-in", f"{used:.1f} s / {lent:.1f} s", f"{answer['rate'] * SECONDS / used:.0f} logins per second of ours")
        direct, whole = wrk(floor, "vendor", 1, 2)["mean"], wrk(service, "provider", 1, 2)["mean"]
        say("  one client: a login / the stand-in alone", f"{whole:.2f} / {direct:.2f} ms", f"ours {1 - direct / whole:.0%}")
    finally:
        service.stop()


def full_queue(small):
    """100 clients ask again and again: more than lanes and queue hold. How long do the refusals take?"""
    refusals, others, lock, end = [], set(), threading.Lock(), time.monotonic() + SECONDS
    body = json.dumps({"user_AegisSpeed_id": "ASZ000001", "user_password": "wrong-password"})

    def client():
        connection = http.client.HTTPConnection("127.0.0.1", small.port, timeout=30)
        while time.monotonic() < end:
            started = time.monotonic()
            connection.request("POST", "/user/login/login_admin_info_by_aegisspeed_id", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            took = (time.monotonic() - started) * 1000
            with lock:
                refusals.append(took) if answer.status == 503 else others.add(answer.status)
            # A refused client that came back at once would measure its own crowd.
            time.sleep(0.2)

    threads = [threading.Thread(target=client, daemon=True) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    refusals.sort()
    if not refusals:
        say("queue full, 100 clients", "no 503 seen", f"other answers {sorted(others)}")
        return
    p99 = refusals[int(len(refusals) * 0.99)]
    say("queue full, 100 clients: 503 after (p50, p99)", f"{statistics.median(refusals):.1f}, {p99:.1f} ms",
        f"{len(refusals)} of them, goal 50 ms: {'met' if p99 <= 50 else 'MISSED'}")


def main():
    # The time limit of bench/run must stop the services too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped before the end"))
    services = []
    try:
        prepare()
        floor = Service(FLOOR, "/")
        services.append(floor)
        small = Service(API, "/health/ready", settings("small"))
        services.append(small)
        starts(floor, small)
        large = Service(API, "/health/ready", settings("large"))
        services.append(large)
        if "hot_path" in PARTS:
            silent = Service(API, "/health/ready", settings("small", Serilog__MinimumLevel__Default="Warning"))
            services.append(silent)
            hot_path(floor, small, silent, large)
            silent.stop()
        if "introspection" in PARTS:
            introspection(small)
        if "allocation" in PARTS:
            allocation()
        if "logins" in PARTS:
            logins(small, large)
        if "full_queue" in PARTS:
            full_queue(small)
        if "provider" in PARTS:
            provider(floor)
    finally:
        for service in services:
            service.stop()
    if not QUICK:
        with open(f"{HERE}/RESULTS.md", "a") as results:
            results.write(f"\n## {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {CORES} cores\n\n| what | figure | |\n|---|---|---|\n")
            results.writelines(f"| {' | '.join(row)} |\n" for row in rows)


main()
