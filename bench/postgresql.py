"""The database that two-nodes-postgresql.sh and two-nodes-speed.sh have started, in the environment variable `database`."""
import os, subprocess

DATABASE = os.environ["database"]
PARTS = dict(part.split("=", 1) for part in DATABASE.split(";"))


def sql(text):
    out = subprocess.run(["psql", "-h", PARTS["Host"], "-p", PARTS["Port"], "-U", PARTS["Username"], "-d", PARTS["Database"], "-Atc", text],
                         capture_output=True, text=True, cwd="/")
    return out.stdout.strip() or out.stderr.strip()


def administrators():
    """The ids of 32 accounts like the first one."""
    names = [f"ASD9{i:05d}" for i in range(32)]
    columns = ("role, organisation_id, enabled, nickname, password_hash, must_change_password, email, phone, real_name, avatar_url, parent_id, "
               "group_id, is_retailer, balance, total_reward, created_at, updated_at")
    for i, name in enumerate(names):
        sql(f"INSERT INTO users (id, aegisspeed_id, user_name, user_name_key, invite_code, {columns}) SELECT {9000 + i}, '{name}', '{name.lower()}', "
            f"'{name.lower()}', 'bench{i}', {columns} FROM users WHERE aegisspeed_id = 'ASD000001' ON CONFLICT DO NOTHING")
    return names
