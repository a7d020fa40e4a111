#!/usr/bin/env bash
# Tries what lies in deploy/ as far as a machine without systemd as its first process and without a container engine can.
# What is not installed is named and left out. Ends with "N passed, N failed".
# Usage: deploy/check.sh [folder of AegisAuth.Api.dll]
set -u
cd "$(dirname "$0")/.."
bin=$(realpath "${1:-AegisAuth.Api/bin/Debug/net10.0}")
work=$(mktemp -d)
pids=()
# shellcheck disable=SC2329 # the trap calls it
clean() {
  [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null
  wait 2>/dev/null
  rm -rf "$work"
}
trap clean EXIT
passed=0
failed=0

# try WHAT COMMAND…: the command must succeed; what it says is shown where it does not.
try() {
  local what=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $what"
  else
    failed=$((failed + 1))
    echo "FAILED  $what"
    tail -20 "$work/said"
  fi
}

is() { [ "$1" = "$2" ] || { echo "expected $1, got $2"; return 1; }; }

has() { command -v "$1" >/dev/null || { echo "$1 is not installed: $2 is left out"; return 1; }; }

# --- systemd
if has systemd-analyze "the unit"; then
  # The names of the unit are those of a machine on which it is installed.
  sed "s|/usr/bin/dotnet|$(command -v dotnet)|; s|WorkingDirectory=.*|WorkingDirectory=$bin|" deploy/systemd/aegisauth.service >"$work/aegisauth.service"
  verified() { systemd-analyze verify "$work/aegisauth.service" >"$work/verify" 2>&1; cat "$work/verify"; ! grep -q aegisauth "$work/verify"; }
  try "unit: systemd-analyze verify" verified
  try "unit: exposure below 2.0" systemd-analyze security --offline=true --threshold=19 "$work/aegisauth.service"
fi

# --- Prometheus
if has promtool "what Prometheus reads"; then
  try "Prometheus: configuration" promtool check config deploy/prometheus/prometheus.yml
  try "Prometheus: alert rules" promtool check rules deploy/prometheus/alerts.yml
  try "Prometheus: alerts come when they should" promtool test rules deploy/prometheus/alerts_test.yml
fi

# --- Compose
compose=()
if docker compose version >/dev/null 2>&1; then compose=(docker compose); elif command -v docker-compose >/dev/null; then compose=(docker-compose); fi
if [ ${#compose[@]} -gt 0 ]; then
  cp -r deploy "$work/deploy"
  mkdir -p "$work/deploy/secrets"
  touch "$work/deploy/secrets/"{connection,encryption_key,admin_password,database_password}
  # Version 1 does not know the name of a project.
  [ ${#compose[@]} = 2 ] || sed -i '/^name:/d' "$work/deploy/compose.yaml"
  try "compose.yaml: ${compose[*]} config" "${compose[@]}" -f "$work/deploy/compose.yaml" config -q
else
  echo "Neither docker compose nor docker-compose is installed: compose.yaml is left out"
fi

# --- what the Dockerfile runs, without an engine
try "Dockerfile: the health check is built" dotnet publish deploy/health -c Release -o "$work/health" -v q -nologo
health() { dotnet "$work/health/Health.dll" "$1"; echo "exit $?"; }

# --- two nodes behind nginx with TLS
built() { [ -f "$bin/AegisAuth.Api.dll" ] || { echo "The program is not built: nginx is left out"; return 1; }; }
if has nginx "nginx" && has openssl "nginx" && has python3 "nginx" && has curl "nginx" && built; then
  read -r one two plain tls < <(python3 - <<'PORTS'
import socket
sockets = [socket.socket() for _ in range(4)]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])
PORTS
  )
  mkdir -p "$work/nginx/tls" "$work/data"
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=login.example.com -addext subjectAltName=DNS:login.example.com \
    -keyout "$work/nginx/tls/key.pem" -out "$work/nginx/tls/cert.pem" 2>/dev/null
  sed "s/5081/$one/; s/5082/$two/" deploy/nginx/upstream.conf >"$work/nginx/upstream.conf"
  sed "s|listen 80;|listen 127.0.0.1:$plain;|; s|listen 443 ssl|listen 127.0.0.1:$tls ssl|; /listen \[::\]/d; s|/etc/nginx/tls|$work/nginx/tls|" \
    deploy/nginx/aegisauth.conf >"$work/nginx/aegisauth.conf"
  cat >"$work/nginx/nginx.conf" <<CONF
daemon off; pid $work/nginx/pid; error_log $work/nginx/error.log;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path $work/nginx/b; proxy_temp_path $work/nginx/p; fastcgi_temp_path $work/nginx/f;
  uwsgi_temp_path $work/nginx/u; scgi_temp_path $work/nginx/s;
  include $work/nginx/upstream.conf; include $work/nginx/aegisauth.conf;
}
CONF
  try "nginx: nginx -t" nginx -t -c "$work/nginx/nginx.conf" -p "$work/nginx"

  # node PORT: a process of its own on the database of both.
  node() {
    (cd "$bin" && exec env ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_URLS="http://127.0.0.1:$1" Metrics__Enabled=true \
      ConnectionStrings__AegisAuth="Data Source=$work/data/aegisauth.db" ForwardedHeaders__KnownProxies__0=127.0.0.1 \
      Site__PublicUrl="https://login.example.com:$tls" \
      PasswordHash__MemoryKiB=7168 PasswordHash__Iterations=1 dotnet AegisAuth.Api.dll) >"$work/node-$1.log" 2>&1 &
    pids+=($!)
    for _ in $(seq 300); do
      curl -sf -o /dev/null "http://127.0.0.1:$1/health/ready" && return 0
      sleep 0.2
    done
    tail -20 "$work/node-$1.log"
    return 1
  }
  try "Dockerfile: the health check fails where nothing answers" is "exit 1" "$(health "http://127.0.0.1:$one/health/ready" 2>/dev/null)"
  nodes() { node "$one" && node "$two"; }
  try "nginx: both nodes are ready" nodes
  first=${pids[0]}
  try "Dockerfile: the health check of a node that is ready" is "exit 0" "$(health "http://127.0.0.1:$one/health/ready")"
  nginx -c "$work/nginx/nginx.conf" -p "$work/nginx" &
  pids+=($!)
  call() {
    curl -s --cacert "$work/nginx/tls/cert.pem" --resolve "login.example.com:$tls:127.0.0.1" -H "Content-Type: application/json" "$@"
  }
  url="https://login.example.com:$tls"
  for _ in $(seq 50); do call -o /dev/null "$url/" && break; sleep 0.1; done
  status() { call -o /dev/null -w '%{http_code}' "$@"; }
  token() {
    call -H "Origin: $url" -d '{"user_AegisSpeed_id":"ASD000001","user_password":"AegisSpeed-2026"}' \
      "$url/user/login/login_admin_info_by_aegisspeed_id" | sed -n 's/.*"token":"\([^"]*\)".*/\1/p'
  }
  held=$(token)
  try "nginx: a login over TLS, with the browser's Origin" test -n "$held"
  question() { status -X POST -H "Authorization: Bearer $held" -d '{"user_password":"AegisSpeed-2026"}' "$url/user/login_admin_info/verify/get_secret_admin_password"; }
  try "nginx: both nodes know the session" sh -c "$(declare -f status call question is); work='$work' tls='$tls' url='$url' held='$held'; is 200 \"\$(question)\" && is 200 \"\$(question)\""
  try "nginx: /metrics is not for outsiders" is 404 "$(status "$url/metrics")"
  try "nginx: /health is not for outsiders" is 404 "$(status "$url/health/ready")"
  try "nginx: nor in capitals" is "404 404" "$(status "$url/METRICS") $(status "$url/Health/ready")"
  try "nginx: http is sent to https" is 301 "$(curl -s -o /dev/null -w '%{http_code}' -H 'Host: login.example.com' "http://127.0.0.1:$plain/")"
  seen() { python3 - "$work/data/aegisauth.db" <<'ROWS'
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT COUNT(*) FROM audit_entries WHERE address = '203.0.113.9'").fetchone()[0])
ROWS
  }
  call -o /dev/null -H "X-Forwarded-For: 203.0.113.9" -d '{"user_AegisSpeed_id":"ASD000001","user_password":"no such password"}' \
    "$url/user/login/login_admin_info_by_aegisspeed_id"
  try "nginx: an address that a client made up is not believed" is 0 "$(seen)"
  kill -9 "$first" && wait "$first" 2>/dev/null
  lost() { for _ in $(seq 20); do is 200 "$(status "$url/")" || return 1; done; [ -n "$(token)" ]; }
  lost >"$work/lost" 2>&1
  try "nginx: with one node killed, pages and logins go on" is 0 $?
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
