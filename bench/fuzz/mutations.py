"""What a hostile client does to a value, a document and the bytes of a body. Everything is drawn from one random.Random, so that the
number of a request gives the same bytes again."""
import json, urllib.parse

TEXTS = [
    "", " ", "\u0000", "\ufffe", "\uffff", "\ufdfa" * 20, "\ud800", "\udc00\ud800", "😀"[:1] + "\u200d", "e" + "\u0301" * 300, "\u202eabc",
    "a" * 129, "a" * 5000, "中" * 200, "\t\r\n", "\u0085", "\u2028", "\ufeffx", "１２３４５６", "ⅷ", "ß", "İ", "\u00ad", "%00", "%s%n", "{0}", "{{",
    "' OR 1=1 --", "\\", "../../etc/passwd", "//evil.example", "javascript:alert(1)", "http://[::1", "null", "true", "NaN", "-1",
    "9223372036854775808", "2147483648", "1e400", "0x10", "aegis_" + "A" * 43, "aegis_", "ASD000001", "asd00000１", "a@b", "a@\u200b.c",
    "xn--a@xn--", "a@" + "b" * 250, "+86138", "+8613800138000", "+44 (0)20 7946 0958", "000000", "demo-lin", "$argon2id$v=19$m=1", "0001-01-01",
]
NUMBERS = [0, -1, 1, 2**31 - 1, 2**31, -2**31 - 1, 2**63 - 1, 2**63, -2**63, 2**64, 10**40, 0.1, -0.0, 1e308]
# Python writes none of these; a client can.
RAW = ["1e999", "-", "01", "NaN", "Infinity", '"\\ud800"', '"\\uDC00\\uD800x"', '"\\x"', "'a'", "[", "{", "/**/1", "1,", '"', "tru"]


def deep(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


def value(draw, old=None):
    kind = draw.randrange(9)
    if kind < 3:
        return draw.choice(TEXTS)
    if kind == 3 and isinstance(old, str):
        at = draw.randint(0, len(old))
        return old[:at] + draw.choice(TEXTS)[:300] + old[at + draw.randint(0, 2):]
    if kind == 4:
        return draw.choice(NUMBERS)
    if kind == 5:
        return draw.choice([None, True, False, [], {}, [old], {"a": old}, deep(20), deep(70)])
    if kind == 6 and isinstance(old, str):
        return old * draw.choice([2, 50])
    if kind == 7:
        # Any characters of the first planes, surrogates too.
        return "".join(chr(draw.randrange(0x10000)) for _ in range(draw.randint(1, 40)))
    return old


def members(draw, example, known):
    """The members of a body after up to four changes: a list of pairs, because a name may come twice."""
    pairs = list(example.items())
    for _ in range(draw.choice([0, 1, 1, 1, 2, 4])):
        change = draw.randrange(6)
        if change < 3 and pairs:
            at = draw.randrange(len(pairs))
            pairs[at] = (pairs[at][0], value(draw, pairs[at][1]))
        elif change == 3 and pairs:
            pairs.pop(draw.randrange(len(pairs)))
        elif change == 4 and pairs:
            name, old = draw.choice(pairs)
            pairs.append((name if draw.random() < 0.7 else name.upper(), value(draw, old)))
        else:
            pairs.append((draw.choice(known) if known and draw.random() < 0.8 else draw.choice(TEXTS), value(draw, "x")))
    return pairs


def as_json(draw, pairs):
    parts = []
    for name, item in pairs:
        text = json.dumps(item, ensure_ascii=draw.random() < 0.5)
        parts.append(json.dumps(name) + ":" + (draw.choice(RAW) if draw.random() < 0.03 else text))
    text = "{" + ",".join(parts) + "}"
    kind = draw.randrange(40)
    if kind == 0:
        text = draw.choice(["", "null", "[]", "1", '"x"', "[" * 100, "[{}]", "{" * 70, text + text, text + "x", "﻿" + text, "<a/>", "{}"])
    elif kind == 1:
        text = text[: draw.randrange(len(text) + 1)]
    charset = draw.choice(["utf-16-le", "utf-16-be", "utf-16", "utf-32", "cp1252", "gb18030"]) if draw.randrange(40) == 0 else "utf-8"
    # Lone surrogates become the three bytes that no UTF-8 has.
    data = text.encode(charset, "surrogatepass" if charset.startswith("utf") else "replace")
    return damaged(draw, data)


def as_form(draw, pairs):
    parts = []
    for name, item in pairs:
        text = item if isinstance(item, str) else json.dumps(item)
        quoted = urllib.parse.quote(text.encode("utf-8", "surrogatepass"))
        parts.append(urllib.parse.quote(name.encode("utf-8", "surrogatepass")) + draw.choice(["=", "=", "=", "=", "", "=="]) + quoted)
    text = draw.choice(["&", "&", "&", "&&", ";"]).join(parts)
    if draw.randrange(20) == 0:
        text += draw.choice(["&%", "&%zz=1", "&%00=%00", "&%ff%fe=1", "&" + "a=1&" * 2000, "&a" + "b" * 3000 + "=1", "&=", "&token=1"])
    return damaged(draw, text.encode())


def damaged(draw, data):
    kind = draw.randrange(40)
    if kind == 0:
        at = draw.randrange(len(data) + 1)
        return data[:at] + bytes(draw.randrange(256) for _ in range(draw.randint(1, 4))) + data[at + 1:]
    if kind == 1:
        return data + b" " * draw.choice([1, 17_000, 70_000])
    if kind == 2:
        return draw.choice([b"", b"\x00", b"\xff\xfe", b"\xfe\xff\x00", b"\xef\xbb\xbf", b"\x1f\x8b\x08\x00", b"\xff\xfe{", b"\xed\xa0\x80"])
    return data


def in_path(draw, example):
    text = draw.choice([str(example), value(draw, str(example)), value(draw, str(example))])
    text = text if isinstance(text, str) else json.dumps(text)
    # A NUL in a path is refused by Kestrel before any program of ours.
    quoted = urllib.parse.quote(text.replace("\x00", "")[:200].encode("utf-8", "surrogatepass"), safe=draw.choice(["", "/", "~!$'()*,;:@"]))
    return draw.choice([quoted] * 8 + ["%20", "%ff", "%ed%a0%80", "%2e%2e%2f", "%2F", "%", "%zz", "..", ".", "%25%30%30"]) or "%20"


def query(draw, parameters):
    pairs = [(p["name"], p.get("example", p.get("schema", {}).get("example", "1"))) for p in parameters if p["in"] == "query"]
    pairs = [pair for pair in pairs if draw.random() < 0.6]
    known = [p["name"] for p in parameters if p["in"] == "query"]
    return as_form(draw, members(draw, dict(pairs), known)).decode("latin-1").translate({c: "%%%02x" % c for c in [*range(33), *range(127, 256), 35]})[:6000]
