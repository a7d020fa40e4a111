"""How fast two nodes on one PostgreSQL are beside one. Usage: two_nodes_speed.py FOLDER; FOLDER holds floor/ and nohash/, both built.

All by turns, medians of three; ratios are those of one turn. Clients, nodes and database share this machine, so beside each
figure stands how much of it was busy: where that is all of it, the machine is the limit and not what the nodes share."""
import asyncio, http.client, json, multiprocessing, selectors, statistics, sys, time
from postgresql import DATABASE, PARTS, administrators
from service import Service, free_port, result, wrk_process

FOLDER, CLIENTS, SECONDS = sys.argv[1], 32, 4
PASSWORD = "AegisSpeed-2026"


class SlowRoad:
    """The way to PostgreSQL with so many milliseconds more for each trip, there and back together."""

    def __init__(self, port, milliseconds):
        self.port, self.far, self.delay = free_port(), port, milliseconds / 2000
        # A process of its own: it must not wait for the clients.
        self.process = multiprocessing.get_context("fork").Process(target=self.serve, daemon=True)
        self.process.start()
        time.sleep(0.3)

    def serve(self):
        # The usual selector of Linux waits whole milliseconds.
        with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selectors.SelectSelector())) as runner:
            runner.run(self.run())

    async def run(self):
        async def copy(reader, writer):
            try:
                while data := await reader.read(65536):
                    await asyncio.sleep(self.delay)
                    writer.write(data)
                    await writer.drain()
            except OSError:
                pass
            writer.close()

        async def accept(near_reader, near_writer):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.far)
            await asyncio.gather(copy(near_reader, far_writer), copy(far_reader, near_writer))

        async with await asyncio.start_server(accept, "127.0.0.1", self.port) as server:
            await server.serve_forever()


def node(database, floor, connections):
    return Service(f"{FOLDER}/nohash/NoHash.dll", "/health/ready", {
        # Without profiles compiled code is final soon: with them the two cores compile for a minute and longer at this load.
        "DOTNET_TieredPGO": "0", "ASPNETCORE_ENVIRONMENT": "Development", "Database__Provider": "PostgreSql",
        "ConnectionStrings__AegisAuth": f"{database};Maximum Pool Size={connections};Timeout=30",
        "Serilog__MinimumLevel__Default": "Warning", "Throttle__AddressFailures": "1000000", "ForwardedHeaders__KnownProxies__0": "127.0.0.1",
        "Providers__Weapp__AppId": "bench", "Providers__Weapp__AppSecret": "bench", "Providers__Weapp__BaseUrl": f"http://127.0.0.1:{floor.port}"})


def busy():
    """Processor time of the whole machine, used and possible, in ticks."""
    with open("/proc/stat") as stat:
        ticks = [int(field) for field in stat.readline().split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def load(nodes, kind, seconds=SECONDS, tokens="", **more):
    """32 clients, the same number at each node."""
    share = CLIENTS // len(nodes)
    cpu, (used, possible) = sum(n.cpu() for n in nodes), busy()
    processes = [wrk_process(n, kind, share, seconds, tokens, FIRST=str(i * share), COUNT=str(share), **more) for i, n in enumerate(nodes)]
    answers = [result(p, kind, checked=kind == "admins") for p in processes]
    requests, (used_then, possible_then) = sum(a["requests"] for a in answers), busy()
    return {"rate": sum(a["rate"] for a in answers), "cpu": (sum(n.cpu() for n in nodes) - cpu) * 1000 / requests,
            "busy": (used_then - used) / (possible_then - possible)}


def by_turns(*measurements):
    turns = [[m() for m in measurements] for _ in range(3)]
    middle = [{key: statistics.median(turn[i][key] for turn in turns) for key in turns[0][i]} for i in range(len(measurements))]
    return middle, lambda i, j, key="rate": statistics.median(turn[i][key] / turn[j][key] for turn in turns)


def goal(value, least):
    return f"{value:.2f}, goal {least}: {'met' if value >= least else 'MISSED'}"


def logins(pair, where):
    load(pair, "admins", 40)
    (one_near, one_far, two_near, two_far), ratio = by_turns(*(
        lambda nodes=nodes, far=far: load(nodes, "admins", FAR=far) for nodes in (pair[:1], pair) for far in ("", "1")))
    for name, near, far, share in (("one node", one_near, one_far, ratio(0, 1)), ("two nodes", two_near, two_far, ratio(2, 3))):
        print(f"| {where}: admin logins, {name}, one address / 32 | {near['rate']:.0f} / {far['rate']:.0f} a second; {far['cpu']:.2f} ms; "
              f"machine {far['busy']:.0%} busy | {goal(share, 0.8)} |", flush=True)
    print(f"| {where}: admin logins, two nodes / one | | {goal(ratio(3, 1), 1.8)} |", flush=True)


def providers(pair, where):
    load(pair, "provider", 25)
    (one, two), ratio = by_turns(*(lambda nodes=nodes: load(nodes, "provider") for nodes in (pair[:1], pair)))
    for name, answer in (("one node", one), ("two nodes", two)):
        print(f"| {where}: provider logins, {name} | {answer['rate']:.0f} a second; {answer['cpu']:.2f} ms; machine {answer['busy']:.0%} busy | "
              f"goal 1.0 ms: {'met' if answer['cpu'] <= 1 else 'MISSED'} |", flush=True)
    print(f"| {where}: provider logins, two nodes / one | | {goal(ratio(1, 0), 1.8)} |", flush=True)


def post(node, path, token="", **body):
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=30)
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
    return json.loads(connection.getresponse().read())


def token_checks(pair, names):
    tokens = f"{FOLDER}/tokens"
    with open(tokens, "w") as file:
        for name in names:
            token = post(pair[0], "/user/login/login_admin_info_by_aegisspeed_id", user_AegisSpeed_id=name, user_password=PASSWORD)["token"]
            post(pair[0], "/user/login_admin_info/verify/get_secret_admin_password", token, user_password=PASSWORD)
            file.write(token + "\n")
    load(pair, "info", 20, tokens)
    (one, two), ratio = by_turns(*(lambda nodes=nodes: load(nodes, "info", tokens=tokens) for nodes in (pair[:1], pair)))
    more = ratio(1, 0, "cpu")
    print(f"| token checks, one node / two | {one['rate']:.0f} / {two['rate']:.0f} a second; processor time of one {one['cpu'] * 1000:.0f} / "
          f"{two['cpu'] * 1000:.0f} us | {more:.2f}, goal 1.05: {'met' if more <= 1.05 else 'MISSED'} |", flush=True)


def measured(database, floor, connections, work):
    pair = [node(database, floor, connections), node(database, floor, connections)]
    try:
        work(pair)
    finally:
        for n in pair:
            n.stop()


def main():
    floor = Service(f"{FOLDER}/floor/Floor.dll", "/")
    try:
        node(DATABASE, floor, 40).stop()
        names = administrators()
        port = PARTS["Port"]
        print(f"## {time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, one and two nodes on PostgreSQL\n\n| what | figure | |\n|---|---|---|")
        measured(DATABASE, floor, 40, lambda pair: token_checks(pair, names))
        # Two connections a node are less than this machine can do, so that what two nodes do more shows what they share.
        for delay, connections in ((0, 40), (1, 40), (1, 2), (5, 2)):
            database = DATABASE.replace(f"Port={port}", f"Port={SlowRoad(int(port), delay).port}") if delay else DATABASE
            where = f"{delay} ms of network, {connections} connections each"
            measured(database, floor, connections, lambda pair: (logins(pair, where), providers(pair, where)))
    finally:
        floor.stop()


main()
