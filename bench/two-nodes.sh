#!/usr/bin/env bash
# Two processes on one SQLite file: what one node revokes, the other refuses. Prints what happened.
# Usage: bench/two-nodes.sh [folder of AegisAuth.Api.dll]    Needs dotnet, curl and python3.
set -eu
cd "$(dirname "$0")/.."
bin=$(realpath "${1:-AegisAuth.Api/bin/Debug/net10.0}")
folder=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$folder"' EXIT

start() { # name, port
    ( cd "$bin" && exec env ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_URLS="http://127.0.0.1:$2" \
        ConnectionStrings__AegisAuth="Data Source=$folder/shared.db" Serilog__MinimumLevel__Default=Warning \
        dotnet AegisAuth.Api.dll ) >"$folder/$1.log" 2>&1 &
    pids+=($!)
    for _ in $(seq 300); do curl -sf -o /dev/null "http://127.0.0.1:$2/health/ready" && return; sleep 0.2; done
    cat "$folder/$1.log"; exit 1
}

first=$((20000 + RANDOM % 20000)); second=$((first + 1))
start first $first
start second $second
echo "two processes (${pids[*]}) on $(basename "$folder")/shared.db"

field() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
login() {
    curl -s "http://127.0.0.1:$first/user/login/login_admin_info_by_aegisspeed_id" -H 'Content-Type: application/json' \
        -d '{"user_AegisSpeed_id":"ASD000001","user_password":"AegisSpeed-2026"}' | field token
}

# What counts is when a request starts: the last one that is let in, after the answer to the revocation.
FIRST=$first SECOND=$second VICTIMS="$(login) $(login) $(login)" OWNER=$(login) python3 -u - <<'PY'
import http.client, json, os, time
first, second = (http.client.HTTPConnection("127.0.0.1", int(os.environ[name]), timeout=30) for name in ("FIRST", "SECOND"))

def call(node, method, path, token, body=None):
    started = time.monotonic()
    node.request(method, path, json.dumps(body) if body else None,
                 {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    return started, json.loads(node.getresponse().read())

def info(node, token):
    started, answer = call(node, "GET", "/user/info/get_admin_info", token)
    return started, answer["code"]

owner = os.environ["OWNER"]
for number, victim in enumerate(os.environ["VICTIMS"].split(), 1):
    call(first, "POST", "/user/login_admin_info/verify/get_secret_admin_password", victim, {"user_password": "AegisSpeed-2026"})
    before = f"{info(first, victim)[1]} {info(second, victim)[1]}"
    listed = call(first, "GET", "/user/sessions", victim)[1]["data"]["sessions"]
    name = next(session["id"] for session in listed if session["current"])
    info(second, victim)
    _, revoked = call(first, "POST", "/user/sessions/revoke", owner, {"session_id": name})
    at = time.monotonic()
    _, here = info(first, victim)
    last = None
    while True:
        started, there = info(second, victim)
        if there != "10000" or started - at > 5:
            break
        last = started
    let_in = f"last let in {1000 * (last - at):.0f} ms after it" if last else "none let in"
    print(f"round {number}: before {before}; revoke {revoked['code']}; next request on the same node {here}; "
          f"on the other {let_in}, then {there}")
PY

# 200 requests are on their way while the session is revoked: whatever starts after the answer is refused.
FIRST=$first SECOND=$second VICTIM=$(login) OWNER=$(login) python3 -u - <<'PY'
import http.client, json, os, threading, time
first, second = int(os.environ["FIRST"]), int(os.environ["SECOND"])
victim, owner = os.environ["VICTIM"], os.environ["OWNER"]

def call(port, method, path, token, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    started = time.monotonic()
    connection.request(method, path, json.dumps(body) if body else None,
                       {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    code = json.loads(connection.getresponse().read())["code"]
    connection.close()
    return started, code

call(first, "POST", "/user/login_admin_info/verify/get_secret_admin_password", victim, {"user_password": "AegisSpeed-2026"})
answers, stop, lock = [], threading.Event(), threading.Lock()

def client(number):
    port = first if number % 2 == 0 else second
    while not stop.is_set():
        answer = call(port, "GET", "/user/info/get_admin_info", victim)
        with lock:
            answers.append((port, *answer))

threads = [threading.Thread(target=client, args=(i,)) for i in range(200)]
for thread in threads: thread.start()
while len(answers) < 400: time.sleep(0.01)
_, revoked = call(first, "POST", "/user/sessions/revoke", owner, {"others": True})
at = time.monotonic()
time.sleep(2.5)
stop.set()
for thread in threads: thread.join()

def let_in(port, after): return sum(1 for p, started, code in answers if p == port and started > at + after and code == "10000")
print(f"200 clients, {len(answers)} answers; revoke {revoked}; "
      f"let in before: {sum(1 for _, s, c in answers if s <= at and c == '10000')}; "
      f"started after the revocation: {sum(1 for _, s, _c in answers if s > at)}, "
      f"of them let in on the same node: {let_in(first, 0)}, "
      f"on the other node later than one second: {let_in(second, 1)}")
PY
