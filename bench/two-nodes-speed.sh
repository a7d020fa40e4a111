#!/usr/bin/env bash
# What two nodes on one PostgreSQL do beside one, with logins that cost no hash: logins from one address and from 32, logins by a
# provider, token checks. With 0, 1 and 5 ms of network. Twelve minutes. Needs dotnet, wrk, PostgreSQL and python3.
set -eu
cd "$(dirname "$0")/.."
for tool in dotnet wrk python3; do command -v $tool >/dev/null || { echo "$tool is missing."; exit 1; }; done
unset AEGISAUTH_TEST_POSTGRESQL
. .ci/postgresql.sh
start_postgresql
[ -n "${AEGISAUTH_TEST_POSTGRESQL:-}" ] || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"; stop_postgresql' EXIT
for part in floor nohash; do
  dotnet build bench/$part -c Release -o "$folder/$part" --nologo -v quiet -p:RunAnalyzers=false
done
database="$AEGISAUTH_TEST_POSTGRESQL" python3 -u bench/two_nodes_speed.py "$folder"
