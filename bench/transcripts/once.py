#!/usr/bin/env python3
"""What works once: a provider's code with and without an Idempotency-Key, and captchas in their three modes.

Starts a build on ports and databases of its own, and stops it. A picture is not read here: what it shows is looked up in
the database file, where the captchas lie that were not used yet.

    dotnet build AegisAuth.Api -o /tmp/aegisauth-build
    python3 bench/transcripts/once.py /tmp/aegisauth-build
"""
import concurrent.futures, hashlib, secrets, sqlite3, sys

from transcript import Client, Count, PASSWORD, Service, simulated

USED = "登录凭证无效或已过期"
ANOTHERS = "幂等键已被其他请求使用"
WRONG = "图形验证码不正确"
BODY = {"user_name": "user", "password": PASSWORD}


def keys(build, count):
    print("# Idempotency-Key")
    # This machine is a proxy here, so that a client can have another address.
    with Service(build, ForwardedHeaders__KnownProxies="127.0.0.1") as service:
        me = Client(service, count, User_Agent="one")
        body, key = simulated(service, "weapp", "lin"), secrets.token_hex(16)

        def log_in(what, code=0, message=None, client=me, body=body, key=key, **headers):
            if key:
                headers["Idempotency_Key"] = key
            return client.ask(what, "POST", "/api/login", body, code, message, **headers)

        first, headers = log_in("a code with a key")
        again, repeated = log_in("the same once more")
        count.check("the answer", again == first, "the first one again")
        count.check("the cookie", headers.get_all("Set-Cookie") == repeated.get_all("Set-Cookie"), "the first one again")
        log_in("the same key, another body", -1, ANOTHERS, body=simulated(service, "weapp", "zhang"))
        log_in("the same key and code, remembered", -1, ANOTHERS, body={**body, "remember": True})
        log_in("the used code without a key", -1, USED, key=None)
        log_in("the used code with another key", -1, USED, key=secrets.token_hex(16))
        log_in("another client by its address", -1, ANOTHERS, X_Forwarded_For="203.0.113.7")
        log_in("another client by its user agent", -1, ANOTHERS, User_Agent="two")
        log_in("another client by its cookie", -1, ANOTHERS, Cookie="login_browser=" + "A" * 43)
        log_in("the first one, still")
        for what, bad in (("short", "1234567"), ("long", "k" * 129), ("with a space", "eight or more")):
            log_in(f"a key that is none: {what}", -1, "请求参数无效", key=bad)
        refused = simulated(service, "weapp", "guest")
        log_in("a refusal with a key", -1, USED, body=refused, key=key[::-1])
        log_in("the same once more", -1, USED, body=refused, key=key[::-1])

        together, key = simulated(service, "qq", "wang"), secrets.token_hex(16)
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: me.send("POST", "/api/login", together, Idempotency_Key=key), range(20)))
        for answer in answers:
            me.show("twenty at once with one key", "POST", "/api/login", answer)
        count.check("twenty answers", len({answer[1]["data"]["token"] for answer in answers}) == 1, "one token")
        together = simulated(service, "qq", "wang")
        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: me.send("POST", "/api/login", together), range(20)))
        let_in = [answer for answer in answers if answer[1]["code"] == 0]
        for answer in answers:
            me.show("twenty at once without a key", "POST", "/api/login", answer, 0 if answer in let_in else -1)
        count.check("twenty without a key", len(let_in) == 1, f"one that is let in, not {len(let_in)}")


def draw(service, client, purpose="login"):
    """A captcha and what it shows; nothing where none is needed."""
    data = client.ask("draw a captcha", "GET", f"/api/captcha?purpose={purpose}")[0]["data"]
    if data["captcha_off"]:
        return None
    # Ids are kept as their hash.
    with sqlite3.connect(service.database) as file:
        (shows,) = file.execute(
            "SELECT answer FROM captchas WHERE id_hash = ?", (hashlib.sha256(data["captcha_id"].encode()).digest(),)).fetchone()
    return {"captcha_id": data["captcha_id"], "captcha": shows}


def captcha_always(build, count):
    print("# Captcha:Mode=Always")
    with Service(build, Captcha__Mode="Always") as service:
        me = Client(service, count)
        me.log_in("without a captcha", BODY, -1, WRONG)
        me.log_in("with one that nobody drew", {**BODY, "captcha_id": "A" * 43, "captcha": "ACEHK"}, -1, WRONG)
        captcha = draw(service, me)
        me.log_in("with a wrong answer", {**BODY, **captcha, "captcha": "?????"}, -1, WRONG)
        me.log_in("the same captcha, right", {**BODY, **captcha}, -1, WRONG)
        captcha = draw(service, me)
        me.log_in("right, in small letters", {**BODY, **captcha, "captcha": captcha["captcha"].lower()})
        me.log_in("the same captcha again", {**BODY, **captcha}, -1, WRONG)
        captcha = draw(service, me)
        me.log_in("right, with a wrong password", {**BODY, **captcha, "password": "not this one"}, -1, "用户名或密码错误")
        me.log_in("the same captcha again", {**BODY, **captcha}, -1, WRONG)
        me.log_in("through a platform", simulated(service, "weapp", "lin"))
        account = {"user_name": "wei", "password": "three blue kettles sing"}
        me.ask("register without a captcha", "POST", "/api/register", account, -1, WRONG)
        me.ask("register with one", "POST", "/api/register", {**account, **draw(service, me, "register")})


def captcha_adaptive(build, count):
    print("# Captcha:Mode=Adaptive, the default")
    with Service(build) as service:
        me = Client(service, count)
        count.check("captcha", draw(service, me) is None, "none")
        me.log_in("without a captcha", BODY)
        for number in range(3):
            me.log_in(f"wrong password {number + 1}", {**BODY, "password": "not this one"}, -1, "用户名或密码错误")
        me.log_in("the right password without a captcha", BODY, -1, WRONG)
        captcha = draw(service, me)
        count.check("captcha", captcha is not None, "one")
        me.log_in("wrong answer", {**BODY, **captcha, "captcha": "?????"}, -1, WRONG)
        me.log_in("right answer", {**BODY, **draw(service, me)})
        me.log_in("without a captcha after a success", BODY)


def captcha_off(build, count):
    print("# Captcha:Mode=Off")
    with Service(build, Captcha__Mode="Off") as service:
        me = Client(service, count)
        count.check("captcha", draw(service, me) is None, "none")
        for number in range(4):
            me.log_in(f"wrong password {number + 1}", {**BODY, "password": "not this one"}, -1, "用户名或密码错误")
        me.log_in("without a captcha", BODY)
        me.log_in("with one that nobody drew", {**BODY, "captcha_id": "A" * 43, "captcha": "ACEHK"})


def main(build):
    count = Count()
    for part in (keys, captcha_always, captcha_adaptive, captcha_off):
        part(build, count)
    count.end()


main(sys.argv[1])
