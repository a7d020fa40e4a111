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

call() { # port, method, path, token, body
    curl -s -X "$2" "http://127.0.0.1:$1$3" -H "Authorization: Bearer $4" -H 'Content-Type: application/json' ${5:+-d "$5"}
}
field() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
login() {
    curl -s "http://127.0.0.1:$first/user/login/login_admin_info_by_aegisspeed_id" -H 'Content-Type: application/json' \
        -d '{"user_AegisSpeed_id":"ASD000001","user_password":"AegisSpeed-2026"}' | field token
}
info() { call "$1" GET /user/info/get_admin_info "$2" | field code; }
now() { date +%s%3N; }

for round in 1 2 3; do
    victim=$(login); owner=$(login)
    call $first POST /user/login_admin_info/verify/get_secret_admin_password "$victim" '{"user_password":"AegisSpeed-2026"}' >/dev/null
    before="$(info $first "$victim") $(info $second "$victim")"
    revoked=$(call $first POST /user/sessions/revoke "$owner" '{"others":true}' | field code); at=$(now)
    here=$(info $first "$victim")
    there=$(info $second "$victim")
    until [ "$there" = 10001 ] || [ $(($(now) - at)) -gt 5000 ]; do there=$(info $second "$victim"); done
    echo "round $round: before $before; revoke $revoked; next request on the same node $here; on the other $there after $(($(now) - at)) ms"
done

# 200 requests are on their way while the session is revoked: whatever starts after the answer is refused.
FIRST=$first SECOND=$second VICTIM=$(login) OWNER=$(login) python3 - <<'PY'
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
