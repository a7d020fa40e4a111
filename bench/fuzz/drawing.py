"""Draws a request to an operation of the OpenAPI document: a good one, with what mutations.py does to it."""
import dataclasses, json, urllib.parse

import mutations

METHODS = ["get", "post", "put", "delete", "patch"]
TYPES = {
    "application/json": ["application/json; charset=utf8", "application/json;charset=\"utf-8\"", "application/json; charset=utf-16", "text/plain",
                         "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "x", ";", "application/problem+json",
                         "application/json; charset=", "text/json", None, "application/json, text/html", "multipart/form-data"],
    "application/x-www-form-urlencoded": ["application/x-www-form-urlencoded; charset=utf8", "application/json", "multipart/form-data; boundary=x",
                                          "multipart/form-data", None, "text/plain", "application/x-www-form-urlencoded; charset=gb18030", "x"],
}
HEADERS = {
    "Accept": ["*/*", "text/html", "application/xml", "x", "application/json;q=0", ";;;"],
    "Accept-Language": ["en", "zh", "*", "en;q=2", ",,,", "x" * 300, "en-\xff"],
    "Accept-Encoding": ["gzip", "*;q=0", "identity;q=0"],
    "Content-Encoding": ["gzip", "identity", "br, gzip", "x", ""],
    "Cookie": ["token=x", "token", "=;=;", "token=aegis_" + "A" * 43 + "; token=x", "login_browser=\xff", "__Host-token=y", "a" * 4000],
    "Expect": ["100-continue"],
    "Host": ["x", "evil.example:99999", "[::1]:1", "xn--", "localhost"],
    "Idempotency-Key": ["k" * 8, "fuzz-key-1", "short", "k" * 129, "\xff" * 10, "a b c d e f"],
    "If-None-Match": ["*", '"x', 'W/"', "\xff"],
    "If-Modified-Since": ["x", "Thu, 01 Jan 1970 00:00:00 GMT"],
    "Origin": ["null", "https://evil.example", "http://localhost", "x", "http://"],
    "Range": ["bytes=0-", "bytes=9-1", "x"],
    "Sec-Fetch-Site": ["cross-site", "same-origin", "none", "x"],
    "User-Agent": ["", "x" * 2000, "\xff\xfe", "MicroMessenger"],
    "X-Correlation-ID": ["x" * 200, "a b", "\xff", "{0}", "ok-1"],
    "X-Dynamic-Secret": ["x", "A" * 43, "\xff"],
    "X-Forwarded-For": ["1.2.3.4", "x", "::ffff:1.2.3.4%1"],
    "X-Forwarded-Host": ["x/y", "a@b", "\xff"],
    "X-Forwarded-Proto": ["https", "javascript"],
    "X-Forwarded-Uri": ["/x", "//evil", "\xff", "%00"],
    "X-HTTP-Method-Override": ["DELETE"],
    "traceparent": ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "x", "00-" + "0" * 32 + "-" + "0" * 16 + "-00"],
    "baggage": ["a=b", "=" * 500, "\xff"],
    "token": ["x", "\xff", "aegis_" + "A" * 43],
}
SIZES = [b"80000000", b"7fffffff", b"ffffffff", b"ffffffffffffffff", b"-1", b"zz", b"", b"5;a=\x01", b"00000000000000000005", b"0x5", b"1"]


@dataclasses.dataclass
class Request:
    operation: str
    method: str
    path: str
    bytes: bytes
    # "answer": one must come. "may hang up": the body is not as HTTP wants it. "reset": the client is gone before its end.
    ending: str

    def carries(self, tokens):
        """Whether it brings one of these tokens, as they are, in a header."""
        head = self.bytes.split(b"\r\n\r\n", 1)[0]
        return any(token.encode() in head for token in tokens.values())


class Requests:
    def __init__(self, document):
        self.document = document
        self.operations = [
            (method, path, operation)
            for path, item in document["paths"].items()
            for method, operation in item.items()
            if method in METHODS
        ]

    def draw(self, draw, tokens):
        method, template, operation = draw.choice(self.operations)
        name = f"{method.upper()} {template}"
        parameters = operation.get("parameters", [])
        path = template
        for parameter in parameters:
            if parameter["in"] == "path":
                example = parameter.get("example", parameter.get("schema", {}).get("example", 4))
                path = path.replace("{%s}" % parameter["name"], mutations.in_path(draw, example) if draw.random() < 0.6 else str(example))
        if draw.randrange(60) == 0:
            path = draw.choice([path + "/", path.upper(), path + "/%20", path.replace("/", "//", 1) if draw.random() < 0.1 else path + "/x", path + "%2f"])
        if any(p["in"] == "query" for p in parameters) or draw.randrange(20) == 0:
            path += "?" + mutations.query(draw, parameters)
        if draw.randrange(30) == 0:
            method = draw.choice(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"])
        method = method.upper() if method in METHODS else method
        headers = [("Host", "localhost")]
        body = self.body(draw, operation, headers, tokens)
        self.authorization(draw, template, headers, tokens)
        for _ in range(draw.choice([0, 0, 1, 1, 3])):
            header = draw.choice(list(HEADERS))
            if header == "Host":
                headers[0] = (header, draw.choice(HEADERS[header]))
            elif header != "Expect" or body:
                headers.append((header, draw.choice(HEADERS[header])))
        framed, ending = self.framing(draw, body, headers)
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in headers) + "\r\n"
        return Request(name, method, path, head.encode("latin-1") + framed, ending)

    def body(self, draw, operation, headers, tokens):
        content = operation.get("requestBody", {}).get("content", {})
        if not content and draw.randrange(15):
            return None
        kind, media = next(iter(content.items()), ("application/json", {}))
        schema = media.get("schema", {})
        if "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        known = list(schema.get("properties", {}))
        examples = [example["value"] for example in media.get("examples", {}).values() if isinstance(example.get("value"), dict)]
        if not examples:
            examples = [media.get("example") or {n: p.get("default", p.get("example", "x")) for n, p in schema.get("properties", {}).items()}]
        example = dict(draw.choice(examples))
        if "token" in example and "oauth2" in operation["operationId"] and draw.random() < 0.5:
            # Not the tokens that the other requests need: the demo server revokes what it is given.
            example["token"] = tokens["spare"]
        right = draw.random() < 0.93
        headers.append(("Content-Type", kind if right else draw.choice(TYPES[kind])))
        if headers[-1][1] is None:
            headers.pop()
        form = kind == "application/x-www-form-urlencoded"
        return (mutations.as_form if form else mutations.as_json)(draw, mutations.members(draw, example, known))

    @staticmethod
    def authorization(draw, template, headers, tokens):
        kind = draw.randrange(12)
        if kind == 0:
            headers.append(("Authorization", draw.choice(["Bearer", "Bearer ", "Basic", "Basic !!", "Basic ZGVtbw==", "Bearer \xff", "x",
                                                          "Bearer aegis_" + "A" * 43, "Basic " + "A" * 4000, "Basic gP4="])))
        elif kind > 1:
            if template.startswith("/oauth2"):
                headers.append(("Authorization", "Basic ZGVtbzpkZW1vLXNlY3JldA=="))
            elif template.startswith("/user"):
                headers.append(("Authorization", "Bearer " + tokens["admin"]))
            else:
                headers.append(draw.choice([("Authorization", "Bearer " + tokens["site"]), ("token", tokens["site"]), ("Cookie", "token=" + tokens["site"])]))

    @staticmethod
    def framing(draw, body, headers):
        if body is None:
            return b"", "answer"
        kind = draw.randrange(60)
        if kind == 0:
            headers.append(("Content-Length", str(len(body) + draw.choice([1, 50, 15_000]))))
            return body, "reset"
        if kind == 1:
            headers.append(("Transfer-Encoding", "chunked"))
            return b"%x\r\n" % len(body) + body + b"\r\n", "reset"
        if kind == 2:
            headers.append(("Transfer-Encoding", "chunked"))
            return draw.choice(SIZES) + b"\r\n" + body + b"\r\n0\r\n\r\n", "may hang up"
        if kind < 8:
            headers.append(("Transfer-Encoding", "chunked"))
            parts = b""
            while body:
                size = draw.randint(1, len(body))
                parts += b"%x\r\n" % size + body[:size] + b"\r\n"
                body = body[size:]
            return parts + b"0\r\n\r\n", "answer"
        headers.append(("Content-Length", str(len(body))))
        return body, "answer"
