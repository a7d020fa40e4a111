"""Starts and stops what is measured, and drives wrk. Everything listens on loopback and ends with the run."""
import base64, hashlib, http.client, json, os, secrets, socket, subprocess, time

HERE = os.path.dirname(os.path.abspath(__file__))
TICKS = os.sysconf("SC_CLK_TCK")

# The program that asks about tokens: name and secret, as HTTP Basic and as settings.
CLIENT_SECRET = secrets.token_urlsafe(32)
CLIENT = base64.b64encode(f"bench:{CLIENT_SECRET}".encode()).decode()
CLIENT_SETTINGS = {
    "ResourceServers__bench__SecretHashes__0": hashlib.sha256(CLIENT_SECRET.encode()).hexdigest(),
    "ResourceServers__bench__Surfaces__0": "Admin",
}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Service:
    """A started program; `path` is asked until it answers 200."""

    def __init__(self, dll, path, settings=None):
        self.port = free_port()
        env = {**os.environ, "ASPNETCORE_URLS": f"http://127.0.0.1:{self.port}", **(settings or {})}
        started = time.monotonic()
        self.process = subprocess.Popen(["dotnet", dll], cwd=os.path.dirname(dll), env=env,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.get(path)[0] != 200:
            if self.process.poll() is not None or time.monotonic() - started > 60:
                self.stop()
                raise SystemExit(f"{os.path.basename(dll)} does not start.")
            time.sleep(0.005)
        self.ready = time.monotonic() - started

    def get(self, path):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def allocated(self):
        lines = self.get("/metrics")[1].splitlines()
        return next(float(l.split()[1]) for l in lines if "total_allocated" in l and not l.startswith("#"))

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def wrk_process(service, kind, clients, seconds, tokens="", **more):
    return subprocess.Popen(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", f"{HERE}/load.lua", f"http://127.0.0.1:{service.port}"],
        env={**os.environ, "LOAD": kind, "TOKENS": tokens, "CLIENT": CLIENT, "SEED": str(time.monotonic_ns() % 100_000), **more},
        stdout=subprocess.PIPE, text=True)


def result(process, kind, checked=False):
    output = process.communicate()[0]
    line = next((l for l in output.splitlines() if l.startswith("JSON ")), None)
    if line is None:
        raise SystemExit(f"wrk failed at {kind}: {output}")
    answer = json.loads(line[5:])
    wrong = answer["requests"] - answer["non2xx"] if kind == "unknown" else answer["non2xx"]
    # What wrk had under way at the end is counted by one side only.
    if kind == "provider" or checked:
        wrong = max(0, answer["requests"] - answer["accepted"] - 64)
    if wrong or answer["failed"]:
        raise SystemExit(f"{kind}: {wrong} answers were not what they should be, {answer['failed']} failed: {answer}")
    answer["rate"] = answer["requests"] / answer["seconds"]
    return answer


def wrk(service, kind, clients, seconds, tokens=""):
    before = service.cpu()
    answer = result(wrk_process(service, kind, clients, seconds, tokens), kind)
    # Neighbours on the machine move the rate, and this hardly: microseconds of processor time of one request.
    answer["cpu"] = (service.cpu() - before) * 1e6 / max(1, answer["requests"])
    return answer
