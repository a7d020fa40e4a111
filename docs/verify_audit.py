#!/usr/bin/env python3
"""Verifies a copy of the audit log without the service: python3 verify_audit.py [COPY.ndjson] [--behind SEQUENCE:HASH]

The copy is what GET /user/manage/audit/export answers, one page behind the other; without a file, standard input is read.
Give --behind what the copy before ended with, and the two are one chain. The script needs the standard library only.

Exit 0: whole. 1: broken, with the first entry that does not fit. 2: not a copy of an audit log.
3: whole, but address and user agent are missing from entries of an account whose erasing is not in the copy. That is right
where the erasing stands in another copy; where you have all copies, put them into one file. If it still says so, an intruder
took the origin away.
"""
import argparse
import hashlib
import json
import struct
import sys

TEXTS = ("action", "actor", "target", "outcome", "reason", "address", "user_agent", "correlation_id")
NO_HASH = "0" * 64


class NotACopy(Exception):
    """A line that the service does not write."""


class Broken(Exception):
    """A line that does not fit; the sentence is for a person."""


def number(value):
    return struct.pack(">q", value)


def text(value):
    # As .NET writes UTF-8: half a surrogate pair becomes U+FFFD.
    data = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
    return number(len(data)) + data


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).hexdigest()


def once(pairs):
    """An object without a name that stands in it twice: two programs could read two different logs."""
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise NotACopy("a name stands in it twice")
    return dict(pairs)


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63


def read_bytes(entry, name, length=None):
    value = entry.get(name)
    if value is None and name.startswith("origin_"):
        return None
    try:
        data = bytes.fromhex(value)
    except (TypeError, ValueError):
        raise NotACopy(f"{name} is not hex") from None
    if length is not None and len(data) != length:
        raise NotACopy(f"{name} has {len(data)} bytes")
    return data


def read(line):
    try:
        entry = json.loads(line, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise NotACopy("it is not JSON") from None
    if not isinstance(entry, dict):
        raise NotACopy("it is not an object")
    for name in ("sequence", "time", "time_ms"):
        if not is_number(entry.get(name)):
            raise NotACopy(f"{name} is not a number")
    if entry.get("organisation_id") is not None and not is_number(entry["organisation_id"]):
        raise NotACopy("organisation_id is not a number")
    for name in TEXTS:
        if not isinstance(entry.get(name), str):
            raise NotACopy(f"{name} is not a text")
    return entry


def is_erased(entry):
    return (
        entry.get("origin_digest") is not None
        and entry.get("origin_salt") is None
        and not entry["address"]
        and not entry["user_agent"]
    )


def own_hash(entry):
    digest = read_bytes(entry, "origin_digest", 32)
    organisation = entry.get("organisation_id")
    return sha256(
        # Entries from before there was a digest begin with their place instead.
        number(-2) if digest else b"",
        number(entry["sequence"]),
        number(entry["time_ms"]),
        number(-1 if organisation is None else organisation),
        *(text(entry[name]) for name in ("action", "actor", "target", "outcome", "reason")),
        digest or text(entry["address"]) + text(entry["user_agent"]),
        text(entry["correlation_id"]),
        read_bytes(entry, "previous_hash", 32),
    )


def has_own_origin(entry):
    digest, salt = read_bytes(entry, "origin_digest", 32), read_bytes(entry, "origin_salt")
    if digest is None or is_erased(entry):
        return True
    return salt is not None and digest.hex() == sha256(
        number(len(salt)), salt, text(entry["address"]), text(entry["user_agent"])
    )


class Walk:
    """Goes along the chain; keeps the place it has reached and whose origins are missing."""

    def __init__(self, behind):
        self.sequence, self.hash = behind or (None, None)
        self.first = None
        self.erased = 0
        self.missing = {}
        self.erasings = set()

    def step(self, entry):
        if self.sequence is None:
            # A log that was pruned begins later: its first line says what it stands behind.
            self.sequence = entry["sequence"] - 1
            self.hash = NO_HASH if self.sequence == 0 else read_bytes(entry, "previous_hash", 32).hex()
        self.first = self.first or entry["sequence"]
        if entry["sequence"] != self.sequence + 1:
            raise Broken(f"entry {self.sequence + 1} should stand here")
        if own_hash(entry) != read_bytes(entry, "hash", 32).hex():
            raise Broken("its own hash does not fit what it says")
        if not has_own_origin(entry):
            raise Broken("its address or user agent is not the one that was sealed")
        if read_bytes(entry, "previous_hash", 32).hex() != self.hash:
            raise Broken("it does not carry the hash of the entry before it")
        # No hash covers this one; it is there for readers.
        if entry["time"] != entry["time_ms"] // 1000:
            raise Broken("its two times are not the same")
        self.sequence, self.hash = entry["sequence"], read_bytes(entry, "hash", 32).hex()
        if is_erased(entry):
            self.erased += 1
            self.missing.setdefault(entry["actor"] or entry["target"], entry["sequence"])
        if entry["action"] == "account-erase" and entry["outcome"] == "success":
            self.erasings.add(entry["target"])


def place(given):
    sequence, _, value = given.partition(":")
    if not sequence.isascii() or not sequence.isdigit() or len(value) != 64 or set(value.lower()) - set("0123456789abcdef"):
        raise argparse.ArgumentTypeError("it is SEQUENCE:HASH, as an earlier run has printed it")
    return int(sequence), value.lower()


def verify(lines, behind):
    walk = Walk(behind)
    for count, line in enumerate(lines, 1):
        try:
            if line.strip():
                walk.step(read(line))
        except NotACopy as fault:
            print(f"Line {count} is not a line of an audit log: {fault}.")
            return 2
        except Broken as fault:
            print(f"The copy is broken in line {count}: {fault}.")
            return 1
    if walk.first is None:
        print("The copy has no line.")
        return 2
    print(f"The copy is whole: entries {walk.first} to {walk.sequence}. The next copy stands --behind {walk.sequence}:{walk.hash}")
    if walk.first > 1 and behind is None:
        print(f"What was before entry {walk.first} is not known here: give --behind to tie it to an earlier copy.")
    if walk.erased:
        print(f"In {walk.erased} of them address and user agent were erased.")
    unexplained = {owner: at for owner, at in walk.missing.items() if owner not in walk.erasings}
    for owner, at in sorted(unexplained.items(), key=lambda found: found[1]):
        print(f"Entry {at}: its address and user agent are gone, and no erasing of {owner or 'a stranger'} is in the copy.")
    return 3 if unexplained else 0


def main():
    words = argparse.ArgumentParser(description="Verifies a copy of the audit log without the service.")
    words.add_argument("copy", nargs="?", help="the file; without it, standard input")
    words.add_argument("--behind", type=place, metavar="SEQUENCE:HASH", help="what the copy before ended with")
    given = words.parse_args()
    try:
        if given.copy is None:
            return verify(sys.stdin.buffer, given.behind)
        with open(given.copy, "rb") as lines:
            return verify(lines, given.behind)
    except OSError as fault:
        print(f"The copy cannot be read: {fault.strerror}.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
