#!/usr/bin/env python3
"""No client can cause a 5xx, an answer without its envelope, or an error in the log.

Starts the program on a database of its own and sends requests to every operation of openapi.json: valid examples with live tokens, to
which mutations.py does what hostile and broken clients do. Each request is drawn from the seed and its number.

    dotnet build AegisAuth.Api -c Release -o /tmp/aegisauth-release
    python3 bench/fuzz/run.py /tmp/aegisauth-release [--first 0] [--count 100000] [--seed 1] [--only NUMBER] [--threads 3]

Ends with 1 where something was found, and prints each kind of finding once with the number of its request.
"""
import argparse, collections, json, os, random, threading, time

from judge import fault_of
from drawing import Requests
from service import Service

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("build")
    arguments.add_argument("--count", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--only", type=int)
    arguments.add_argument("--threads", type=int, default=3)
    told = arguments.parse_args()
    with open(f"{HERE}/../../AegisAuth.Api/openapi.json") as file:
        requests = Requests(json.load(file))
    service = Service(told.build)
    findings, answers, operations, strangers = {}, collections.Counter(), collections.Counter(), collections.Counter()
    numbers = iter([told.only] if told.only is not None else range(told.first, told.first + told.count))
    lock, started = threading.Lock(), time.monotonic()

    def work():
        connection = service.connect()
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            tokens = service.tokens
            request = requests.draw(random.Random(f"{told.seed}:{number}"), tokens)
            with service.request():
                answer = connection.send(request)
            fault = fault_of(request, answer)
            turned_away = answer is not None and answer.headers.get("x-error-reason") in ("not-logged-in", "secret-required")
            with lock:
                operations[request.operation] += 1
                answers[answer.status if answer else "hung up"] += 1
                if fault:
                    kind = (fault, request.operation)
                    findings.setdefault(kind, [0, number, request, answer])[0] += 1
                strangers[request.operation] += turned_away
                # A logout, or a login that came with the token, has ended it: what follows would get no further than the door.
                if tokens is service.tokens and (number % 500 == 499 or turned_away and request.carries(tokens)):
                    service.renew_tokens()
                if number % 5_000 == 4_999:
                    print(f"{number + 1} requests, {time.monotonic() - started:.0f} s, {len(findings)} kinds of findings", flush=True)
            if told.only is not None:
                print(request.bytes[:3000], answer, sep="\n")

    threads = [threading.Thread(target=work) for _ in range(told.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - started
    errors = service.stop()
    for (fault, operation), (count, number, request, answer) in findings.items():
        print(f"FOUND {count}x {fault} at {operation}, first by --only {number}\n  {request.bytes[:600]!r}\n  {answer}")
    for error in errors[:20]:
        print(f"LOGGED {error}")
    sent = sum(operations.values())
    print(f"seed {told.seed}, from {told.first}: {sent} requests to {len(operations)} of {len(requests.operations)} operations in {took:.0f} s, "
          f"{service.starts} starts")
    print("answers: " + ", ".join(f"{status}: {count}" for status, count in sorted(answers.items(), key=str)))
    least = min(operations.values(), default=0)
    known = min((count - strangers[operation] for operation, count in operations.items()), default=0)
    print(f"each operation at least {least} times, {known} of them not turned away at the door; "
          f"{sum(f[0] for f in findings.values())} findings, {len(errors)} errors logged")
    # A thread of the fuzzer that has died is no proof.
    wanted = 1 if told.only is not None else told.count
    raise SystemExit(1 if findings or errors or sent != wanted else 0)


main()
