"""The figures of bench/run, all from one run. See bench/run for what it needs."""
import concurrent.futures, ctypes, datetime, os, platform, sys, time
from service import *

QUICK = "--quick" in sys.argv
SECONDS = 3 if QUICK else 10
MANY = 100_000 if QUICK else 1_000_000
LIMITS = {f"Throttle__{key}": "1000000" for key in ("FreeFailures", "AccountFailures", "AddressFailures")}
lines = []


def say(name, figure, goal=""):
    lines.append(f"| {name} | {figure} | {goal} |")
    print(f"{name:62} {figure:>34}  {goal}", flush=True)


def info(load):
    note = f", {load['bad']} refused" if load["bad"] else ""
    return f"{load['rate']:,.0f}/s, p50 {load['p50']:.2f} ms, p99 {load['p99']:.2f} ms{note}"


def settings(name, **more):
    return {"ConnectionStrings__AegisAuth": f"Data Source={FOLDER}/{name}.db", "Bootstrap__AdminPassword": PASSWORD, **LIMITS, **more}


def raw_hashes():
    """Argon2id per second on all cores: the library of the service and its parameters, with nothing around them."""
    sodium = ctypes.CDLL(os.path.join(os.path.dirname(API), "runtimes/linux-x64/native/libsodium.so")
                         if platform.machine() == "x86_64" else
                         os.path.join(os.path.dirname(API), "runtimes/linux-arm64/native/libsodium.so"))
    sodium.sodium_init()
    end = time.monotonic() + SECONDS

    def lane(_):
        out, count = ctypes.create_string_buffer(32), 0
        while time.monotonic() < end:
            failed = sodium.crypto_pwhash(out, ctypes.c_ulonglong(32), PASSWORD.encode(), ctypes.c_ulonglong(len(PASSWORD)), bytes(16),
                                          ctypes.c_ulonglong(2), ctypes.c_size_t(19456 * 1024), ctypes.c_int(2))
            assert failed == 0
            count += 1
        return count

    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as lanes:
        return sum(lanes.map(lane, range(os.cpu_count()))) / (time.monotonic() - began)


def prepare(name, users):
    service = Service(API, **settings(name))
    service.stop()
    seed_users(name, users)


floor = Service(FLOOR)
for name in ("small", "large"):
    prepare(name, 1000 if name == "small" else min(MANY, 999_999))
tokens = seed_sessions("small", 10_000, 1000)
service = Service(API, **settings("small"))
say("start to ready", f"{service.ready * 1000:.0f} ms", f"floor: {floor.ready * 1000:.0f} ms")
say("resident memory, idle", f"{service.memory():.0f} MiB", f"floor: {floor.memory():.0f} MiB")

raw = raw_hashes()
say("raw Argon2id on all cores", f"{raw:,.1f}/s")
for clients in (8, 64):
    load = wrk(service.url + LOGIN, clients, SECONDS, logins_lua((1, 1000), PASSWORD))
    say(f"admin logins, {clients} clients", info(load), f"{load['rate'] / raw:.2f} of raw (goal 0.90)")
    service.drain()
small = wrk(service.url + LOGIN, 8, SECONDS, logins_lua((1, 1000), PASSWORD))["rate"]
load = wrk(service.url + LOGIN, 8, SECONDS, logins_lua((0, 999_999), "wrong password").replace("ASD%06d", "ASE%06d"))
say("failed logins of unknown ids, 8 clients", f"{load['total'] / SECONDS:,.1f}/s ({load['bad']} refused of {load['total']})")
say("resident memory after that load", f"{service.memory():.0f} MiB")

base = wrk(floor.url + "/floor", 16, SECONDS, info_lua(tokens[:1]))
say("bare Kestrel JSON, 16 clients", info(base))
base_many = wrk(floor.url + "/floor", 16, SECONDS, info_lua(tokens))
one = wrk(service.url + INFO, 16, SECONDS, info_lua(tokens[:1]))
say("admin info, one token", info(one), f"{one['rate'] / base['rate']:.2f} of the floor (goal 0.60)")
say("its p99", f"{one['p99'] / max(base['p99'], 0.001):.1f} times the floor's", "goal: at most 3")
many = wrk(service.url + INFO, 16, SECONDS, info_lua(tokens))
say("admin info, 10,000 tokens", info(many), f"{many['rate'] / base_many['rate']:.2f} of the floor (goal 0.45)")
failing = Load(service.url + LOGIN, 8, SECONDS + 1, logins_lua((1, 1000), "wrong password"))
busy = wrk(service.url + INFO, 16, SECONDS, info_lua(tokens[:1]))
failing.wait()
say("admin info while 8 clients fail to log in", info(busy), f"{busy['rate'] / one['rate']:.2f} of it alone (goal 0.50)")
seed_strange_sessions("small", MANY)
grown = wrk(service.url + INFO, 16, SECONDS, info_lua(tokens))
say(f"admin info, 10,000 tokens, {MANY:,} session rows", info(grown), f"{grown['rate'] / many['rate']:.2f} (goal 0.95)")

# More clients than lanes and places: the surplus must hear 503 at once.
full = Service(API, **settings("small", PasswordHash__Queue="0"))
load = wrk(full.url + LOGIN, 64, SECONDS, logins_lua((1, 1000), PASSWORD))
say("a full queue, 64 clients: 503 after", f"p50 {load['p50']:.1f} ms, p99 {load['p99']:.1f} ms ({load['bad']} of {load['total']})", "goal: 50 ms")
full.stop()
service.stop()

large = Service(API, **settings("large"))
load = wrk(large.url + LOGIN, 8, SECONDS, logins_lua((1, MANY - 1000 if MANY < 1_000_000 else 999_000), PASSWORD))
say(f"admin logins, 8 clients, {MANY:,} users", info(load), f"{load['rate'] / max(small, 0.001):.2f} of those with 1,000 (goal 0.95)")
large.stop()

metered = Service(API, **settings("small", Metrics__Enabled="true"))
wrk(metered.url + INFO, 16, 2, info_lua(tokens[:1]))
before = metered.allocated()
load = wrk(metered.url + INFO, 16, SECONDS, info_lua(tokens[:1]))
after = metered.allocated()
say("bytes allocated per admin info", f"{(after - before) / load['total']:,.0f}" if before and after else "this build has no /metrics")
metered.stop()

head = f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {'quick' if QUICK else 'full'} run"
with open(f"{ROOT}/bench/RESULTS.md", "w") as file:
    file.write(f"# Results of bench/run\n\n{head}. Clients and service share the machine.\n\n| what | figure | beside |\n|---|---|---|\n")
    file.write("\n".join(lines) + "\n")
