#!/usr/bin/env python3
"""Logins by phone on two nodes: two processes on one SQLite file, asked by turns and all at once.

    python3 bench/phone_two_nodes.py AegisAuth.Api/bin/Debug/net10.0

Prints how often each answer came, and ends with 1 where a count is not what docs/sms.md promises.
"""
import collections, concurrent.futures, json, os, re, socket, subprocess, sys, tempfile, time, urllib.request

API = os.path.realpath(sys.argv[1])
WRONG, PAUSED, TOO_MANY = "The code is wrong or has expired", "Too many failed login attempts", "Too many messages"
faults = []


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def start(folder):
    port = free_port()
    process = subprocess.Popen(
        ["dotnet", f"{API}/AegisAuth.Api.dll"], cwd=API, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "ASPNETCORE_ENVIRONMENT": "Development", "ASPNETCORE_URLS": f"http://127.0.0.1:{port}",
             "AEGISAUTH_DATA": folder, "ConnectionStrings__AegisAuth": f"Data Source={folder}/two.db",
             "Messages__MaxPerAddress": "100000", "Sms__MaxPerDay": "12", "Captcha__Mode": "Off"})
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready").read()
            return process, f"http://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.2)
    process.kill()
    sys.exit("A node did not start.")


def ask(node, path, body):
    request = urllib.request.Request(node + path, json.dumps(body).encode(), {"Content-Type": "application/json", "Accept-Language": "en"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["msg"] or "ok"


def at_once(nodes, path, bodies):
    with concurrent.futures.ThreadPoolExecutor(len(bodies)) as pool:
        return collections.Counter(pool.map(lambda i: ask(nodes[i % 2], path, bodies[i]), range(len(bodies))))


def digits(nodes, phone):
    """What the outbox of the node that has sent it shows."""
    for _ in range(100):
        for node in nodes:
            text = re.sub(r"<[^>]+>", " ", urllib.request.urlopen(f"{node}/dev/outbox").read().decode())
            if phone in text and (code := re.search(r"(?<!\d)\d{6}(?!\d)", text.split(phone, 1)[1])):
                return code[0]
        time.sleep(0.1)
    sys.exit("No message came.")


def check(what, seen, **expected):
    counts = {"ok": seen["ok"], **{name: sum(n for text, n in seen.items() if text.startswith(start))
                                   for name, start in (("wrong", WRONG), ("paused", PAUSED), ("too_many", TOO_MANY))}}
    good = all(counts[name] == number for name, number in expected.items())
    faults.extend([] if good else [what])
    print(f"{'ok    ' if good else 'FAILED'}  {what}: " + ", ".join(f"{name} {number}" for name, number in counts.items() if number))


def main():
    with tempfile.TemporaryDirectory() as folder:
        running = []
        try:
            for _ in range(2):
                running.append(start(folder))
            nodes = [address for _, address in running]
            one, two = "+8613800130001", "+8613800130002"
            check("16 codes for one number", at_once(nodes, "/api/login/code", [{"phone": one}] * 16), ok=1, too_many=15)
            code = digits(nodes, one)
            wrong = f"{(int(code) + 1) % 1_000_000:06d}"
            check("40 wrong tries", at_once(nodes, "/api/login", [{"phone": one, "code": wrong}] * 40), wrong=5, paused=35)
            check("the right one after them", at_once(nodes, "/api/login", [{"phone": one, "code": code}]), paused=1)
            ask(nodes[0], "/api/login/code", {"phone": two})
            code = digits(nodes, two)
            check("16 right tries", at_once(nodes, "/api/login", [{"phone": two, "code": code}] * 16), ok=1)
            # Two of the twelve of a day are taken.
            numbers = [{"phone": f"+86138002{i:05d}"} for i in range(40)]
            check("40 numbers, Sms:MaxPerDay = 12", at_once(nodes, "/api/login/code", numbers), ok=10, too_many=30)
        finally:
            for process, _ in running:
                process.terminate()
                process.wait()
    sys.exit(1 if faults else 0)


main()
