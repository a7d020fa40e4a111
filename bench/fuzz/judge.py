"""Says what is wrong with an answer: the envelopes of docs/contract.md, sections 1 and 10."""
import json, re, urllib.parse

INSIDES = ["System.", "Microsoft.", "AegisAuth.", "   at ", "SQLite", "SELECT ", "Exception", "Kestrel"]


def fault_of(request, answer):
    """A sentence, or None where the answer is as it must be."""
    if answer is None:
        return "no answer" if request.ending == "answer" else None
    if answer.status >= 500:
        return f"status {answer.status}"
    if answer.status == 400 and not answer.headers.get("x-correlation-id"):
        return None if request.ending != "answer" else "an answer that is not ours"
    if "no-store" not in answer.headers.get("cache-control", "") or not answer.headers.get("x-correlation-id"):
        return "no Cache-Control: no-store or no X-Correlation-ID"
    if request.method == "HEAD":
        return "a body for HEAD" if answer.body else None
    text = answer.body.decode("utf-8", "replace")
    # What a refusal says is ours alone; a success may give back what the client wrote.
    refused = bool(answer.headers.get("x-error-reason"))
    if refused and any(word in text for word in INSIDES):
        return "the insides of the program"
    return envelope(resolved(request.path.split("?")[0]).lower(), answer, text, refused)


def resolved(path):
    """As the server reads a path (RFC 3986, 5.2.4): "/api/../x" is not under "/api", nor is "//api". An encoded slash stays one."""
    kept = []
    for part in path.split("/")[1:]:
        part = urllib.parse.unquote(re.sub("%2f", "%252F", part, flags=re.I), "latin-1")
        if part == "..":
            kept = kept[:-1]
        elif part != ".":
            kept.append(part)
    return "/" + "/".join(kept)


def envelope(path, answer, text, refused):
    try:
        value = json.loads(text) if text else None
    except ValueError:
        lines = answer.headers.get("content-type", "").startswith("application/x-ndjson")
        return None if lines and not refused else "no JSON"
    if path.startswith("/user/login/") or path == "/user/login":
        return admin(value, answer, {"status", "token", "code", "result", "data"})
    if path.startswith("/user/") or path == "/user":
        if answer.headers.get("content-type", "").startswith("application/x-ndjson") and not refused:
            return None
        return admin(value, answer, {"status", "code", "result", "data"})
    if path.startswith("/api/") or path == "/api":
        return site(value, answer, refused)
    if path.startswith("/oauth2/"):
        if answer.status < 400:
            return None
        return None if isinstance(value, dict) and isinstance(value.get("error"), str) else "no error of RFC 6749"
    if path == "/forward-auth" and answer.status in (200, 302, 401, 403):
        if answer.status == 200 and not all(name in answer.headers for name in ("remote-user", "remote-groups", "remote-name")):
            return "not all three Remote headers"
        return "a body" if answer.body and answer.status == 200 else None
    if answer.status < 400:
        return None
    problem = answer.headers.get("content-type", "").startswith(("application/problem+json", "application/json"))
    return None if problem and isinstance(value, dict) else "no problem details"


def admin(value, answer, members):
    if not isinstance(value, dict) or set(value) != members:
        return "not the envelope of /user"
    if value["status"] != answer.status or not isinstance(value["code"], str) or not isinstance(value["data"], dict):
        return "an envelope of /user with other values"
    return None


def site(value, answer, refused):
    if not isinstance(value, dict) or not {"code", "msg"} <= set(value) <= {"code", "msg", "data"}:
        return "not the envelope of /api"
    if answer.status != 200 or not isinstance(value["code"], int) or not isinstance(value["msg"], str):
        return f"an envelope of /api with status {answer.status}"
    if (value["code"] != 0) != refused:
        return "code and X-Error-Reason say different things"
    return "data on an error" if value["code"] != 0 and "data" in value else None
