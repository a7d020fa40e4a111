#!/usr/bin/env python3
"""Can the time of other answers tell what they hide?

- POST /oauth2/introspect: an unknown token, a revoked, an expired one, one of another surface, one of a disabled user.
- POST /api/login/code: a number that an account has proven, and one that none has.

Sends all kinds in random order, one at a time, checks that the bytes are the same, and prints the area under the ROC curve
for each pair: 0.5 is a coin toss, 1.0 tells them apart every time. The goal is at most 0.55.

    dotnet build AegisAuth.Api -c Release -o /tmp/aegisauth-release
    python3 bench/enumeration/others.py /tmp/aegisauth-release [timings of each kind, 2000]
"""
import base64, hashlib, http.client, itertools, json, os, random, secrets, sqlite3, statistics, sys, tempfile, time

from measure import auc, free_port, start

SECRET = secrets.token_urlsafe(32)
JSON = {"Content-Type": "application/json"}
FORM = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Authorization": "Basic " + base64.b64encode(f"shop:{SECRET}".encode()).decode(),
}


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def ask(self, path, body, headers):
        started = time.perf_counter_ns()
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse().read().decode()
        return answer, (time.perf_counter_ns() - started) / 1e6

    def json(self, path, body, **headers):
        return json.loads(self.ask(path, json.dumps(body), {**JSON, **headers})[0])

    def log_in(self, name="user"):
        return self.json("/api/login", {"user_name": name, "password": "AegisSpeed-2026"})["data"]["token"]


def tokens(client, db):
    """One token of each kind that must not be told from the others."""
    revoked = client.log_in()
    client.json("/api/logout", {}, Authorization=f"Bearer {revoked}")
    expired, disabled = client.log_in(), client.log_in("manager")
    digest = hashlib.sha256(expired.encode()).digest()
    changed = db.execute("UPDATE sessions SET expires_at = 1 WHERE token_hash = ?", [digest]).rowcount
    db.execute("UPDATE users SET enabled = 0 WHERE user_name_key = 'manager'")
    db.commit()
    if changed != 1:
        raise SystemExit("The session was not found by the hash of its token.")
    admin = client.json("/user/login/login_admin_info_by_aegisspeed_id",
                        {"user_AegisSpeed_id": "ASD000001", "user_password": "AegisSpeed-2026"})["token"]
    return {"revoked": revoked, "expired": expired, "disabled": disabled, "other surface": admin}


def introspection(client, db, count):
    kinds = tokens(client, db)
    for kind in random.sample(["unknown", *kinds] * count, (len(kinds) + 1) * count):
        token = kinds.get(kind) or "aegis_" + secrets.token_urlsafe(32)
        answer, took = client.ask("/oauth2/introspect", f"token={token}", FORM)
        if answer != '{"active":false}':
            raise SystemExit(f"{kind}: {answer}")
        yield kind, took


def codes(client, db, count):
    user = db.execute("SELECT id FROM users WHERE user_name_key = 'user'").fetchone()[0]
    columns = [row[1] for row in db.execute("PRAGMA table_info(verified_contacts)")]
    row = dict(zip(columns, db.execute("SELECT * FROM verified_contacts").fetchone() or [None] * len(columns)))
    known = [f"138{number:08}" for number in range(count)]
    for number in known:
        row.update({columns[0]: f"phone:+86{number}", "user_id": user, columns[-1]: 1})
        db.execute(f"INSERT INTO verified_contacts ({','.join(row)}) VALUES ({','.join('?' * len(row))})", list(row.values()))
    db.commit()
    numbers = [("known", n) for n in known] + [("unknown", f"139{n:08}") for n in range(count)]
    random.shuffle(numbers)
    for kind, number in numbers:
        answer, took = client.ask("/api/login/code", json.dumps({"phone": number}), JSON)
        if answer != '{"code":0,"msg":""}':
            raise SystemExit(f"{kind}: {answer}")
        yield kind, took


def show(what, timed):
    timings = {}
    for position, (kind, took) in enumerate(timed):
        if position >= 200:  # the first warm up
            timings.setdefault(kind, []).append(took)
    print(what)
    for kind, values in sorted(timings.items()):
        print(f"  {kind:15} median {statistics.median(values):6.3f} ms   mean {statistics.mean(values):6.3f} ms   n {len(values)}")
    for one, other in itertools.combinations(sorted(timings), 2):
        print(f"  {one:15} / {other:15} AUC {auc(timings[one], timings[other]):.3f}")


def main():
    build, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    os.environ.update({
        "ResourceServers__shop__SecretHashes__0": hashlib.sha256(SECRET.encode()).hexdigest(),
        "Messages__MaxPerAddress": "1000000",
        "Sms__MaxPerDay": "1000000",
    })
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        process = start(build, folder, port)
        try:
            with sqlite3.connect(f"{folder}/aegisauth.db", timeout=30) as db:
                show("POST /oauth2/introspect", introspection(Client(port), db, count))
                show("POST /api/login/code", codes(Client(port), db, count))
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
