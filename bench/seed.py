"""Fills a database that the service has created: users, sessions, tokens. Straight into SQLite, for speed."""
import base64, hashlib, os, sqlite3, time

WEEK = 7 * 24 * 3600 * 1000


def connect(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    return db


def hand_over(path):
    """Takes the mark away that keeps a database with development accounts out of Production."""
    with connect(path) as db:
        db.execute("DELETE FROM sequences WHERE name = 'development-accounts'")
    db.close()


def users(path, first, last):
    """Administrators with the password of the development accounts, numbered from first to last."""
    with connect(path) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(users)")]
        own = {
            "id": "n",
            "aegisspeed_id": "CASE WHEN n < 1000000 THEN printf('ASD%06d', n) ELSE printf('ASE%06d', n - 1000000) END",
            "user_name": "'bench-' || n", "user_name_key": "'bench-' || n", "invite_code": "'bench-' || n",
            "protected_resident_id": "NULL",
        }
        db.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last}) "
            f"INSERT INTO users ({','.join(columns)}) SELECT {','.join(own.get(c, 'u.' + c) for c in columns)} "
            "FROM numbers, users u WHERE u.aegisspeed_id = 'ASD000001'")
        db.execute("UPDATE sequences SET value = ? WHERE name = 'users'", (last + 1,))
    db.close()


def tokens(path, count, file):
    """Sessions of the users 1000 to 1999 that hold a dynamic secret; their tokens go to the file."""
    now = int(time.time() * 1000)
    made = ["aegis_" + base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=") for _ in range(count)]
    with connect(path) as db:
        db.executemany(
            "INSERT INTO sessions (token_hash, id, user_id, surface, created_at, expires_at, last_seen_at, address, "
            "user_agent, secret_hash, secret_expires_at) VALUES (?, ?, ?, 1, ?, ?, ?, '127.0.0.1', 'bench', ?, ?)",
            ((hashlib.sha256(t.encode()).digest(), os.urandom(16).hex(), 1000 + i % 1000, now, now + WEEK, now,
              os.urandom(32), now + WEEK) for i, t in enumerate(made)))
    db.close()
    with open(file, "w") as lines:
        lines.write("\n".join(made) + "\n")
    with open(file + "-one", "w") as lines:
        lines.write(made[0] + "\n")


def sessions(path, count, last_user):
    """Sessions that are not used."""
    now = int(time.time() * 1000)
    with connect(path) as db:
        db.execute("PRAGMA cache_size = -400000")
        db.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) "
            "INSERT INTO sessions (token_hash, id, user_id, surface, created_at, expires_at, last_seen_at, address, user_agent) "
            f"SELECT randomblob(32), lower(hex(randomblob(16))), 1000 + n % {last_user - 999}, 1, {now}, {now + WEEK}, {now}, "
            "'127.0.0.1', 'bench' FROM numbers")
    db.close()
