#!/usr/bin/env python3
"""One login per platform through the built-in simulator, over HTTP, written down.

Starts a build on a port and a database of its own, logs in by password and by all eight outside ways (both modes of
QQ), prints each request and answer with tokens and codes shortened, checks that the simulator is not there in
Production, and stops by itself.

    dotnet build AegisAuth.Api -o /tmp/aegisauth-build
    python3 bench/transcripts/platforms.py /tmp/aegisauth-build
"""
import html, json, re, sys, urllib.parse

from transcript import Count, Service

MINI = ["weapp", "qq", "tt", "swan"]
REDIRECT = ["google", "wechat", "inwechat", "alipay"]


def short(value):
    """Secrets and long texts cut down to what shows their kind."""
    if isinstance(value, dict):
        return {key: short(item) for key, item in value.items()}
    return value[:14] + "…" if isinstance(value, str) and len(value) > 24 else value


def line(text):
    print("   ", text)


def login(service, body, cookie=None):
    status, _, text = service.call("POST", "/api/login", body, cookie=cookie)
    answer = json.loads(text)
    line(f"POST /api/login {json.dumps(short(body), ensure_ascii=False)}")
    data = answer.get("data") or {}
    shown = {key: data.get(key) for key in ("id", "user_name", "avatar_url", "status", "token") if key in data}
    line(f"-> {status} {json.dumps({**answer, **({'data': short(shown)} if data else {})}, ensure_ascii=False)}")
    if answer["code"] != 0:
        raise SystemExit("refused")


def mini(service, platform, person):
    status, _, text = service.call("POST", f"/dev/simulator/{platform}/code", {"person": person})
    fields = json.loads(text)
    line(f"POST /dev/simulator/{platform}/code {{\"person\": \"{person}\"}} -> {status} {', '.join(fields)}")
    login(service, {"platform": platform, **{key: value for key, value in fields.items() if key != "platform"}})


def redirect(service, platform, person):
    status, headers, text = service.call("GET", f"/api/{platform}/url")
    data = json.loads(text)["data"]
    cookie = headers["Set-Cookie"].split(";")[0]
    authorize = urllib.parse.urlsplit(data["url"])
    line(f"GET /api/{platform}/url -> {status} {authorize.path} ({', '.join(urllib.parse.parse_qs(authorize.query))})")
    status, _, page = service.call("GET", f"{authorize.path}?{authorize.query}")
    ticket = html.unescape(re.search(r'name="ticket" value="([^"]+)"', page)[1])
    line(f"GET the consent page -> {status} {re.search('<title>([^<]+)', page)[1]}")
    form = {"ticket": ticket, "person": person, "decision": "allow"}
    status, headers, _ = service.call("POST", "/dev/simulator/consent", form=form)
    back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(headers["Location"]).query))
    line(f"POST /dev/simulator/consent allow {person} -> {status} back with {', '.join(back)}")
    code = back.get("code") or back["auth_code"]
    login(service, {"platform": platform, "code": code, "state": back["state"]}, cookie)


def main(build):
    with Service(build, "Development") as service:
        print("GET /api/platforms")
        line(json.dumps(json.loads(service.call("GET", "/api/platforms")[2])["data"]))
        print("website")
        login(service, {"platform": "website", "user_name": "user", "password": "AegisSpeed-2026"})
        for platform in MINI:
            print(platform)
            mini(service, platform, "lin")
        for platform in REDIRECT:
            print(platform)
            redirect(service, platform, "wang")
    with Service(build, "Development", Providers__Qq__Mode="Connect") as service:
        print("qq (Connect)")
        redirect(service, "qq", "wang")
    with Service(build, "Production", Bootstrap__AdminPassword="a password of the first administrator") as service:
        print("Production")
        for method, path in (("GET", "/dev/simulator"), ("POST", "/dev/simulator/weapp/code"), ("POST", "/dev/simulator/consent"),
                             ("GET", "/dev/simulator/google/.well-known/openid-configuration"), ("GET", "/dev/outbox")):
            status, _, text = service.call(method, path, {} if method == "POST" else None)
            line(f"{method} {path} -> {status} {text}")
            if status != 404:
                raise SystemExit("It is there.")
        line(f"GET /api/google/url -> {service.call('GET', '/api/google/url')[2]}")
        line(f"GET / -> {service.call('GET', '/')[0]}")
    Count().end()


main(sys.argv[1])
