# Sourced by run: a PostgreSQL cluster of the run's own, in a temporary folder on a free port, gone when the run ends.
# The folder is in memory where there is room: a new database is some 300 files, and the tests make hundreds.
# Sets AEGISAUTH_TEST_POSTGRESQL, unless it points elsewhere already. Where no server can be started the tests skip.

postgresql_bin() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) "$(dirname "$(command -v initdb || echo /nowhere/initdb)")"; do
    [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && echo "$folder" && return
  done
  return 1
}

# A gigabyte is room enough; a container has 64 MB there by default.
postgresql_parent() {
  if [ "$(df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')" -gt 1024 ] 2>/dev/null; then
    echo /dev/shm
  else
    echo "${TMPDIR:-/tmp}"
  fi
}

# initdb and postgres refuse to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_postgresql() {
  [ -z "${AEGISAUTH_TEST_POSTGRESQL:-}" ] || return 0
  local bin port
  bin=$(postgresql_bin) || { echo "Not started: PostgreSQL is not installed."; return 0; }
  if [ "$(id -u)" = 0 ] && ! id postgres >/dev/null 2>&1; then
    echo "Not started: PostgreSQL needs a user that is not root."
    return 0
  fi

  postgresql_folder=$(mktemp -d -p "$(postgresql_parent)")
  [ "$(id -u)" != 0 ] || chown postgres "$postgresql_folder"
  trap stop_postgresql EXIT
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo 54329)
  (
    cd "$postgresql_folder" &&
      as_postgres "$bin/initdb" -D "$postgresql_folder/data" -U aegisauth -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null &&
      # Nothing here outlives the run, so nothing waits for the disk.
      printf '%s\n' "port = $port" "unix_socket_directories = '$postgresql_folder'" "listen_addresses = '127.0.0.1'" \
        'max_connections = 300' 'fsync = off' 'full_page_writes = off' 'synchronous_commit = off' \
        'wal_level = minimal' 'max_wal_senders = 0' 'max_wal_size = 128MB' |
      as_postgres tee -a "$postgresql_folder/data/postgresql.conf" >/dev/null &&
      as_postgres "$bin/pg_ctl" -D "$postgresql_folder/data" -w -l "$postgresql_folder/log" start >/dev/null
  ) || { echo "Not started: PostgreSQL"; cat "$postgresql_folder/log" 2>/dev/null; return 0; }
  postgresql_stop="$bin/pg_ctl"
  export AEGISAUTH_TEST_POSTGRESQL="Host=127.0.0.1;Port=$port;Username=aegisauth;Database=postgres"
  echo "PostgreSQL listens on port $port"
}

stop_postgresql() {
  [ -z "${postgresql_stop:-}" ] || (cd / && as_postgres "$postgresql_stop" -D "$postgresql_folder/data" -m immediate -w stop >/dev/null)
  rm -rf "${postgresql_folder:?}"
}
