#!/usr/bin/env bash
# Runs each sample against a started service, as docs/integration.md describes it, and calls it as a stranger, a user and an
# administrator would. What is not installed is named and left out. Ends with "N passed, N failed".
# Usage: docs/samples/check.sh [folder of AegisAuth.Api.dll]
set -u
cd "$(dirname "$0")/../.."
bin=$(realpath "${1:-AegisAuth.Api/bin/Debug/net10.0}")
work=$(mktemp -d)
pids=()
# shellcheck disable=SC2329 # the trap calls it
clean() {
  kill "${pids[@]}" 2>/dev/null
  wait 2>/dev/null
  rm -rf "$work"
}
trap clean EXIT
passed=0
failed=0

# Free ports, so that a service that already runs is not in the way.
read -r service application front < <(python3 - <<'PORTS'
import socket
sockets = [socket.socket() for _ in range(3)]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])
PORTS
)
cp -r docs/samples "$work/samples"
find "$work/samples" -type f -exec sed -i "s/5080/$service/g; s/8080/$application/g; s/8000/$front/g" {} +

start() {
  "$@" >"$work/$(basename "$1").log" 2>&1 &
  pids+=($!)
}

stop_last() {
  kill "${pids[-1]}" 2>/dev/null
  wait "${pids[-1]}" 2>/dev/null
  unset 'pids[-1]'
}

await() {
  for _ in $(seq 150); do
    curl -s -o /dev/null "$1" && return 0
    sleep 0.2
  done
  echo "No answer from $1"
  cat "$work"/*.log
  exit 1
}

# say WHAT EXPECTED ACTUAL
say() {
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
    echo "ok      $1: $3"
  else
    failed=$((failed + 1))
    echo "FAILED  $1: expected $2, got $3"
  fi
}

status() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
member() { python3 -c "import json,sys; print(json.load(sys.stdin)$1)"; }
json=(-H "Content-Type: application/json")

(cd "$work" && exec env ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_URLS="http://127.0.0.1:$service" \
  ConnectionStrings__AegisAuth="Data Source=$work/aegisauth.db" Token__RememberLifetime=00:30:00 \
  dotnet "$bin/AegisAuth.Api.dll" >"$work/service.log" 2>&1) &
pids+=($!)
await "http://127.0.0.1:$service/health/ready"
start python3 "$work/samples/app.py" "$application"
await "http://127.0.0.1:$application/"

site_token() {
  curl -s "${json[@]}" "http://127.0.0.1:$service/api/login" -d '{"user_name":"user","password":"AegisSpeed-2026"}' | member '["data"]["token"]'
}
admin=$(curl -s "${json[@]}" "http://127.0.0.1:$service/user/login/login_admin_info_by_aegisspeed_id" \
  -d '{"user_AegisSpeed_id":"ASD000001","user_password":"AegisSpeed-2026"}' | member '["token"]')

# The same of each reverse proxy.
check_proxy() {
  local url="http://127.0.0.1:$front" token
  token=$(site_token)
  await "$url/"
  say "$1: a stranger" 401 "$(status "$url/")"
  say "$1: a stranger with a forged header" 401 "$(status -H "Remote-User: ASD000001" "$url/")"
  say "$1: a user" "ASD000004//User" "$(curl -s -H "Authorization: Bearer $token" "$url/" |
    python3 -c 'import json,sys; s = json.load(sys.stdin); print(s.get("remote-user"), s.get("remote-groups", ""), s.get("remote-name"), sep="/")')"
  say "$1: a user's forged headers" "ASD000004//User" "$(curl -s -H "Cookie: token=$token" -H "Remote-User: ASD000001" \
    -H "Remote-Groups: super-admin" -H "Remote_Groups: super-admin" -H "Remote-Email: root@example.com" "$url/" |
    python3 -c 'import json,sys; s = json.load(sys.stdin); print(s.get("remote-user"), s.get("remote-groups", "") + s.get("remote_groups", "") + s.get("remote-email", ""), s.get("remote-name"), sep="/")')"
  say "$1: a user in the office" 401 "$(status -H "Authorization: Bearer $token" "$url/office/")"
  local corners="" path
  for path in /office //office/ /%6fffice/ /x/../office/ /x/%2e%2e/office/ /OFFICE/ /office%2f; do
    [ "$(status --path-as-is -H "Authorization: Bearer $token" "$url$path")" = 200 ] && corners="$corners $path"
  done
  say "$1: ways round the office's door" "" "$corners"
  say "$1: an administrator in the office" "ASD000001/super-admin" "$(curl -s -H "Authorization: Bearer $admin" "$url/office/" |
    python3 -c 'import json,sys; s = json.load(sys.stdin); print(s.get("remote-user"), s.get("remote-groups"), sep="/")')"
  curl -s -o /dev/null -X POST -H "Authorization: Bearer $token" "${json[@]}" "http://127.0.0.1:$service/api/logout" -d '{}'
  say "$1: the user after the logout" 401 "$(status -H "Authorization: Bearer $token" "$url/")"
}

# The same of each API that asks for itself.
check_api() {
  local url="http://127.0.0.1:$front" token
  token=$(site_token)
  await "$url/orders"
  say "$1: a stranger" 401 "$(status "$url/orders")"
  say "$1: an invented token" 401 "$(status -H "Authorization: Bearer aegis_invented" "$url/orders")"
  say "$1: a user" '{"of":"ASD000004"}' "$(curl -s -H "Authorization: Bearer $token" "$url/orders")"
  say "$1: a user at the prices" 403 "$(status -H "Authorization: Bearer $token" "$url/prices")"
  say "$1: an administrator at the prices" '{"by":"ASD000001"}' "$(curl -s -H "Authorization: Bearer $admin" "$url/prices")"
  curl -s -o /dev/null -X POST -H "Authorization: Bearer $token" "${json[@]}" "http://127.0.0.1:$service/api/logout" -d '{}'
  say "$1: the user after the logout" 401 "$(status -H "Authorization: Bearer $token" "$url/orders")"
}

if command -v nginx >/dev/null; then
  start nginx -p "$work/samples/nginx" -c nginx.conf -g "daemon off;"
  check_proxy nginx
  stop_last
else
  echo "nginx is not installed: left out"
fi

if command -v caddy >/dev/null; then
  start env HOME="$work" caddy run --adapter caddyfile --config "$work/samples/caddy/Caddyfile"
  check_proxy Caddy
  stop_last
else
  echo "Caddy is not installed: left out"
fi

if command -v haproxy >/dev/null; then
  (cd "$work/samples/haproxy" && exec haproxy -f haproxy.cfg >"$work/haproxy.log" 2>&1) &
  pids+=($!)
  check_proxy HAProxy
  stop_last
else
  echo "HAProxy is not installed: left out"
fi

if dotnet build docs/samples/openiddict -v q -nologo -o "$work/orders" >"$work/build.log" 2>&1; then
  start env ASPNETCORE_URLS="http://127.0.0.1:$front" AegisAuth="http://127.0.0.1:$service/" dotnet "$work/orders/Orders.dll"
  check_api OpenIddict
  stop_last
else
  cat "$work/build.log"
  failed=$((failed + 1))
fi

if command -v npm >/dev/null; then
  (cd "$work/samples/express" && npm install --silent --no-audit --no-fund --ignore-scripts >"$work/npm.log" 2>&1) || cat "$work/npm.log"
  start node "$work/samples/express/index.js"
  check_api Express
  stop_last
  say "mini program" '{"id":true,"renewed":true,"after":"not-logged-in"}' "$(node "$work/samples/mini-program/client.js")"
else
  echo "Node is not installed: Express and the mini program are left out"
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
