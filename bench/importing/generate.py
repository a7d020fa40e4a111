#!/usr/bin/env python3
"""Writes a file for --import: N users with proven contacts, inviters and, for every tenth, an outside account.

    python3 bench/importing/generate.py 1000000 users.jsonl [strong|weak]

The hashes are of the right form and of no password: an import reads their parameters and computes none of them.
"""
import base64, json, os, random, sys

ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def bcrypt(cost):
    text = "".join(ALPHABET[b & 63] for b in os.urandom(53))
    return f"$2b${cost:02}${text[:21]}.{text[21:51]}."


def main():
    count, path, kind = int(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "strong"
    random.seed(1)
    with open(path, "w", encoding="utf-8") as lines:
        for n in range(1000, 1000 + count):
            line = {
                "id": n, "aegisspeed_id": f"ASD{n:06}" if n < 1_000_000 else f"ASE{n - 1_000_000:06}",
                "user_name": f"user-{random.getrandbits(40):010x}-{n}", "nickname": f"用户{n}", "real_name": "张伟",
                "email": f"u{random.getrandbits(32):08x}.{n}@example.com", "email_verified": n % 2 == 0,
                "phone": f"+86139{n:08}", "phone_verified": n % 2 == 1,
                "password_hash": bcrypt(10 if kind == "strong" else 4), "enabled": True, "group_id": 1,
                "parent_id": random.randrange(1000, n) if n > 1000 and n % 3 == 0 else 0,
                "balance": n, "created_time": 1_600_000_000 + n,
            }
            if n % 10 == 0:
                line["identities"] = [{"provider": "weapp", "app_id": "wx0123456789abcdef",
                                       "subject": base64.urlsafe_b64encode(os.urandom(21)).decode(),
                                       "union_id": base64.urlsafe_b64encode(os.urandom(21)).decode()}]
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")


main()
