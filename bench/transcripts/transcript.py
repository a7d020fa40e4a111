"""What the scripts of this folder share: a service of their own, clients of it, and the count of what was not as expected."""
import http.client, json, os, socket, subprocess, tempfile, time, urllib.parse

PASSWORD = "AegisSpeed-2026"
PATIENCE = 60

# Where PRISM names the command of the npm package @stoplight/prism-cli, every documented call goes through it, and it
# compares requests and answers with the OpenAPI document.
PRISM = os.environ.get("PRISM")
DOCUMENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../AegisAuth.Api/openapi.json")
DOCUMENTED = ("/user/", "/api/", "/oauth2/", "/forward-auth", "/.well-known/")
compared, violations = [], []


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Service:
    """The program, from the start to the end of a `with`. Nodes of one `folder` share its database."""

    def __init__(self, build, environment="Development", folder=None, **settings):
        self.build, self.port = os.path.abspath(build), free_port()
        self.prism, self.prism_port = None, free_port()
        self.own = None if folder else tempfile.TemporaryDirectory()
        self.folder = folder or self.own.name
        self.database = f"{self.folder}/aegisauth.db"
        self.settings = {
            "ASPNETCORE_ENVIRONMENT": environment,
            "ASPNETCORE_URLS": f"http://127.0.0.1:{self.port}",
            "ConnectionStrings__AegisAuth": f"Data Source={self.database}",
            "Serilog__MinimumLevel__Default": "Error",
            **settings,
        }

    def __enter__(self):
        self.process = subprocess.Popen(**self.command(), stdout=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if self.call("GET", "/health/ready")[0] == 200:
                    if PRISM:
                        self.start_prism()
                    return self
            except OSError:
                pass
            time.sleep(0.1)
        self.__exit__()
        raise SystemExit("The service does not start.")

    def __exit__(self, *_):
        for process in filter(None, [self.prism, self.process]):
            process.terminate()
            process.wait(PATIENCE)
        if self.own:
            self.own.cleanup()

    def start_prism(self):
        target = f"http://127.0.0.1:{self.port}"
        command = [PRISM, "proxy", DOCUMENT, target, "-p", str(self.prism_port), "-h", "127.0.0.1"]
        self.prism = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.prism_port)) == 0:
                    return
            time.sleep(0.1)
        raise SystemExit("Prism does not start.")

    def command(self, *arguments):
        return {
            "args": ["dotnet", os.path.join(self.build, "AegisAuth.Api.dll"), *arguments],
            "cwd": self.folder,
            "env": {**os.environ, **self.settings},
        }

    def run(self, *arguments):
        """The program once, with these arguments: exit code and the last line it says."""
        done = subprocess.run(**self.command(*arguments), capture_output=True, text=True, timeout=PATIENCE)
        return done.returncode, (done.stdout.strip().splitlines() or [""])[-1]

    def call(self, method, path, body=None, form=None, cookie=None, headers=None):
        by_prism = self.prism is not None and path.startswith(DOCUMENTED)
        port = self.prism_port if by_prism else self.port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        headers = {"Accept-Language": "en", **(headers or {})}
        data = None
        if body is not None:
            data, headers["Content-Type"] = json.dumps(body), "application/json"
        if form is not None:
            data, headers["Content-Type"] = urllib.parse.urlencode(form), "application/x-www-form-urlencoded"
        if cookie:
            headers["Cookie"] = cookie
        connection.request(method, path, data, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if by_prism:
            note_violations(method, path, answer.status, answer.headers, text)
        return answer.status, answer.headers, text


def note_violations(method, path, status, headers, text):
    """What Prism found. A request that is refused may well be none that the document allows."""
    compared.append(path)
    refused = status >= 400 or "X-Error-Reason" in headers
    for found in json.loads(headers.get("sl-violations", "[]")):
        if found["location"][0] == "response" or not refused:
            violations.append(f"{method} {path.split('?')[0]} {status}: {'.'.join(map(str, found['location']))}: {found['message'][:200]}")
    if status == 404 and "stoplight.io" in text:
        violations.append(f"{method} {path.split('?')[0]}: not in the document")


class Count:
    """The requests so far, and those whose answer was another one than expected."""

    def __init__(self):
        self.requests = self.unexpected = 0

    def check(self, what, right, wanted):
        """Something that is looked at beside the code of an answer."""
        if not right:
            self.unexpected += 1
            print(f"    UNEXPECTED, {what}: wanted {wanted}")

    def end(self):
        for violation in dict.fromkeys(violations):
            print(f"    NOT AS DOCUMENTED, {violation}")
        found = f", {len(violations)} of {len(compared)} calls not as documented" if PRISM else ""
        print(f"{self.requests} requests, {self.unexpected} unexpected{found}")
        raise SystemExit(1 if self.unexpected or violations else 0)


class Client:
    """One client with its token: asks, prints a line, compares. Chinese, as who says nothing gets."""

    def __init__(self, service, count, token=None, **headers):
        self.service, self.count, self.token = service, count, token
        self.headers = {"Accept-Language": "zh", **headers}

    def send(self, method, path, body=None, **headers):
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        status, got, text = self.service.call(method, path, body, headers=sent)
        return status, json.loads(text), got

    def ask(self, what, method, path, body=None, code=None, message=None, **headers):
        """The answer and its headers. Without `code` a success is expected."""
        return self.show(what, method, path, self.send(method, path, body, **headers), code, message)

    def show(self, what, method, path, answer, code=None, message=None):
        status, body, headers = answer
        got, said = body["code"], body.get("msg", body.get("result"))
        wanted = code if code is not None else 0 if path.startswith("/api") else "10000"
        print(f"{what}: {method} {path.split('?')[0]} -> {status} {got} {said}".rstrip())
        self.count.requests += 1
        self.count.check(what, got == wanted and message in (None, said), f"{wanted} {message or ''}")
        return body, headers

    def log_in_admin(self, id, password=PASSWORD):
        """A session of an administrator; no dynamic secret yet."""
        path = "/user/login/login_admin_info_by_aegisspeed_id"
        body, _ = self.ask(f"{id} logs in", "POST", path, {"user_AegisSpeed_id": id, "user_password": password})
        self.token = body["token"]
        return self

    def step_up(self, what="step-up with the password", code=None, **proof):
        path = "/user/login_admin_info/verify/get_secret_admin_password"
        return self.ask(what, "POST", path, proof or {"user_password": PASSWORD}, code)

    def log_in(self, what, body, code=None, message=None, **headers):
        answer, got = self.ask(what, "POST", "/api/login", body, code, message, **headers)
        self.token = answer.get("data", {}).get("token", self.token)
        return answer, got


def simulated(service, platform, person):
    """What a mini program of this person would send to log in."""
    _, _, text = service.call("POST", f"/dev/simulator/{platform}/code", {"person": person})
    return {"platform": platform, **json.loads(text)}
