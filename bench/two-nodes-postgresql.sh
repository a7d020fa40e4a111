#!/usr/bin/env bash
# Two processes on one PostgreSQL behind nginx: guesses, logins, states, captchas, idempotency keys, revocation, two super
# admins, a mixed load, a node that is killed, a database that goes away. Prints what happened; exits 1 where a promise was broken.
# Usage: bench/two-nodes-postgresql.sh [folder of AegisAuth.Api.dll]    Needs dotnet, nginx, PostgreSQL and python3.
set -eu
cd "$(dirname "$0")/.."
bin=$(realpath "${1:-AegisAuth.Api/bin/Release/net10.0}")
unset AEGISAUTH_TEST_POSTGRESQL
. .ci/postgresql.sh
start_postgresql
[ -n "${AEGISAUTH_TEST_POSTGRESQL:-}" ] || exit 1
bin="$bin" database="$AEGISAUTH_TEST_POSTGRESQL" pg_ctl="$postgresql_stop" pg_data="$postgresql_folder/data" python3 -u bench/two_nodes.py
