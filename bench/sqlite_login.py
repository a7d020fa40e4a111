"""What the statements of one weapp login cost SQLite alone, by turns: without the program around them, and with several logins in
one commit (group commit, each transaction in a savepoint). Usage: sqlite_login.py; about a minute. Needs python3."""
import glob, os, random, sqlite3, statistics, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
USERS, LOGINS, ROUNDS = 1000, 1500, 8
DAY = 24 * 3600 * 1000
SURPLUS = """DELETE FROM sessions WHERE user_id = @u AND surface = 2 AND id <> @n AND id NOT IN (
    SELECT o.id FROM sessions o WHERE o.user_id = @u AND o.surface = 2 AND o.id <> @n AND o.expires_at > @now
    ORDER BY o.last_seen_at DESC, o.id DESC LIMIT @o{})"""
COUNT = """UPDATE login_attempts SET failures = 0, pending = @p, pending_until = @now, window_started_at = 0, paused_until = 0,
    {} version = version + 1 WHERE attempt_key = @k AND version = @v"""


class Logins:
    def __init__(self, file, group=1, before=False, checkpoint=1000):
        self.db = sqlite3.connect(file, isolation_level=None, cached_statements=500)
        for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = NORMAL", "cache_size = -16000", "temp_store = MEMORY",
                       "mmap_size = 268435456", f"wal_autocheckpoint = {checkpoint}"):
            self.db.execute("PRAGMA " + pragma)
        self.group, self.before, self.waiting, self.entry, self.now = group, before, 0, -10**15, int(time.time() * 1000)

    def transaction(self, work):
        if self.waiting == 0:
            self.db.execute("BEGIN IMMEDIATE")
        if self.group > 1:
            self.db.execute("SAVEPOINT one")
        work()
        if self.group > 1:
            self.db.execute("RELEASE one")
        self.waiting += 1
        if self.waiting >= self.group:
            self.commit()

    def commit(self):
        if self.waiting:
            self.db.execute("COMMIT")
        self.waiting = 0

    def count(self, user, pending):
        keys = [f"pair:code:weapp:{user:064}|anywhere", "address:127.0.0.1"] + [f"account:code:weapp:{user:064}"] * self.before
        asked = (keys * 2)[:3]
        found = {row[0]: row for row in self.db.execute("SELECT * FROM login_attempts WHERE attempt_key IN (?, ?, ?)", asked)}
        for key in keys:
            if key not in found:
                self.db.execute("INSERT INTO login_attempts VALUES (?, 0, 1, 0, 0, 0, ?, 1)", (key, self.now))
                continue
            touch = self.before or self.now - found[key][6] >= 60_000
            self.db.execute(COUNT.format("touched_at = @now," if touch else ""),
                            {"p": pending, "now": self.now, "k": key, "v": found[key][7]})

    def settle(self, user):
        db, now, session = self.db, self.now, os.urandom(16).hex()
        db.execute("SELECT * FROM external_identities WHERE provider = 'weapp' AND app_id = 'bench' AND subject = ?", (str(user),)).fetchall()
        db.execute("SELECT * FROM users WHERE id = ?", (user,)).fetchall()
        db.execute("UPDATE external_identities SET display_name = '', last_login_at = ?, union_family = NULL, union_id = NULL "
                   "WHERE user_id = ? AND id = ?", (now, user, str(user)))
        db.execute("UPDATE users SET last_login_at = ? WHERE id = ? AND enabled = 1 AND password_version = 1", (now, user))
        db.execute("INSERT INTO sessions (token_hash, id, user_id, surface, created_at, expires_at, last_seen_at, address, user_agent, amr) "
                   "VALUES (?, ?, ?, 2, ?, ?, ?, '127.0.0.1', '', 'weapp')", (os.urandom(32), session, user, now, now + 30 * DAY, now))
        ended = db.execute(SURPLUS.format("" if self.before else " + 0"), {"u": user, "n": session, "now": now, "o": 9}).rowcount
        self.entry += 1
        db.execute("INSERT INTO audit_entries (sequence, at, action, actor, target, outcome, reason, address, user_agent, correlation_id, "
                   "origin_salt, origin_digest, previous_hash, hash) VALUES (?, ?, 'site-login', ?, ?, 'success', 'weapp known', "
                   "'127.0.0.1', '', '5wZa1G2Wq6RxEFkB', ?, ?, ?, ?)",
                   (self.entry, now, f"ASD{user:06}", f"ASD{user:06}", os.urandom(16), os.urandom(32), bytes(32), bytes(32)))
        self.count(user, 0)
        if ended:
            db.execute("UPDATE session_changes SET number = number + 1 WHERE user_group = ?", (user % 32,))

    def run(self, logins):
        for _ in range(logins):
            user = random.randrange(1, USERS + 1)
            self.now += 1
            self.transaction(lambda: self.count(user, 1))
            self.transaction(lambda: self.settle(user))
        self.commit()


def create(file):
    db = sqlite3.connect(file)
    for script in sorted(glob.glob(f"{HERE}/../AegisAuth.Infrastructure/Data/Migrations/sqlite/*.sql")):
        with open(script) as text:
            db.executescript(text.read())
    columns = [(row[1], row[2]) for row in db.execute("PRAGMA table_info(users)") if row[3] and row[4] is None]
    for user in range(1, USERS + 1):
        values = [user if name == "id" else 1 if kind in ("INTEGER", "BIGINT") else f"{name}-{user}" for name, kind in columns]
        db.execute(f"INSERT INTO users ({','.join(name for name, _ in columns)}) VALUES ({','.join('?' * len(values))})", values)
        db.execute("INSERT INTO external_identities VALUES ('weapp', 'bench', ?, ?, 0, ?, NULL, NULL, '', 0, 0)", (str(user), str(user), user))
    db.commit()


def writes():
    with open("/proc/self/io") as io:
        return next(int(line.split()[1]) for line in io if line.startswith("syscw"))


def main():
    kinds = {"three rows, each touch": {"before": True}, "as it is": {}, "as it is, log of 4,000 pages": {"checkpoint": 4000},
             "4 transactions a commit": {"group": 4}, "8 transactions a commit": {"group": 8}, "16 transactions a commit": {"group": 16}}
    with tempfile.TemporaryDirectory(dir=os.getenv("BENCH_FOLDER")) as folder:
        runs = {}
        for name, options in kinds.items():
            create(f"{folder}/{name}.db")
            runs[name] = Logins(f"{folder}/{name}.db", **options)
            runs[name].run(10 * USERS)
        figures = {name: [] for name in kinds}
        for _ in range(ROUNDS):
            for name, logins in runs.items():
                started, written = time.process_time(), writes()
                logins.run(LOGINS)
                figures[name].append(((time.process_time() - started) * 1e6 / LOGINS, (writes() - written) / LOGINS))
    for name, turns in figures.items():
        gain = statistics.median(own[0] - turn[0] for own, turn in zip(figures["as it is"], turns))
        print(f"{name:30} {statistics.median(t[0] for t in turns):5.0f} us a login, {gain:4.0f} less than as it is, "
              f"{statistics.median(t[1] for t in turns):5.1f} writes")


main()
