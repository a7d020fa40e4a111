"""Processes, load and rows for measure.py. Everything listens on 127.0.0.1 and ends with the script."""
import atexit, base64, hashlib, os, re, shutil, signal, socket, sqlite3, subprocess, sys, tempfile, time, urllib.error, urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = tempfile.mkdtemp(prefix="aegisauth-bench-")
PASSWORD = "bench only, three blue kettles"
LOGIN = "/user/login/login_admin_info_by_aegisspeed_id"
INFO = "/user/info/get_admin_info"
API = os.environ.get("BENCH_API", f"{ROOT}/AegisAuth.Api/bin/Release/net10.0/AegisAuth.Api.dll")
FLOOR = os.environ.get("BENCH_FLOOR", f"{ROOT}/bench/floor/bin/Release/net10.0/floor.dll")
running = []


def stop_all():
    for process in list(running):
        process.stop()
    shutil.rmtree(FOLDER, ignore_errors=True)


atexit.register(stop_all)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Service:
    """A started program; `ready` is the seconds from its start to its first answer."""

    def __init__(self, dll, **settings):
        self.url = f"http://127.0.0.1:{free_port()}"
        env = {**os.environ, "ASPNETCORE_ENVIRONMENT": "Production", "ASPNETCORE_URLS": self.url, **settings}
        self.log = open(f"{FOLDER}/{len(running)}-{time.time_ns()}.log", "w+")
        began = time.monotonic()
        self.process = subprocess.Popen(["dotnet", dll], cwd=os.path.dirname(dll), env=env, stdout=self.log, stderr=self.log)
        running.append(self)
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > 60:
                self.log.seek(0)
                sys.exit("it did not start:\n" + self.log.read()[-2000:])
            time.sleep(0.01)
        self.ready = time.monotonic() - began

    def answers(self):
        try:
            return urllib.request.urlopen(self.url + "/health/ready", timeout=2).status == 200
        except OSError:
            return False

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024

    def processor(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def drain(self):
        """Waits for the hashes that the load before has left in the queue: it is served in its order."""
        body = f'{{"user_AegisSpeed_id":"ASD000001","user_password":"{PASSWORD}"}}'.encode()
        request = urllib.request.Request(self.url + LOGIN, body, {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=60).read()

    def allocated(self):
        """Bytes since the start, from /metrics; None where this build has none."""
        try:
            text = urllib.request.urlopen(self.url + "/metrics", timeout=5).read().decode()
        except urllib.error.HTTPError:
            return None
        found = re.search(r"^dotnet_gc_heap_total_allocated\S* (\S+)", text, re.M)
        return float(found.group(1)) if found else None

    def stop(self):
        if self in running:
            running.remove(self)
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Load:
    """wrk, under way; `wait` brings its figures."""

    def __init__(self, url, clients, seconds, lua=""):
        script = f"{FOLDER}/{time.time_ns()}.lua"
        with open(script, "w") as file:
            file.write(lua)
        self.process = subprocess.Popen(
            ["wrk", "-t", "1", "-c", str(clients), "-d", f"{seconds}s", "--timeout", "20s", "--latency", "-s", script, url],
            stdout=subprocess.PIPE, text=True)

    def wait(self):
        text, _ = self.process.communicate()
        pick = lambda pattern: (re.search(pattern, text) or [None, "0"])[1]
        total = int(pick(r"(\d+) requests in"))
        return {"rate": float(pick(r"Requests/sec:\s+(\S+)")), "total": total, "p50": ms(pick(r"50%\s+(\S+)")),
                "p99": ms(pick(r"99%\s+(\S+)")), "bad": int(pick(r"Non-2xx or 3xx responses: (\d+)"))}


def wrk(url, clients, seconds, lua=""):
    return Load(url, clients, seconds, lua).wait()


def ms(text):
    number = re.match(r"[\d.]+", text)
    unit = text[number.end():] if number else ""
    return float(number.group()) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}.get(unit, 1) if number else 0.0


def logins_lua(ids, password):
    """Each request logs in the next of many accounts, so that none has too many sessions."""
    return f"""
local n = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
function request()
    n = n + 1
    return wrk.format(nil, nil, nil, string.format('{{"user_AegisSpeed_id":"ASD%06d","user_password":"{password}"}}', {ids[0]} + n % {ids[1] - ids[0]}))
end
"""


def info_lua(tokens):
    listed = ",".join(f'"{token}"' for token in tokens)
    return f"""
local tokens, n = {{{listed}}}, 0
function request()
    n = n + 1
    return wrk.format("GET", nil, {{["Authorization"] = "Bearer " .. tokens[n % #tokens + 1]}})
end
"""


def database(name):
    connection = sqlite3.connect(f"{FOLDER}/{name}.db", timeout=30)
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def seed_users(name, count):
    """Administrators with the password of the first one, numbers 2 to count."""
    with database(name) as db:
        db.execute("UPDATE users SET must_change_password = 0")
        columns = [row[1] for row in db.execute("PRAGMA table_info(users)")]
        new = {"id": "n", "aegisspeed_id": "printf('ASD%06d', n)", "user_name": "'bench' || n", "user_name_key": "'bench' || n",
               "invite_code": "'B' || n", "role": "2"}
        have = db.execute("SELECT MAX(id) FROM users").fetchone()[0]
        db.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT {have + 1} UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) "
            f"INSERT INTO users ({','.join(columns)}) SELECT {','.join(new.get(c, c) for c in columns)} "
            f"FROM numbers CROSS JOIN (SELECT * FROM users WHERE id = 1)")
        db.execute(f"UPDATE sequences SET value = {count} WHERE name = 'users'")
    db.close()


def seed_sessions(name, count, users):
    """Sessions that hold a dynamic secret, and their tokens."""
    now = int(time.time() * 1000)
    tokens = ["aegis_" + base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode() for _ in range(count)]
    with database(name) as db:
        db.executemany(
            "INSERT INTO sessions (token_hash, id, user_id, surface, created_at, expires_at, last_seen_at, address, user_agent,"
            " secret_hash, secret_expires_at) VALUES (?, ?, ?, 1, ?, ?, ?, '127.0.0.1', 'bench', ?, ?)",
            ((hashlib.sha256(t.encode()).digest(), f"bench-{now}-{i}", 1 + i % users, now, now + 86400000, now, bytes(32), now + 86400000)
             for i, t in enumerate(tokens)))
    db.close()
    return tokens


def seed_strange_sessions(name, count):
    """Rows that nobody asks for."""
    now = int(time.time() * 1000)
    with database(name) as db:
        db.execute(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) "
            "INSERT INTO sessions (token_hash, id, user_id, surface, created_at, expires_at, last_seen_at, address, user_agent) "
            "SELECT randomblob(32), 'strange-' || n, 1 + n % 1000, 1, ?, ?, ?, '', '' FROM numbers", (count, now, now + 86400000, now))
    db.close()
