#!/usr/bin/env python3
"""What people do to their own accounts, request by request: authenticator app, sessions, password, outside logins, mail.

Starts a build on a port and a database of its own, and stops it. Nothing of it waits longer than half a minute.

    dotnet build AegisAuth.Api -o /tmp/aegisauth-build
    python3 bench/transcripts/own-account.py /tmp/aegisauth-build
"""
import base64, hmac, html, re, struct, sys, time, urllib.parse

from transcript import Client, Count, PASSWORD, Service, simulated

WRONG = "密码或动态口令错误"
KETTLES, LAMPS, SPOONS = "three blue kettles sing", "four green lamps hum", "five white spoons ring"


def totp(secret, step):
    """RFC 6238 with the defaults of every app: SHA-1, six digits."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def step_now():
    """The number of this half minute, with enough of it left for a request on a busy machine."""
    if time.time() % 30 > 25:
        time.sleep(6)
    return int(time.time()) // 30


def authenticator(service, count):
    print("# authenticator app")
    me = Client(service, count).log_in_admin("ASD000001")
    me.ask("enrol without a dynamic secret", "POST", "/user/totp/enroll", code="10004")
    me.step_up()
    key = me.ask("enrol", "POST", "/user/totp/enroll")[0]["data"]["secret"]
    # The code of this half minute counts and that of the one before, each if it is later than the last one used.
    first = step_now() - 1
    me.ask("confirm with a wrong code", "POST", "/user/totp/confirm", {"totp_code": totp(key, first - 1000)}, "10005", WRONG)
    me.ask("confirm with five digits", "POST", "/user/totp/confirm", {"totp_code": "12345"}, "10006", "请求参数无效")
    confirmed, _ = me.ask("confirm with the code", "POST", "/user/totp/confirm", {"totp_code": totp(key, first)})
    recovery = confirmed["data"]["recovery_codes"]
    count.check("recovery codes", len(set(recovery)) == 10, "ten different ones")
    me.step_up("step-up with the password alone", "10006")
    me.step_up("step-up with the code that confirmed", "10005", totp_code=totp(key, first))
    me.step_up("step-up with the next code", totp_code=totp(key, step_now()))
    me.ask("admin information", "GET", "/user/info/get_admin_info")
    me.step_up("step-up with the same code again", "10005", totp_code=totp(key, step_now()))
    me.ask("enrol a second app", "POST", "/user/totp/enroll", code="10013")
    me.ask("remove with a wrong recovery code", "POST", "/user/totp/remove", {"recovery_code": "-".join(["0000"] * 6)}, "10005", WRONG)
    me.ask("remove with a recovery code", "POST", "/user/totp/remove", {"recovery_code": recovery[0].lower().replace("-", " ")})
    me.ask("remove once more", "POST", "/user/totp/remove", {"recovery_code": recovery[1]}, "10006")
    me.step_up("step-up with the password again")
    key = me.ask("enrol again", "POST", "/user/totp/enroll")[0]["data"]["secret"]
    me.ask("confirm", "POST", "/user/totp/confirm", {"totp_code": totp(key, step_now() - 1)})
    me.ask("a recovery code of the app before", "POST", "/user/totp/remove", {"recovery_code": recovery[1]}, "10005", WRONG)
    me.ask("remove with the next code of the app", "POST", "/user/totp/remove", {"totp_code": totp(key, step_now())})


def admin_sessions(service, count):
    print("# sessions and password of an administrator")
    me, second, third = (Client(service, count).log_in_admin("ASD000002") for _ in range(3))
    listed = second.ask("list", "GET", "/user/sessions")[0]["data"]["sessions"]
    count.check("sessions", len(listed) == 3, "three")
    current = next(session["id"] for session in listed if session["current"])
    me.ask("revoke one", "POST", "/user/sessions/revoke", {"session_id": current})
    second.ask("the revoked one", "GET", "/user/sessions", code="10001", message="token 已过期或无效")
    me.ask("revoke it again", "POST", "/user/sessions/revoke", {"session_id": current}, "10006")
    me.ask("revoke one and the others", "POST", "/user/sessions/revoke", {"session_id": current, "others": True}, "10006")
    me.ask("revoke the others", "POST", "/user/sessions/revoke", {"others": True})
    third.ask("one of the others", "GET", "/user/sessions", code="10001")
    second.log_in_admin("ASD000002")
    me.step_up()
    path = "/user/password"
    me.ask("a wrong old password", "POST", path, {"user_password": "not this one at all", "new_password": KETTLES}, "10005")
    short, _ = me.ask("a short password", "POST", path, {"user_password": PASSWORD, "new_password": "four lamps hum"}, "10006")
    count.check("reason", short["data"].get("reason") == "password_too_short", f"password_too_short in {short['data']}")
    me.ask("change the password", "POST", path, {"user_password": PASSWORD, "new_password": KETTLES})
    second.ask("another session", "GET", "/user/sessions", code="10001")
    me.ask("the secret from before", "GET", "/user/info/get_admin_info", code="10004", message="动态密令已过期或无效")
    me.ask("the own session", "GET", "/user/sessions")
    me.ask("log out", "POST", "/user/logout")
    me.ask("log out again", "POST", "/user/logout", code="10001")


def cookie(headers, name="token"):
    return next((line for line in headers.get_all("Set-Cookie", []) if line.startswith(name + "=")), "")


def mail(service, kind):
    """The code in the newest message of this kind."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        found = re.search(rf"\?{kind}=([\w-]+)", html.unescape(service.call("GET", "/dev/outbox")[2]))
        if found:
            return found[1]
        time.sleep(0.1)
    raise SystemExit("There is no message.")


def site_account(service, count):
    print("# account of a site user")
    me = Client(service, count)
    body = {"user_name": "wei", "password": KETTLES, "email": "wei@example.com"}
    made, headers = me.ask("register", "POST", "/api/register", body)
    count.check("cookie of a registration", "max-age=86400" in cookie(headers), f"24 hours in {cookie(headers)[-60:]}")
    me.token = made["data"]["token"]
    by_mail = {"email": "wei@example.com", "password": KETTLES}
    me.ask("log in by an address before it is proven", "POST", "/api/login", by_mail, -1, "用户名或密码错误")
    code = mail(service, "verify")
    stranger = Client(service, count)
    stranger.ask("open the link without a session", "GET", f"/api/verify/email?token={code}", code=1001, message="请先登录")
    stranger.log_in("log in as somebody else", {"user_name": "user", "password": PASSWORD})
    stranger.ask("open the link as somebody else", "GET", f"/api/verify/email?token={code}", code=-1, message="验证码无效或已过期")
    me.ask("open the link", "GET", f"/api/verify/email?token={code}")
    me.ask("open it again", "GET", f"/api/verify/email?token={code}", code=-1, message="验证码无效或已过期")
    _, headers = me.log_in("log in by the proven address, remembered", {**by_mail, "remember": True})
    written = cookie(headers).lower()
    for part in ("max-age=2592000", "httponly", "samesite=lax", "path=/"):
        count.check("cookie", part in written, f"{part} in {written[-80:]}")

    stranger.ask("ask for a password link of nobody", "POST", "/api/password/reset", {"email": "nobody@example.com"})
    stranger.ask("ask for a password link", "POST", "/api/password/reset", {"email": "wei@example.com"})
    code = mail(service, "reset")
    stranger.ask("use it with a common password", "POST", "/api/password/reset", {"token": code, "password": "password1"}, -1, "密码太常见,请换一个")
    stranger.ask("use it", "POST", "/api/password/reset", {"token": code, "password": LAMPS})
    stranger.ask("use it again", "POST", "/api/password/reset", {"token": code, "password": SPOONS}, -1, "验证码无效或已过期")
    me.ask("a session from before", "GET", "/api/user/detail", code=1001, message="请先登录")
    me.log_in("the old password", by_mail, -1, "用户名或密码错误")
    me.log_in("the new one", {"user_name": "wei", "password": LAMPS})
    other = Client(service, count)
    other.log_in("the new one elsewhere", {"user_name": "WEI", "password": LAMPS})
    listed = me.ask("list the sessions", "GET", "/api/user/sessions")[0]["data"]
    count.check("sessions", len(listed) == 2, "two")
    apart = next(session["id"] for session in listed if not session["current"])
    me.ask("revoke one", "POST", "/api/user/sessions/revoke", {"session_id": apart})
    other.ask("the revoked one", "GET", "/api/user/detail", code=1001)
    other.log_in("log in there again", {"user_name": "wei", "password": LAMPS})
    me.ask("change without the old password", "POST", "/api/user/password", {"password": SPOONS}, -1, "请输入密码")
    me.ask("change the password", "POST", "/api/user/password", {"old_password": LAMPS, "password": SPOONS})
    other.ask("another session", "GET", "/api/user/detail", code=1001)
    me.ask("the own session", "GET", "/api/user/detail")
    me.ask("log out", "POST", "/api/logout")
    me.ask("log out again", "POST", "/api/logout", code=1001, message="请先登录")


def renewal(build, count):
    print("# a token with little time left (sessions of 20 seconds: less than half is little)")
    with Service(build, Token__SiteLifetime="00:00:20") as service:
        me = Client(service, count)
        me.log_in("log in", {"user_name": "user", "password": PASSWORD})
        _, headers = me.ask("at once", "GET", "/api/user/detail")
        count.check("update-token", "update-token" not in headers, "none yet")
        time.sleep(11)
        _, headers = me.ask("after 11 seconds", "GET", "/api/user/detail")
        fresh = headers.get("update-token")
        count.check("update-token", fresh and fresh != me.token, "a fresh one")
        _, headers = me.ask("once more with the old one", "GET", "/api/user/detail")
        count.check("update-token", "update-token" not in headers, "not a second one")
        old, me.token = Client(service, count, me.token), fresh
        time.sleep(10)
        old.ask("the old one after its time", "GET", "/api/user/detail", code=1001)
        me.ask("the fresh one", "GET", "/api/user/detail")


def linked(client, what):
    return client.ask(what, "GET", "/api/user/logins")[0]["data"]


def outside(service, count):
    print("# outside accounts")
    taken = "该第三方账号已绑定其他用户"
    link, unlink = "/api/user/logins/link", "/api/user/logins/unlink"
    me = Client(service, count)
    me.log_in("come through weapp, without a password", simulated(service, "weapp", "zhang"))
    mine = linked(me, "list")
    count.check("logins", [login["provider"] for login in mine] == ["weapp"], f"weapp alone, not {mine}")
    first = {"provider": "weapp", "id": mine[0]["id"]}
    me.ask("unlink the last way in", "POST", unlink, first, -1, "不能解除唯一的登录方式")
    body = simulated(service, "tt", "zhang")
    me.ask("link a second one", "POST", link, body)
    me.ask("link with the same code", "POST", link, body, -1, "登录凭证无效或已过期")
    me.ask("link the same account once more", "POST", link, simulated(service, "tt", "zhang"))
    count.check("logins", len(linked(me, "list")) == 2, "two")
    me.ask("unlink the first one", "POST", unlink, first)
    me.ask("unlink it again", "POST", unlink, first, -1, "请求参数无效")
    mine = linked(me, "list")
    second = {"provider": "tt", "id": mine[0]["id"]}
    me.ask("unlink what is the last way in now", "POST", unlink, second, -1, "不能解除唯一的登录方式")
    me.ask("set a password", "POST", "/api/user/password", {"password": KETTLES})
    me.ask("unlink it beside a password", "POST", unlink, second)
    count.check("logins", linked(me, "list") == [], "none")

    user, other = Client(service, count), Client(service, count)
    user.log_in("log in by password", {"user_name": "user", "password": PASSWORD})
    user.ask("link", "POST", link, simulated(service, "qq", "lin"))
    other.log_in("somebody else comes through swan", simulated(service, "swan", "wang"))
    other.ask("links the account that is the first one's", "POST", link, simulated(service, "qq", "lin"), -1, taken)
    user.ask("link with a wrong password", "POST", link, {**simulated(service, "qq", "wang"), "password": "not this one"}, -1, "用户名或密码错误")
    user.ask("unlink another user's", "POST", unlink, {"provider": "swan", "id": linked(other, "list")[0]["id"]}, -1, "请求参数无效")
    again = Client(service, count)
    found, _ = again.log_in("log in through the linked one", simulated(service, "qq", "lin"))
    count.check("the account", found["data"]["user_name"] == "user", f"user, not {found['data']['user_name']}")


def main(build):
    count = Count()
    with Service(build) as service:
        for part in (authenticator, admin_sessions, site_account, outside):
            part(service, count)
    renewal(build, count)
    count.end()


main(sys.argv[1])
