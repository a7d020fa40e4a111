#!/usr/bin/env python3
"""Makes the databases of released schemas: make.py DATABASE, the newest file of Released/ after this version upgraded it.

For each migration that Released/ has no file of, it applies the migrations up to that one and copies what the database holds
in the tables and columns that were there then. A file is made once, with the version that releases the schema, and never again.
"""
import gzip, pathlib, re, sqlite3, sys, tempfile

here = pathlib.Path(__file__).parent
scripts = sorted((here.parents[1] / 'AegisAuth.Infrastructure/Data/Migrations/sqlite').glob('*.sql'))
# Before 007 the chain was hashed in another way; its entries are left out there.

for last in scripts:
    target = here / 'Released' / f'{last.stem}.db.gz'
    if target.exists():
        continue
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / 'made.db'
        db = sqlite3.connect(made, isolation_level=None)
        db.executescript('PRAGMA auto_vacuum = INCREMENTAL; CREATE TABLE SchemaVersions (SchemaVersionID INTEGER CONSTRAINT '
                         "'PK_SchemaVersions_SchemaVersionID' PRIMARY KEY AUTOINCREMENT NOT NULL, ScriptName TEXT NOT NULL, Applied DATETIME NOT NULL);")
        for script in scripts[:scripts.index(last) + 1]:
            db.executescript(script.read_text())
            db.execute("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES (?, '2026-11-27')",
                       (f'AegisAuth.Infrastructure.Data.Migrations.sqlite.{script.name}',))
        db.execute('ATTACH ? AS source', (sys.argv[1],))
        for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'SchemaVersions'").fetchall():
            if table.startswith('audit') and last.stem < '007':
                continue
            if not db.execute('SELECT 1 FROM source.sqlite_schema WHERE name = ?', (table,)).fetchone():
                continue
            columns = lambda of: [row[1] for row in db.execute(f'PRAGMA {of}.table_info({table})')]
            common = ', '.join(c for c in columns('main') if c in columns('source'))
            db.execute(f'DELETE FROM main.{table}')
            db.execute(f'INSERT INTO main.{table} ({common}) SELECT {common} FROM source.{table}')
        db.execute('DETACH source')
        db.execute('PRAGMA journal_mode = DELETE')
        db.close()
        target.write_bytes(gzip.compress(made.read_bytes(), 9, mtime=0))
        print(target.name, target.stat().st_size)
