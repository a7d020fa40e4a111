#!/usr/bin/env bash
# Every answer of the admin login (contract, section 2) with curl against services that this script starts and stops.
# Prints the transcript. Ends with 0 if every answer is the expected one.
# Usage: bench/transcripts/admin-login.sh [folder of AegisAuth.Api.dll]    Needs dotnet, curl and python3.
set -eu
cd "$(dirname "$0")/../.."
bin=$(realpath "${1:-AegisAuth.Api/bin/Debug/net10.0}")
folder=$(mktemp -d)
path=/user/login/login_admin_info_by_aegisspeed_id
pid=
wrong=0
trap 'stop; rm -rf "$folder"' EXIT

stop() {
    if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; fi
}

start() { # what for, settings as NAME=value
    stop
    echo; echo "## $1"; shift
    [ $# = 0 ] || echo "#  with $*"
    rm -f "$folder"/*.db*
    port=$((20000 + RANDOM % 20000))
    ( cd "$bin" && exec env ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_URLS="http://127.0.0.1:$port" \
        ConnectionStrings__AegisAuth="Data Source=$folder/a.db" Serilog__MinimumLevel__Default=Warning "$@" \
        dotnet AegisAuth.Api.dll ) >"$folder/log" 2>&1 &
    pid=$!
    for _ in $(seq 300); do
        if curl -sf -o /dev/null "http://127.0.0.1:$port/health/ready"; then return; fi
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    cat "$folder/log"; exit 1
}

# The request as one would type it, and status line, the headers that matter, and the body of its answer.
say() { # expected status, expected code, what, curl arguments…
    local status=$1 code=$2 what=$3; shift 3
    echo; echo "# $what"
    printf '$ curl'; local skip=
    for word in "$@"; do
        case $word in
            *" "* | *"{"* | *"["*) [ ${#word} -gt 160 ] && word="${word:0:60}… (${#word} bytes)"; printf " '%s'" "$word" ;;
            *) printf ' %s' "$word" ;;
        esac
    done
    echo " http://localhost:5080$path"
    curl -s -i --max-time 60 "$@" "http://127.0.0.1:$port$path" | tr -d '\r' >"$folder/answer"
    grep -iE '^HTTP/|^Retry-After:|^Allow:' "$folder/answer" | grep -v '100 Continue' || true
    tail -1 "$folder/answer"; echo
    if ! grep -q "^HTTP/1.1 $status" "$folder/answer" || ! tail -1 "$folder/answer" | grep -q "\"code\":\"$code\""; then
        echo "!! expected $status $code"; wrong=$((wrong + 1))
    fi
}

login() { printf '{"user_AegisSpeed_id":"%s","user_password":"%s"}' "$1" "$2"; }
json=(-H 'Content-Type: application/json')
good=AegisSpeed-2026

start "As it comes"
say 200 10000 "Login successful" "${json[@]}" -d "$(login ASD000001 $good)"
say 200 10000 "The id in lower case" "${json[@]}" -d "$(login asd000001 $good)"
say 400 10006 "No id" "${json[@]}" -d '{}'
say 400 10006 "An id of eight characters" "${json[@]}" -d "$(login AS000000 $good)"
say 400 10006 "A line break for the ninth" "${json[@]}" -d "$(login 'ASD00000\n' $good)"
say 400 10006 "Full-width digits" "${json[@]}" -d "$(login 'ASD00000１' $good)"
say 400 10005 "No password" "${json[@]}" -d '{"user_AegisSpeed_id":"ASD000001"}'
say 400 10005 "A control character in the password" "${json[@]}" -d "$(login ASD000001 'a\u0007b')"
say 401 10002 "No such id" "${json[@]}" -d "$(login ASD999999 $good)"
say 401 10001 "A wrong password" "${json[@]}" -d "$(login ASD000002 wrong)"
say 401 10007 "The right password of an account without a role" "${json[@]}" -d "$(login ASD000004 $good)"
say 401 10001 "A wrong password for it: the role is not told" "${json[@]}" -d "$(login ASD000004 wrong)"
say 400 10009 "Not JSON" "${json[@]}" -d '{'
say 400 10009 "A 5,000-deep array" "${json[@]}" -d "{\"x\":$(printf '[%.0s' $(seq 5000))$(printf ']%.0s' $(seq 5000))}"
say 415 10009 "Another content type" -H 'Content-Type: text/plain' -d "$(login ASD000001 $good)"
say 413 10009 "17 KiB" "${json[@]}" -d "$(printf ' %.0s' $(seq 17408)){}"
say 405 10009 "Another method" -X PUT
path=$path/nothing say 404 10009 "Another path" -X POST
for guess in 1 2 3 4 5; do
    say 401 10001 "Wrong guess $guess" "${json[@]}" -d "$(login ASD000003 "wrong-$guess")"
done
say 429 10008 "Paused, even for the right password" "${json[@]}" -d "$(login ASD000003 $good)"
say 200 10000 "Another account from the same address is not" "${json[@]}" -d "$(login ASD000001 $good)"

start "An account that an administrator has disabled"
python3 - "$folder/a.db" <<'PY'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    database.execute("UPDATE users SET enabled = 0 WHERE aegisspeed_id = 'ASD000002'")
PY
say 401 10001 "The right password of a disabled account" "${json[@]}" -d "$(login ASD000002 $good)"

start "Account states are not revealed" Login__RevealAccountState=false
say 401 10001 "No such id" "${json[@]}" -d "$(login ASD999999 $good)"
say 401 10001 "The right password of an account without a role" "${json[@]}" -d "$(login ASD000004 $good)"

start "The operator has closed it" ClosedEndpoints__0=$path
say 403 10003 "Closed" "${json[@]}" -d "$(login ASD000001 $good)"

start "The hashing queue is full" PasswordHash__Concurrency=1 PasswordHash__Queue=0 PasswordHash__Iterations=100
curl -s -o /dev/null "${json[@]}" -d "$(login ASD000002 $good)" "http://127.0.0.1:$port$path" &
held=$!
until python3 - "$folder/a.db" <<'PY'; do kill -0 $held; done
import sqlite3, sys
pending, = sqlite3.connect(sys.argv[1]).execute("SELECT COALESCE(MAX(pending), 0) FROM login_attempts").fetchone()
sys.exit(pending == 0)
PY
say 503 10004 "Somebody else's hash holds the only lane" "${json[@]}" -d "$(login ASD000001 $good)"
wait $held

start "The database breaks"
python3 - "$folder/a.db" <<'PY'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    database.execute("ALTER TABLE sessions RENAME TO gone")
PY
say 500 10004 "No session can be stored" "${json[@]}" -d "$(login ASD000001 $good)"

stop
echo; echo "## $wrong answers were not the expected ones"
[ "$wrong" = 0 ]
