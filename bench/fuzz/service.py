"""The program under test: starts it, logs in, sends raw requests, and reads its log."""
import contextlib, dataclasses, http.client, itertools, json, os, re, socket, struct, subprocess, tempfile, threading, time

PASSWORD = "AegisSpeed-2026"
# A readable line of Development: "[12:00:00 ERR] …".
LOGGED = re.compile(r"^\[\d\d:\d\d:\d\d (ERR|FTL)\]")


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    def __str__(self):
        return f"{self.status} {self.headers.get('x-error-reason', '')} {self.body[:400]!r}"


class Service:
    def __init__(self, build):
        self.build, self.starts, self.errors, self.process = os.path.abspath(build), 0, [], None
        self.names = itertools.count()
        self.traffic, self.under_way, self.closed = threading.Condition(), 0, False
        self.start()

    def start(self):
        """A database of its own each time."""
        self.folder = tempfile.TemporaryDirectory()
        self.log = open(f"{self.folder.name}/log", "w+", errors="replace")
        if self.starts == 0:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        settings = {
            "ASPNETCORE_ENVIRONMENT": "Development",
            "ASPNETCORE_URLS": f"http://127.0.0.1:{self.port}",
            "ConnectionStrings__AegisAuth": f"Data Source={self.folder.name}/aegisauth.db",
            # The limits would answer most requests before they reach what is to be tested; the cost of hashes is not the question here.
            **{f"Throttle__{key}": "1000000" for key in ("FreeFailures", "AccountFailures", "AddressFailures")},
            **{f"Throttle__{key}": "1000000" for key in ("LoginsBegunPerAddress", "IdempotencyKeysPerAddress")},
            **{f"Registration__{key}": "1000000" for key in ("MaxPerAddress", "MaxTriesPerAddress")},
            "Messages__MaxPerAddress": "1000000",
            "Sms__MaxPerDay": "1000000",
            "Captcha__Mode": "Off",
            "PasswordHash__MemoryKiB": "8192",
            "PasswordHash__Iterations": "1",
            "Serilog__MinimumLevel__Default": "Warning",
        }
        self.process = subprocess.Popen(["dotnet", os.path.join(self.build, "AegisAuth.Api.dll")], cwd=self.build,
                                        env={**os.environ, **settings}, stdout=self.log, stderr=subprocess.STDOUT)
        self.starts += 1
        for _ in range(600):
            try:
                if self.call("GET", "/health/ready")[0] == 200:
                    self.renew_tokens(first=True)
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit("The service does not start: " + open(self.log.name, errors="replace").read()[-2000:])

    def stop(self):
        """Ends the program; all errors that it has ever logged."""
        self.process.terminate()
        self.process.wait(60)
        self.log.flush()
        with open(self.log.name, errors="replace") as log:
            lines = log.read().splitlines()
        self.errors += ["\n".join(lines[at:at + 12]) for at, line in enumerate(lines) if LOGGED.match(line)]
        self.folder.cleanup()
        return self.errors

    def call(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}") if path != "/health/ready" else {}

    def renew_tokens(self, first=False):
        """Requests end sessions and may change what a login needs; then it begins again on a fresh database."""
        try:
            admin = self.call("POST", "/user/login/login_admin_info_by_aegisspeed_id",
                              {"user_AegisSpeed_id": "ASD000001", "user_password": PASSWORD})[1]["token"]
            status, step = self.call("POST", "/user/login_admin_info/verify/get_secret_admin_password", {"user_password": PASSWORD},
                                     Authorization=f"Bearer {admin}")
            site = [self.site_token(name) for name in ("user", "manager")]
            if not admin or status != 200:
                raise KeyError(step)
            self.tokens = {"admin": admin, "site": site[0], "spare": site[1]}
        except KeyError as missing:
            if first:
                raise SystemExit(f"No login: {missing}")
            self.restart()

    def site_token(self, name):
        """Of the user of the examples; of a new one where requests to /user/manage have disabled it or changed its password."""
        known = self.call("POST", "/api/login", {"user_name": name, "password": PASSWORD})[1]
        if known["code"] != 0:
            known = self.call("POST", "/api/register", {"user_name": f"fuzz-{next(self.names)}", "password": "any other of 2026"})[1]
        return known["data"]["token"]

    def restart(self):
        """With no request under way: a provider's answer that is cut off would be a fault of the test."""
        with self.traffic:
            self.closed = True
            self.traffic.wait_for(lambda: self.under_way == 0)
        self.stop()
        self.start()
        with self.traffic:
            self.closed = False
            self.traffic.notify_all()

    @contextlib.contextmanager
    def request(self):
        """While one is under way the program is not stopped."""
        with self.traffic:
            self.traffic.wait_for(lambda: not self.closed)
            self.under_way += 1
        try:
            yield
        finally:
            with self.traffic:
                self.under_way -= 1
                self.traffic.notify_all()

    def connect(self):
        return Connection(self)


class Connection:
    """Keeps a connection where HTTP lets it."""

    def __init__(self, service):
        self.service, self.socket = service, None

    def send(self, request):
        # A kept connection may have been closed meanwhile; the second one is new.
        for fresh in (False, True):
            try:
                if self.socket is None or request.ending != "answer":
                    self.close()
                    self.socket, fresh = socket.create_connection(("127.0.0.1", self.service.port), timeout=30), True
                self.socket.sendall(request.bytes)
                if request.ending == "reset":
                    # Gone without a goodbye: RST.
                    self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.close()
                    return None
                return self.read(request)
            except (OSError, http.client.HTTPException):
                self.close()
                if fresh:
                    return None
        return None

    def read(self, request):
        answer = http.client.HTTPResponse(self.socket, method=request.method)
        answer.begin()
        body = answer.read()
        headers = {key.lower(): value for key, value in answer.getheaders()}
        if answer.will_close or request.ending != "answer" or "\r\nExpect:" in request.bytes[:4000].decode("latin-1"):
            self.close()
        return Answer(answer.status, headers, body)

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = None
