#!/usr/bin/env python3
"""Can the time of POST /api/login tell whether an account exists?

Starts a release build on a database of its own, makes a disabled account and one without a password, and sends
logins of four kinds in random order, one at a time, each to accounts that only differ in what is measured. Prints the
area under the ROC curve for each pair of kinds: 0.5 is a coin toss, 1.0 tells them apart every time.

    dotnet build AegisAuth.Api -c Release -o /tmp/aegisauth-release
    python3 bench/enumeration/measure.py /tmp/aegisauth-release [timings of each kind, 2000]
"""
import bisect, http.client, itertools, json, os, random, socket, sqlite3, statistics, subprocess, sys, tempfile, time

KINDS = {"unknown": "nobody", "disabled": "disabled", "password-less": "passwordless", "wrong password": "user"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(build, folder, port):
    settings = {
        "ASPNETCORE_ENVIRONMENT": "Development",
        "ASPNETCORE_URLS": f"http://127.0.0.1:{port}",
        "ConnectionStrings__AegisAuth": f"Data Source={folder}/aegisauth.db",
        # The limits would end the measurement; the work of a refused login is the same without them.
        "Throttle__FreeFailures": "1000000",
        "Throttle__AccountFailures": "1000000",
        "Throttle__AddressFailures": "1000000",
        "Captcha__Mode": "Off",
        "Serilog__MinimumLevel__Default": "Warning",
    }
    process = subprocess.Popen(
        ["dotnet", os.path.join(build, "AegisAuth.Api.dll")], cwd=build, env={**os.environ, **settings},
        stdout=subprocess.DEVNULL)
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return process
        except OSError:
            pass
        time.sleep(0.1)
    process.terminate()
    raise SystemExit("The service does not start.")


def add_account(db, name, enabled, password_hash):
    columns = [row[1] for row in db.execute("PRAGMA table_info(users)")]
    row = dict(zip(columns, db.execute("SELECT * FROM users WHERE user_name_key = 'user'").fetchone()))
    number = db.execute("SELECT MAX(id) FROM users").fetchone()[0] + 1
    row.update(id=number, aegisspeed_id=f"ASD{number:06}", user_name=name, user_name_key=name, invite_code=name,
               enabled=enabled, password_hash=row["password_hash"] if password_hash else None)
    db.execute(f"INSERT INTO users ({','.join(row)}) VALUES ({','.join('?' * len(row))})", list(row.values()))


def auc(one, other):
    ordered = sorted(other)
    wins = sum((bisect.bisect_left(ordered, x) + bisect.bisect_right(ordered, x)) / 2 for x in one)
    area = wins / (len(one) * len(other))
    return max(area, 1 - area)


def main():
    build, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        process = start(build, folder, port)
        try:
            with sqlite3.connect(f"{folder}/aegisauth.db") as db:
                add_account(db, "disabled", 0, True)
                add_account(db, "passwordless", 1, False)
            connection = http.client.HTTPConnection("127.0.0.1", port)
            timings = {kind: [] for kind in KINDS}
            warm_up = [kind for kind in KINDS for _ in range(50)]
            measured = [kind for kind in KINDS for _ in range(count)]
            random.shuffle(measured)
            for position, kind in enumerate(itertools.chain(warm_up, measured)):
                # The right password where the kind is not "wrong password": only the account's state differs.
                password = "not-the-password" if kind == "wrong password" else "AegisSpeed-2026"
                body = json.dumps({"user_name": KINDS[kind], "password": password})
                started = time.perf_counter_ns()
                connection.request("POST", "/api/login", body, {"Content-Type": "application/json"})
                answer = connection.getresponse().read()
                took = (time.perf_counter_ns() - started) / 1e6
                if answer.decode() != '{"code":-1,"msg":"用户名或密码错误"}':
                    raise SystemExit(f"{kind}: {answer.decode()}")
                if position >= len(warm_up):
                    timings[kind].append(took)
        finally:
            process.terminate()
            process.wait()
    for kind, values in timings.items():
        print(f"{kind:15} median {statistics.median(values):7.2f} ms   mean {statistics.mean(values):7.2f} ms   n {len(values)}")
    for one, other in itertools.combinations(KINDS, 2):
        print(f"{one:15} / {other:15} AUC {auc(timings[one], timings[other]):.3f}")


if __name__ == "__main__":
    main()
