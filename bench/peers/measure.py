"""AegisAuth beside its peers. Usage: measure.py FOLDER; FOLDER holds service/, identity/ and better-auth/, all built."""
import json, os, statistics, subprocess, sys, time, urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from service import TICKS, free_port

FOLDER, HERE, SECONDS = sys.argv[1], os.path.dirname(os.path.abspath(__file__)), 8
PASSWORD = "AegisSpeed-2026"


class Peer:
    """A started program, its login and its token check."""

    def __init__(self, name, command, ready, login, body, check, header, settings):
        self.name, self.login, self.body, self.check = name, login, body, check
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        env = {**os.environ, "PORT": str(self.port), "ASPNETCORE_URLS": self.origin, "DATABASE": f"{FOLDER}/{name}.db", **settings}
        self.process = subprocess.Popen(command, env=env, cwd=FOLDER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(self.origin + ready, timeout=5)
                break
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"{name} does not start.")
                time.sleep(0.1)
        request = urllib.request.Request(
            self.origin + login, body.replace("%d", "1").encode(), {"Content-Type": "application/json", "Origin": self.origin})
        with urllib.request.urlopen(request) as answer:
            self.header = header(answer.headers, json.load(answer))

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def load(self, clients, seconds, **environment):
        used = self.cpu()
        output = subprocess.run(
            ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", f"{HERE}/load.lua", self.origin],
            env={**os.environ, "ORIGIN": self.origin, **environment}, capture_output=True, text=True).stdout
        answer = json.loads(next(line for line in output.splitlines() if line.startswith("JSON "))[5:])
        if answer["wrong"]:
            raise SystemExit(f"{self.name}: {answer['wrong']} answers were not what they should be")
        return answer["requests"] / answer["seconds"], (self.cpu() - used) * 1000 / answer["requests"]

    def log_in(self, seconds=SECONDS):
        return self.load(8, seconds, LOAD_PATH=self.login, BODY=self.body)

    def ask(self, seconds=SECONDS):
        name, value = self.header
        return self.load(16, seconds, LOAD_PATH=self.check, NAME=name, VALUE=value)


def bearer(token):
    return "Authorization", f"Bearer {token}"


peers = []
try:
    peers.append(Peer(
        "AegisAuth", ["dotnet", f"{FOLDER}/service/AegisAuth.Api.dll"], "/health/ready",
        "/api/login", json.dumps({"user_name": "user", "password": PASSWORD}), "/api/user/detail",
        lambda headers, body: bearer(body["data"]["token"]),
        {"ASPNETCORE_ENVIRONMENT": "Development", "ConnectionStrings__AegisAuth": f"Data Source={FOLDER}/aegisauth.db",
         "Serilog__MinimumLevel__Default": "Warning", "Metrics__Enabled": "false", "Captcha__Mode": "Off"}))
    peers.append(Peer(
        "ASP.NET Core Identity", ["dotnet", f"{FOLDER}/identity/Identity.dll"], "/ready",
        "/login", json.dumps({"email": "user%d@example.com", "password": PASSWORD}), "/me",
        lambda headers, body: bearer(body["accessToken"]), {"ASPNETCORE_ENVIRONMENT": "Production"}))
    peers.append(Peer(
        "better-auth", ["node", f"{FOLDER}/better-auth/host.mjs"], "/ready",
        "/api/auth/sign-in/email", json.dumps({"email": "user%d@example.com", "password": PASSWORD}), "/api/auth/get-session",
        lambda headers, body: ("Cookie", headers["set-cookie"].split(";")[0]), {"NODE_ENV": "production"}))
    for peer in peers:
        peer.log_in(4)
        peer.ask(8)
    # By turns, so that a neighbour on the machine slows all of them.
    answers = [[(peer.log_in(), peer.ask()) for peer in peers] for _ in range(3)]
    figures = [
        [statistics.median(run[i][work][figure] for run in answers) for work in (0, 1) for figure in (0, 1)] for i in range(len(peers))]
    lines = ["| | logins a second, 8 clients | processor time of one | token checks a second, 16 clients | processor time of one |",
             "|---|---|---|---|---|"]
    for peer, (logins, login_cpu, checks, check_cpu) in zip(peers, figures):
        times = f" ({figures[0][2] / checks:.1f} times slower)" if peer is not peers[0] else ""
        slower = f" ({figures[0][0] / logins:.1f} times slower)" if peer is not peers[0] else ""
        lines.append(f"| {peer.name} | {logins:.1f}{slower} | {login_cpu:.1f} ms | {checks:.0f}{times} | {check_cpu * 1000:.0f} µs |")
    print("\n".join(lines))
finally:
    for peer in peers:
        peer.process.terminate()
        peer.process.wait(30)
