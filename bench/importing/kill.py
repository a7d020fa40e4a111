#!/usr/bin/env python3
"""Kills --import with SIGKILL at a random moment, twenty times, starts it again each time, and looks at what is there.

    python3 bench/importing/kill.py /tmp/aegisauth-release [lines, 100000] [kills, 20]

Nothing may be lost or doubled: every line has one account with its contacts and its inviter, the audit log accounts for every one of
them in its entries, and --verify-audit finds it whole.
"""
import json, os, random, sqlite3, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))


def begin(build, folder, *arguments):
    settings = {"ASPNETCORE_ENVIRONMENT": "Production", "ConnectionStrings__AegisAuth": f"Data Source={folder}/aegisauth.db",
                "Serilog__MinimumLevel__Default": "Warning"}
    return subprocess.Popen(["dotnet", os.path.join(build, "AegisAuth.Api.dll"), *arguments], cwd=folder,
                            env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True)


def number(folder, sql):
    try:
        with sqlite3.connect(f"{folder}/aegisauth.db", timeout=30) as db:
            return db.execute(sql).fetchone()[0] or 0
    except sqlite3.OperationalError:
        return 0


def main():
    build = os.path.abspath(sys.argv[1])
    count, kills = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000, int(sys.argv[3]) if len(sys.argv) > 3 else 20
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, f"{HERE}/generate.py", str(count), f"{folder}/users.jsonl"], check=True)
        for kill in range(1, kills + 1):
            before = number(folder, "SELECT COUNT(*) FROM users")
            process = begin(build, folder, "--import", "users.jsonl")
            # Each run gets to some more lines, and then a moment between two of its statements is as likely as any other.
            target = before + random.randrange(0, max(1, count // kills))
            while process.poll() is None and number(folder, "SELECT COUNT(*) FROM users") <= target:
                time.sleep(random.uniform(0.001, 0.02))
            time.sleep(random.uniform(0, 0.2))
            process.kill()
            process.communicate()
            print(f"kill {kill:2}: {before} -> {number(folder, 'SELECT COUNT(*) FROM users')} users", flush=True)
        last = begin(build, folder, "--import", "users.jsonl")
        print(last.communicate()[0].strip(), f"exit {last.returncode}")
        verify = begin(build, folder, "--verify-audit")
        print(verify.communicate()[0].strip(), f"exit {verify.returncode}")

        with open(f"{folder}/users.jsonl", encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        with sqlite3.connect(f"{folder}/aegisauth.db") as db:
            users = {row[0]: row[1:] for row in db.execute("SELECT id, aegisspeed_id, user_name, parent_id, balance FROM users")}
            wrong = [line["id"] for line in lines
                     if users.get(line["id"]) != (line["aegisspeed_id"], line["user_name"], line["parent_id"], line["balance"])]
            audited = db.execute("SELECT SUM(CAST(SUBSTR(reason, 8) AS INTEGER)) FROM audit_entries WHERE action = 'user-import' "
                                 "AND reason LIKE 'users: %'").fetchone()[0]
            contacts = db.execute("SELECT COUNT(*) FROM verified_contacts").fetchone()[0]
            identities = db.execute("SELECT COUNT(*) FROM external_identities").fetchone()[0]
            integrity = db.execute("PRAGMA integrity_check").fetchone()[0], db.execute("PRAGMA foreign_key_check").fetchall()
        print(f"lines {len(lines)}, users {len(users)}, wrong {len(wrong)}, audited {audited}, contacts {contacts}, identities {identities}, "
              f"integrity {integrity}")
        whole = len(users) == len(lines) == audited == contacts and not wrong and integrity == ("ok", [])
        raise SystemExit(0 if whole and last.returncode == 0 and verify.returncode == 0 else 1)


main()
