#!/usr/bin/env python3
"""Two super admins on two nodes of one SQLite file, each of whom shuts the other one out at the same moment.

Starts two processes of a build on one database. In every round both disable or demote the other one in parallel, one
through each node; afterwards exactly one of them must be left. The one who is left brings the other one back. Accounts
cannot be deleted, so there is nothing of that to try. At the end the audit log is verified.

    dotnet build AegisAuth.Api -o /tmp/aegisauth-build
    python3 bench/transcripts/two-admins.py /tmp/aegisauth-build [rounds]
"""
import concurrent.futures, sys, tempfile, threading, urllib.parse

from transcript import Client, Count, PASSWORD, Service

SUPER = "超级管理员"
# What one does to the other, and what undoes it.
DISABLE = ("disable", None, "enable", None)
DEMOTE = ("role", {"role": ""}, "role", {"role": SUPER})
PAIRS = [(DISABLE, DISABLE), (DEMOTE, DEMOTE), (DISABLE, DEMOTE), (DEMOTE, DISABLE)]


def path_to_other(admins, id, blow):
    return f"/user/manage/users/{next(other for other in admins if other != id)}/{blow[0]}"


def main(build, rounds=50):
    count, one_of_each = Count(), 0
    with tempfile.TemporaryDirectory() as folder, Service(build, folder=folder) as one, Service(build, folder=folder) as two:
        admins = {"ASD000001": Client(one, count).log_in_admin("ASD000001")}
        admins["ASD000001"].step_up()
        made, _ = admins["ASD000001"].ask(
            "make a second super admin", "POST", "/user/manage/users", {"user_name": "second.admin", "role": SUPER})
        second, code = made["data"]["user"]["user_AegisSpeed_id"], made["data"]["set_password"]["code"]
        password = "three blue kettles sing"
        passwords = {"ASD000001": PASSWORD, second: password}
        admins[second] = Client(two, count)
        admins[second].ask("it sets its password", "POST", "/user/password/reset", {"code": code, "new_password": password})
        admins[second].log_in_admin(second, password).step_up(user_password=password)

        pool = concurrent.futures.ThreadPoolExecutor(2)
        for number in range(rounds):
            print(f"round {number + 1}")
            start = threading.Barrier(2)

            def strike(id, blow):
                start.wait()
                return admins[id].send("POST", path_to_other(admins, id, blow), blow[1])

            blows = dict(zip(admins, PAIRS[number % len(PAIRS)]))
            answers = dict(zip(admins, pool.map(strike, admins, blows.values())))
            left = [id for id in admins if answers[id][1]["code"] == "10000"]
            for id, answer in answers.items():
                expected = "10000" if id in left else "10001"
                admins[id].show(f"{id} strikes", "POST", path_to_other(admins, id, blows[id]), answer, expected)
            count.check("who is left", len(left) == 1, "one success and one refusal")
            one_of_each += len(left) == 1
            if not left:
                continue
            winner, loser = left[0], next(id for id in admins if id not in left[:1])
            listed, _ = admins[winner].ask(
                "who is a super admin now", "GET", "/user/manage/users?enabled=true&count=true&role=" + urllib.parse.quote(SUPER))
            found = [user["user_AegisSpeed_id"] for user in listed["data"]["items"]]
            count.check("super admins", found == [winner] and listed["data"]["total"] == 1, f"{winner} alone, not {found}")
            back, body = blows[winner][2:]
            admins[winner].ask("the other one comes back", "POST", f"/user/manage/users/{loser}/{back}", body)
            admins[loser].log_in_admin(loser, passwords[loser])
            if back == "role":
                # How long the password is was not stored: an account that becomes an administrator sets a new one.
                new = f"three blue kettles sing, round {number + 1}"
                admins[loser].ask(
                    "it sets a new password", "POST", "/user/password", {"user_password": passwords[loser], "new_password": new})
                passwords[loser] = new
                admins[loser].log_in_admin(loser, new)
            admins[loser].step_up(user_password=passwords[loser])

        print(f"{rounds} rounds, {one_of_each} of them with one success and one refusal")
        status, words = one.run("--verify-audit")
        print(f"--verify-audit -> {status} {words}")
        count.check("audit log", status == 0, "a whole one")
    count.end()


main(sys.argv[1], *map(int, sys.argv[2:]))
