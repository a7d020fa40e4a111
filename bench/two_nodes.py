"""What two nodes on one PostgreSQL promise, tried over the wire. Started by two-nodes-postgresql.sh.

The environment variable `only` names parts. How fast two nodes are is measured by two_nodes_speed.py."""
import collections, hashlib, http.client, json, os, shutil, signal, subprocess, sys, tempfile, threading, time
from postgresql import DATABASE, administrators, sql
from service import free_port

BIN = os.environ["bin"]
PASSWORD = "AegisSpeed-2026"
LOGIN = "/user/login/login_admin_info_by_aegisspeed_id"
SECRET = "/user/login_admin_info/verify/get_secret_admin_password"
folder = tempfile.mkdtemp()
broken = []


def promise(what, kept, found):
    print(f"| {what} | {found} | {'kept' if kept else 'BROKEN'} |")
    if not kept:
        broken.append(what)


def call(port, method, path, body=None, token=None, headers=None, timeout=60):
    """Status, JSON, headers, seconds; status 0 where the connection broke."""
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None,
                           {"Content-Type": "application/json", **({"Authorization": "Bearer " + token} if token else {}), **(headers or {})})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, (json.loads(text) if text else {}), dict((k.lower(), v) for k, v in answer.getheaders()), time.monotonic() - started
    except (OSError, http.client.HTTPException, ValueError):
        return 0, {}, {}, time.monotonic() - started
    finally:
        connection.close()


class Node:
    def __init__(self, name, dll="AegisAuth.Api.dll", **settings):
        self.name, self.port, self.dll = name, free_port(), dll
        self.env = {**os.environ, "ASPNETCORE_ENVIRONMENT": "Development", "ASPNETCORE_URLS": f"http://127.0.0.1:{self.port}",
                    "Database__Provider": "PostgreSql", "ConnectionStrings__AegisAuth": DATABASE, "PasswordHash__MemoryKiB": "7168",
                    "PasswordHash__Iterations": "1", "Serilog__MinimumLevel__Default": "Warning", **settings}
        self.start()

    def start(self):
        self.log = open(f"{folder}/{self.name}.log", "a")
        self.process = subprocess.Popen(["dotnet", self.dll], cwd=BIN, env=self.env, stdout=self.log, stderr=self.log)
        for _ in range(300):
            if call(self.port, "GET", "/health/ready")[0] == 200:
                return
            time.sleep(0.1)
        sys.exit(open(f"{folder}/{self.name}.log").read()[-3000:])


def parallel(count, work):
    results = [None] * count
    def run(i):
        results[i] = work(i)
    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for t in threads: t.start()
    for t in threads: t.join()
    return results


def login(port, id="ASD000001", password=PASSWORD):
    return call(port, "POST", LOGIN, {"user_AegisSpeed_id": id, "user_password": password})


def token(port, id="ASD000001", step_up=True):
    value = login(port, id)[1]["token"]
    if step_up:
        call(port, "POST", SECRET, {"user_password": PASSWORD}, value)
    return value


def info(port, value):
    return call(port, "GET", "/user/info/get_admin_info", token=value)


def pg_ctl(*arguments):
    command = [os.environ["pg_ctl"], "-D", os.environ["pg_data"], *arguments]
    if os.getuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, check=True)


def proxy(nodes):
    port = free_port()
    with open(f"{folder}/nginx.conf", "w") as f:
        f.write(f"""daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
worker_processes 1; events {{ worker_connections 4096; }}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  upstream nodes {{ {' '.join(f'server 127.0.0.1:{n.port} max_fails=1 fail_timeout=1s;' for n in nodes)} keepalive 64; }}
  server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ proxy_pass http://nodes; proxy_http_version 1.1; proxy_set_header Connection "";
    proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_next_upstream error timeout; }} }} }}""")
    return port, subprocess.Popen(["nginx", "-c", f"{folder}/nginx.conf", "-p", folder], stderr=subprocess.DEVNULL)


def guesses(front, a, b):
    answers = parallel(500, lambda i: login(front, "ASD000002", f"wrong-{i}"))
    codes = collections.Counter(answer[1].get("code", answer[0]) for answer in answers)
    promise("500 parallel wrong guesses over both nodes: at most five are checked", codes["10001"] <= 5 and sum(codes.values()) == 500, dict(codes))
    rows = sql("SELECT count(*) FROM audit_entries WHERE target = 'ASD000002' AND reason = 'wrong-password'")
    promise("each checked guess has its audit entry", rows == str(codes["10001"]), rows)
    codes = collections.Counter(answer[1].get("code") for answer in parallel(40, lambda i: login(front, "ASD000003")))
    promise("40 parallel right passwords", codes == {"10000": 40}, dict(codes))


def handed_over(front, a, b):
    state, _, _, _ = 0, 0, 0, 0
    begun = call(a.port, "GET", "/api/google/url")
    if begun[1].get("code") == 0:
        cookie = begun[2].get("set-cookie", "").split(";")[0]
        taken = call(b.port, "POST", "/api/login", {"platform": "google", "code": "x", "state": begun[1]["data"]["state"]}, headers={"Cookie": cookie})
        promise("a state of one node is known to the other", "登录状态已失效" not in taken[1].get("msg", ""), taken[1].get("msg"))
        again = call(a.port, "POST", "/api/login", {"platform": "google", "code": "x", "state": begun[1]["data"]["state"]}, headers={"Cookie": cookie})
        promise("and is used up on both", "登录状态已失效" in again[1].get("msg", ""), again[1].get("msg"))
    body, key = {"user_name": "user", "password": PASSWORD}, {"Idempotency-Key": "two-nodes-" + os.urandom(8).hex()}
    one, two = call(a.port, "POST", "/api/login", body, headers=key), call(b.port, "POST", "/api/login", body, headers=key)
    promise("an idempotency key of one node brings the same answer on the other",
            one[1].get("code") == 0 and one[1]["data"]["token"] == two[1].get("data", {}).get("token"), (one[1].get("code"), two[1].get("code")))
    captcha = call(a.port, "GET", "/api/captcha")[1].get("data", {})
    stored = sql("SELECT answer FROM captchas ORDER BY expires_at DESC LIMIT 1")
    promise("a captcha of one node is in the table of both", captcha.get("captcha_off") is True or len(stored) > 0, "off" if captcha.get("captcha_off") else "stored")


def revocation(front, a, b):
    slowest = 0.0
    for _ in range(5):
        owner, victim = token(a.port), token(a.port)
        info(b.port, victim)
        sessions = call(a.port, "GET", "/user/sessions", token=victim)[1]["data"]["sessions"]
        call(a.port, "POST", "/user/sessions/revoke", {"session_id": next(s["id"] for s in sessions if s["current"])}, owner)
        at, last = time.monotonic(), 0.0
        while True:
            started = time.monotonic()
            if info(b.port, victim)[1].get("code") != "10000":
                break
            last = started - at
        slowest = max(slowest, last)
    promise("revocation is seen by the other node within a second", slowest < 1, f"{1000 * slowest:.0f} ms at most")


def two_admins(front, a, b):
    boss = token(a.port)
    new = call(a.port, "POST", "/user/manage/users", {"user_name": "second" + os.urandom(3).hex()}, boss)[1]["data"]["user"]
    id = new["user_AegisSpeed_id"]
    sql(f"UPDATE users SET role = (SELECT role FROM users WHERE aegisspeed_id = 'ASD000001'), password_hash = (SELECT password_hash FROM users WHERE aegisspeed_id = 'ASD000001'), must_change_password = 0 WHERE aegisspeed_id = '{id}'")
    sql("UPDATE users SET enabled = 0 WHERE role = (SELECT role FROM users WHERE aegisspeed_id = 'ASD000001') AND aegisspeed_id NOT IN ('ASD000001', '%s')" % id)
    both = [(a.port, token(a.port), id), (b.port, token(b.port, id), "ASD000001")]
    answers = parallel(2, lambda i: call(both[i][0], "POST", f"/user/manage/users/{both[i][2]}/disable", {}, both[i][1])[1].get("code"))
    left = sql("SELECT count(*) FROM users WHERE enabled = 1 AND role = (SELECT role FROM users WHERE aegisspeed_id = 'ASD000001')")
    promise("of two super admins who disable each other one succeeds", answers.count("10000") == 1 and left == "1", f"{answers}, left {left}")
    sql("UPDATE users SET enabled = 1 WHERE aegisspeed_id = 'ASD000001'")


def killed(front, a, b):
    total, good, bad, lock = 2000, [], collections.Counter(), threading.Lock()
    other = collections.Counter()
    work = iter(range(total))
    def client(i):
        while True:
            with lock:
                n = next(work, None)
            if n is None:
                return
            if n == total // 2:
                a.process.send_signal(signal.SIGKILL)
            port = a.port if n % 2 == 0 else b.port
            answer = login(port, "ASD000003")
            with lock:
                if port == b.port:
                    other[answer[0]] += 1
                if answer[1].get("code") == "10000":
                    good.append(answer[1]["token"])
                else:
                    bad[answer[0]] += 1
    parallel(16, client)
    hashes = [hashlib.sha256(t.encode()).hexdigest() for t in good]
    logins = int(sql("SELECT count(*) FROM audit_entries WHERE action = 'admin-login' AND target = 'ASD000003' AND outcome = 'success'"))
    promise("kill -9 of one node: the other never answers 5xx", not any(s >= 500 for s in other), dict(other))
    promise("every acknowledged login has its audit entry", logins >= len(good), f"{len(good)} acknowledged, {logins} entries with those before")
    live = set(sql("SELECT encode(token_hash, 'hex') FROM sessions").split())
    kept = [h for h in hashes[-20:] if h in live]
    promise("the newest acknowledged logins have their sessions (20 a user are kept)", len(kept) >= 10, f"{len(kept)} of the last 20")
    a.start()
    verify()


def verify():
    # What is not sealed yet is sealed within a second.
    time.sleep(2)
    out = subprocess.run(["dotnet", "AegisAuth.Api.dll", "--verify-audit"], cwd=BIN, capture_output=True, text=True,
                         env={**os.environ, "ASPNETCORE_ENVIRONMENT": "Development", "Database__Provider": "PostgreSql", "ConnectionStrings__AegisAuth": DATABASE})
    promise("the audit chain is whole", out.returncode == 0, out.stdout.strip().splitlines()[-1] if out.stdout.strip() else out.stderr[-200:])


def away(front, a, b, seconds=20):
    value = token(a.port)
    answers, stop, lock = [], threading.Event(), threading.Lock()
    def client(i):
        while not stop.is_set():
            kind = ("login", "site", "info", "list")[i % 4]
            started = time.monotonic()
            port = (a.port, b.port)[i // 4 % 2]
            answer = (login(port, "ASD000003") if kind == "login" else
                      call(port, "POST", "/api/login", {"user_name": "user", "password": PASSWORD}) if kind == "site" else
                      info(port, value) if kind == "info" else call(port, "GET", "/user/manage/users", token=value))
            with lock:
                answers.append((started, kind, answer[0], answer[1].get("code"), answer[3], "retry-after" in answer[2]))
            time.sleep(0.02)
    threads = [threading.Thread(target=client, args=(i,)) for i in range(16)]
    for t in threads: t.start()
    time.sleep(3)
    pg_ctl("-m", "immediate", "-w", "stop")
    down = time.monotonic()
    ready_says = None
    while time.monotonic() - down < seconds:
        status = call(a.port, "GET", "/health/ready")[0]
        if status == 503 and ready_says is None:
            ready_says = time.monotonic() - down
        if call(a.port, "GET", "/health/live")[0] != 200:
            promise("live stays live", False, "")
        time.sleep(0.1)
    pg_ctl("-w", "-l", f"{os.environ['pg_data']}/../log", "start")
    up = time.monotonic()
    time.sleep(6)
    stop.set()
    for t in threads: t.join()
    during = [x for x in answers if down <= x[0] < up - 1]
    statuses = collections.Counter((x[1], x[2], x[3]) for x in during)
    promise("away: only 200 of cached checks, and 503 with the documented codes",
            all(s == 503 or (k == "info" and s == 200) for (k, s, _) in statuses), {" ".join(map(str, k)): v for k, v in statuses.items()})
    promise("away: every 503 has Retry-After", all(x[5] for x in during if x[2] == 503), "")
    promise("away: no answer waits longer than two seconds", max(x[4] for x in during) <= 2, f"{max(x[4] for x in during):.2f} s at most")
    promise("away: /health/ready says so within two seconds", ready_says is not None and ready_says <= 2, f"{ready_says:.2f} s" if ready_says is not None else "never")
    cached = [x[0] - down for x in during if x[1] == "info" and x[2] == 200]
    print(f"| token checks served from memory while away | {max(cached, default=0):.2f} s long | |")
    late = [x for x in answers if x[0] >= up and x[2] != 200]
    promise("back: all is well within two seconds", not any(x[0] > up + 2 for x in late), f"last fault {max((x[0] - up for x in late), default=0):.2f} s after, {dict(collections.Counter(x[1:4] for x in late if x[0] > up + 2))}")
    fives = collections.Counter(x[2] for x in answers if x[2] >= 500 and x[2] != 503)
    promise("no 500 at any time", not fives, dict(fives))


def mixed(front, a, b, seconds=20):
    """Sixteen administrators that log in, guess, step up, read and write the same user on both nodes."""
    names = administrators()
    counted = "SELECT xact_rollback, deadlocks FROM pg_stat_database WHERE datname = current_database()"
    before, stop, took, lock = sql(counted), time.monotonic() + seconds, collections.defaultdict(list), threading.Lock()
    acts = {
        "login": lambda port, value: login(port, "ASD000003"),
        "wrong password": lambda port, value: login(port, "ASD000002", "wrong"),
        "site login": lambda port, value: call(port, "POST", "/api/login", {"user_name": "user", "password": PASSWORD}),
        "step-up": lambda port, value: call(port, "POST", SECRET, {"user_password": PASSWORD}, value),
        "admin info": info,
        "list of users": lambda port, value: call(port, "GET", "/user/manage/users", token=value),
        "change of a user": lambda port, value: call(port, "POST", "/user/manage/users/ASD000004/enable", {}, value),
    }
    def client(i):
        port = (a.port, b.port)[i % 2]
        value = token(port, names[i])
        while time.monotonic() < stop:
            for name, act in acts.items():
                answer = act(port, value)
                with lock:
                    took[name].append((answer[3], answer[0]))
    parallel(16, client)
    print(f"| mixed, 16 clients, {seconds} s | count, median / p95 / longest in ms | |")
    for name, answers in took.items():
        times = sorted(1000 * seconds for seconds, _ in answers)
        print(f"| {name} | {len(times)}, {times[len(times) // 2]:.0f} / {times[len(times) * 95 // 100]:.0f} / {times[-1]:.0f} | {dict(collections.Counter(status for _, status in answers))} |")
    time.sleep(1.5)
    rolled, dead = (int(x) - int(y) for x, y in zip(sql(counted).split("|"), before.split("|")))
    promise("mixed: no answer is a 5xx", not any(status >= 500 for answers in took.values() for _, status in answers), "")
    promise("mixed: no deadlock", dead == 0, f"{dead}, and {rolled} transactions rolled back")


nodes = [Node("one"), Node("two")]
front, nginx = proxy(nodes)
time.sleep(0.5)
try:
    print(f"## {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, two nodes on PostgreSQL, {os.cpu_count()} cores\n\n| promise | found | |\n|---|---|---|")
    only = sys.argv[1:] or os.environ.get("only", "").split()
    for part in (guesses, handed_over, revocation, two_admins, mixed, killed, away):
        if not only or part.__name__ in only:
            part(front, *nodes)
    if not only:
        verify()
finally:
    for process in [n.process for n in nodes] + [nginx]:
        process.terminate()
    for n in nodes:
        n.process.wait(30)
    if os.environ.get("keep"):
        print(folder)
    else:
        shutil.rmtree(folder, ignore_errors=True)
sys.exit(1 if broken else 0)
