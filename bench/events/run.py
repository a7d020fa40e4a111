#!/usr/bin/env python3
"""10,000 events, a receiver that fails a third of the time, two nodes of which one is killed ten times: is each event delivered, in
order for each user, under a signature that holds? Prints what was promised and found; exits 1 where a promise was broken.

Usage: bench/events/run.py [folder of AegisAuth.Api.dll]    Needs dotnet; with npm, the package standardwebhooks verifies too.
The environment variables `events` (10000) and `kills` (10) make it smaller. The nodes share one SQLite file.

The receiver fails one event four times in a row at most: the waits double, and a run would take an hour for one unlucky event."""
import base64, collections, hashlib, hmac, http.client, json, os, random, shutil, signal, socket, sqlite3, subprocess, sys, tempfile, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BIN = os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else "AegisAuth.Api/bin/Debug/net10.0")
EVENTS, KILLS = int(os.environ.get("events", 10000)), int(os.environ.get("kills", 10))
PASSWORD = "AegisSpeed-2026"
KEYS = [bytes(range(32)), bytes(range(32, 64))]
CYCLES = 2  # of disabling (two events: the sessions end too) and enabling (one), for each user
USERS = -(-EVENTS // (3 * CYCLES))
MOST_FAILURES = 4
folder = tempfile.mkdtemp()
database = f"{folder}/aegisauth.db"
random.seed(20261127)


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    lock = threading.Lock()
    failures = collections.Counter()
    taken, tries, refused, forged = [], 0, 0, 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        id, at, signatures = (self.headers["webhook-" + name] for name in ("id", "timestamp", "signature"))
        signed = f"{id}.{at}.".encode() + body
        expected = ["v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in KEYS]
        with Receiver.lock:
            Receiver.tries += 1
            if signatures.split(" ") != expected:
                Receiver.forged += 1
            fails = random.random() < 1 / 3 and Receiver.failures[id] < MOST_FAILURES
            if fails:
                Receiver.failures[id] += 1
                Receiver.refused += 1
            else:
                Receiver.failures[id] = 0
                Receiver.taken.append({"id": id, "timestamp": at, "signature": signatures, "body": body.decode()})
        self.send_response(503 if fails else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def call(port, path, body=None, token=None, timeout=20):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST" if body is not None else "GET", path, json.dumps(body) if body is not None else None,
                           {"Content-Type": "application/json", **({"Authorization": "Bearer " + token} if token else {})})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else {}
    except (OSError, http.client.HTTPException, ValueError):
        return 0, {}
    finally:
        connection.close()


class Node:
    def __init__(self, name, hook):
        self.name, self.port = name, free_port()
        secrets = {f"Events__Secrets__{i}": "whsec_" + base64.b64encode(key).decode() for i, key in enumerate(KEYS)}
        self.env = {**os.environ, "ASPNETCORE_ENVIRONMENT": "Development", "ASPNETCORE_URLS": f"http://127.0.0.1:{self.port}",
                    "ConnectionStrings__AegisAuth": f"Data Source={database}", "PasswordHash__MemoryKiB": "7168", "PasswordHash__Iterations": "1",
                    "Serilog__MinimumLevel__Default": "Warning", "Events__Url": hook, **secrets}
        self.start()

    def start(self):
        log = open(f"{folder}/{self.name}.log", "a")
        self.process = subprocess.Popen(["dotnet", "AegisAuth.Api.dll"], cwd=BIN, env=self.env, stdout=log, stderr=log)
        for _ in range(600):
            if call(self.port, "/health/ready")[0] == 200:
                return
            time.sleep(0.1)
        sys.exit(open(f"{folder}/{self.name}.log").read()[-3000:])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def rows(text):
    with sqlite3.connect(database, timeout=30) as connection:
        return connection.execute(text).fetchall()


def import_users(node):
    path = f"{folder}/users.jsonl"
    with open(path, "w") as lines:
        for i in range(USERS):
            lines.write(json.dumps({"user_name": f"bench{i}", "nickname": f"bench{i}"}) + "\n")
    done = subprocess.run(["dotnet", "AegisAuth.Api.dll", "--import", path], cwd=BIN, env=node.env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return [id for id, in rows("SELECT aegisspeed_id FROM users WHERE user_name LIKE 'bench%'")]


def session(port):
    token = call(port, "/user/login/login_admin_info_by_aegisspeed_id", {"user_AegisSpeed_id": "ASD000001", "user_password": PASSWORD})[1]["token"]
    call(port, "/user/login_admin_info/verify/get_secret_admin_password", {"user_password": PASSWORD}, token)
    return token


def act(ids, port, token):
    """Disables and enables each, again and again, until the service says that it is so."""
    for id in ids:
        for _ in range(CYCLES):
            for action in ("disable", "enable"):
                for _ in range(100):
                    # 409: an answer was lost with a node, and the act was done.
                    if call(port, f"/user/manage/users/{id}/{action}", {}, token)[0] in (200, 409):
                        break
                    time.sleep(0.2)


def by_npm():
    if not shutil.which("npm"):
        return None
    with open(f"{folder}/taken.json", "w") as file:
        json.dump([Receiver.taken, ["whsec_" + base64.b64encode(key).decode() for key in KEYS]], file)
    script = """const { Webhook } = require('standardwebhooks'); const [taken, secrets] = require('./taken.json'); let held = 0; const now = Date.now;
for (const one of taken) { Date.now = () => one.timestamp * 1000; for (const secret of secrets) { new Webhook(secret).verify(one.body,
  { 'webhook-id': one.id, 'webhook-timestamp': one.timestamp, 'webhook-signature': one.signature }); } held++; } console.log(held);"""
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "standardwebhooks"], cwd=folder, check=True)
    return subprocess.run(["node", "-e", script], cwd=folder, capture_output=True, text=True).stdout.strip()


broken = []


def promise(what, kept, found):
    print(f"| {what} | {found} | {'kept' if kept else 'BROKEN'} |", flush=True)
    if not kept:
        broken.append(what)


class Server(ThreadingHTTPServer):
    def handle_error(self, *_):
        """A node that is killed leaves its connections open."""


server = Server(("127.0.0.1", 0), Receiver)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
hook = f"http://127.0.0.1:{server.server_port}/hook"
started = time.monotonic()
nodes = [Node("first", hook)]
try:
    ids = import_users(nodes[0])
    nodes.append(Node("second", hook))
    token = session(nodes[0].port)
    # The acts go to the first node; the second one is killed, in the middle of its deliveries.
    workers = [threading.Thread(target=act, args=(ids[i::4], nodes[0].port, token)) for i in range(4)]
    for worker in workers:
        worker.start()
    expected, deadline = USERS * CYCLES * 3, time.monotonic() + 1500
    killed = 0
    while time.monotonic() < deadline:
        unique = len({one["id"] for one in list(Receiver.taken)})
        if killed < KILLS and unique > expected * (killed + 1) / (KILLS + 2):
            nodes[1].kill()
            killed += 1
            nodes[1].start()
        elif unique >= expected and not any(worker.is_alive() for worker in workers) and rows("SELECT COUNT(*) FROM events") == [(0,)]:
            break
        time.sleep(0.2)

    took = time.monotonic() - started
    acts = collections.defaultdict(list)
    for target, action in rows("SELECT target, action FROM audit_entries WHERE action IN ('user-disable', 'user-enable') AND outcome = 'success' "
                               "ORDER BY CASE WHEN sequence > 0 THEN 0 ELSE 1 END, ABS(sequence)"):
        acts[target] += ["user.disabled", "sessions.ended"] if action == "user-disable" else ["user.enabled"]
    told, known = collections.defaultdict(list), set()
    for one in Receiver.taken:
        if one["id"] not in known:
            known.add(one["id"])
            body = json.loads(one["body"])
            told[body["data"]["aegisspeed_id"]].append(body["type"])
    others = {id for id in told if id not in acts}
    lost = sum(max(0, len(acts[id]) - len(told[id])) for id in acts)
    promise(f"{EVENTS} events are delivered", lost == 0 and sum(map(len, acts.values())) >= EVENTS, f"{len(known)} delivered, {lost} lost, {took:.0f} s")
    promise("each user's in the order of the audit log", not others and all(told[id] == acts[id] for id in acts),
            f"{sum(told[id] != acts[id] for id in acts)} of {len(acts)} users differ")
    promise(f"a node is killed {KILLS} times meanwhile", killed == KILLS, f"{killed} times")
    promise("the receiver fails a third of the tries", Receiver.refused * 4 > Receiver.tries, f"{Receiver.refused} of {Receiver.tries}; {len(Receiver.taken) - len(known)} came twice")
    promise("both signatures of each try hold", Receiver.forged == 0, f"{Receiver.forged} do not")
    promise("nothing waits and nothing is parked", rows("SELECT COUNT(*) FROM events") == [(0,)], rows("SELECT COUNT(*), SUM(parked) FROM events"))
    npm = by_npm()
    if npm is not None:
        promise("npm standardwebhooks verifies each that was taken, with both secrets", npm == str(len(Receiver.taken)), npm)
finally:
    for node in nodes:
        node.process.kill()
        node.process.wait()
    shutil.rmtree(folder, ignore_errors=True)
sys.exit(1 if broken else 0)
