#!/usr/bin/env python3
"""Can the time of a wrong password tell that an account was brought from another product, and with which hash?

Starts a release build on a database of its own, brings one account of each form with --import, and sends wrong passwords to them, to an
own account and to a name that no account has, in random order, one at a time. Prints the median of each, and the area under the ROC curve
against the unknown name: 0.5 is a coin toss, 1.0 tells them apart every time.

    dotnet build AegisAuth.Api -c Release -o /tmp/aegisauth-release
    python3 bench/enumeration/imported.py /tmp/aegisauth-release [timings of each kind, 300]
"""
import http.client, json, os, random, statistics, subprocess, sys, tempfile, time

from measure import auc, free_port, start

FORMS = {
    "bcrypt 4 (wrapped)": "$2y$04$eRhCL65oZbQ3ygCZTQAZW.y5IMgtUwtKtr2dRi.4PekDsKsocXLt2",
    "bcrypt 10": "$2y$10$MagaZIA3BVzfgi6YztxXmOONtWGjwJx7/7cSLPBR4jfOzPLHZUdte",
    "Identity 2 (wrapped)": "ALh41q1vurGhC9GZDQWIomMCItIHTI3BdnrnLyB2LCQT6sw2fgU+tGUEoGpOqyaHtQ==",
    "Identity 3, 100,000 (wrapped)": "AQAAAAIAAYagAAAAEO9M98TcPAlceWX5oqujOZWgnP6uLgCpkdF3ngfOwPRTC9nf8OUGpjLnBOjlyRLY4A==",
    "Identity 3, 210,000": "AQAAAAIAAzRQAAAAECtV6GVxtCI8SBSiXwbWSG/GTGyq6n8zhixWCE1skOZBwNQCRbYh5u0lKY4IhR6UTw==",
    "passlib SHA-256, 29,000 (wrapped)": "$pbkdf2-sha256$29000$RWittZaSUkrpHWNsDQEAAA$0nKjWYabTcfhs/0h02WUbS1ToOtQ37PRvr55WWP5SKU",
    "Django, 600,000": "pbkdf2_sha256$600000$q1w2e3r4t5y6$2WipL/WvuEdYl0uMqSCTc4XLHMC+X+N7ku5rj4k1ZRk=",
    "scrypt ln=14, r=8 (wrapped)": "$scrypt$ln=14,r=8,p=1$YwyhtJaS8r435pxTCoGwdg$LOdTxwMpDU3vf+0/QRsHukw0zuiYajeT3Pp8QABBLQ0",
    "scrypt ln=16, r=8": "$scrypt$ln=16,r=8,p=1$FgIA4ByjNKbUmlMKIcQ4pw$fQMtWMsMO/Kg6CIEUXcxM9FusGlW7avK1p0ozpkeccY",
    "better-auth": "27c203292b0eaf3d94b6236e7bc47238:df6f2e625ed38d17b08f7dda9c32e3e9fc076c43ce52c86d706e267f65b153b0"
                   "488f06cecf6b83a8edf6316fd07d58dd6cd2e3ff68e35f41cb4f6ecdb1441c27",
    "Argon2id 4 MiB, 3 (wrapped)": "$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQxMjM0NTY3OA$EzLwJB71KaQZmUG2I7zo16H2oHUEE7M/x1D+nweVBo8",
    "Argon2id 64 MiB, 2, 4 lanes": "$argon2id$v=19$m=65536,t=2,p=4$c2FsdHNhbHQxMjM0NTY3OA$dpjcMuYXpmgHZzzET5GXj0QnD5/hU3G9R65i1PldDgc",
}


def main():
    build, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 300
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        process = start(build, folder, port)
        try:
            names = {"unknown": "nobody", "own": "user"}
            with open(f"{folder}/users.jsonl", "w") as lines:
                for n, (form, text) in enumerate(FORMS.items()):
                    names[form] = f"brought-{n}"
                    lines.write(json.dumps({"user_name": names[form], "password_hash": text}) + "\n")
            settings = {"ASPNETCORE_ENVIRONMENT": "Development", "ConnectionStrings__AegisAuth": f"Data Source={folder}/aegisauth.db"}
            subprocess.run(["dotnet", f"{build}/AegisAuth.Api.dll", "--import", "users.jsonl"], cwd=folder, check=True,
                           env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
            connection = http.client.HTTPConnection("127.0.0.1", port)
            timings = {kind: [] for kind in names}
            warm_up = [kind for kind in names for _ in range(10)]
            measured = [kind for kind in names for _ in range(count)]
            random.shuffle(measured)
            for position, kind in enumerate(warm_up + measured):
                body = json.dumps({"user_name": names[kind], "password": "not-the-password"})
                started = time.perf_counter_ns()
                connection.request("POST", "/api/login", body, {"Content-Type": "application/json"})
                answer = connection.getresponse().read().decode()
                took = (time.perf_counter_ns() - started) / 1e6
                if answer != '{"code":-1,"msg":"用户名或密码错误"}':
                    raise SystemExit(f"{kind}: {answer}")
                if position >= len(warm_up):
                    timings[kind].append(took)
        finally:
            process.terminate()
            process.wait()
    print("| hash | median | fastest | AUC against an unknown name |\n|---|---|---|---|")
    for kind, values in timings.items():
        print(f"| {kind} | {statistics.median(values):.1f} | {min(values):.1f} | {auc(values, timings['unknown']):.3f} |")


main()
