"""How each kind of database is dumped, brought back and told by its print."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

#: Table, or "schema", to rows and digest.
Print = dict[str, list[Any]]


class BackupError(Exception):
    """What could not be backed up or restored, in words."""


class Engine(ABC):
    """One kind of database."""

    @abstractmethod
    def dump(self, target: Path) -> Print:
        """Write one moment of the database to a file; return the print of it."""

    @abstractmethod
    def load(self, dump: Path) -> Print:
        """Bring a dump into the settings' database, which must be empty."""

    @abstractmethod
    def scratch(self, dump: Path) -> Any:
        """Bring a dump into a database of its own for a while (context: its print)."""


def row_print(rows: Iterable[Any]) -> list[Any]:
    """Return how many rows there are and one digest of them all."""
    digest, count = hashlib.sha256(), 0
    for row in rows:
        digest.update(repr(tuple(row)).encode())
        count += 1
    return [count, digest.hexdigest()]


class Sqlite(Engine):
    """SQLite: its own copying, which is page by page, so rows keep their order."""

    def dump(self, target: Path) -> Print:
        with closing(_own()) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            return self._print(copy)

    def load(self, dump: Path) -> Print:
        with closing(_own()) as target, closing(sqlite3.connect(dump)) as source:
            if target.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                message = "The database is not empty."
                raise BackupError(message)
            source.backup(target)
            return self._print(target)

    @contextmanager
    def scratch(self, dump: Path) -> Iterator[Print]:
        copy = dump.with_name("drill")
        shutil.copyfile(dump, copy)
        with closing(sqlite3.connect(copy)) as opened:
            (found,) = opened.execute("PRAGMA integrity_check").fetchone()
            if found != "ok":
                message = f"SQLite finds the copy broken: {found}"
                raise BackupError(message)
            yield self._print(opened)

    def _print(self, opened: sqlite3.Connection) -> Print:
        schema = opened.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        tables = [
            name
            for kind, name, text in schema
            if kind == "table" and not str(text).startswith("CREATE VIRTUAL")
        ]
        prints = {
            name: row_print(opened.execute(f'SELECT * FROM "{name}"'))  # noqa: S608 - a name from the schema
            for name in tables
        }
        return prints | {"schema": row_print(sorted(schema, key=repr))}


def _own() -> sqlite3.Connection:
    """Open the settings' database beside Django, to see what has been committed."""
    return sqlite3.connect(connection.settings_dict["NAME"])


class Postgresql(Engine):
    """PostgreSQL: pg_dump and pg_restore, one snapshot for the dump and its print."""

    def dump(self, target: Path) -> Print:
        with psycopg.connect(**_address()) as opened:
            opened.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            row = opened.execute("SELECT pg_export_snapshot()").fetchone()
            assert row is not None  # noqa: S101 - a function returns one row
            _run(
                "pg_dump", "--format=custom", f"--snapshot={row[0]}", f"--file={target}"
            )
            return self._print(opened)

    def load(self, dump: Path) -> Print:
        with psycopg.connect(**_address()) as opened:
            if _tables(opened):
                message = "The database is not empty."
                raise BackupError(message)
        return self._restored(dump, _address())

    @contextmanager
    def scratch(self, dump: Path) -> Iterator[Print]:
        address = _address() | {"dbname": f"raatali_drill_{uuid4().hex[:8]}"}
        name = sql.Identifier(address["dbname"])
        with psycopg.connect(**_address(), autocommit=True) as opened:
            try:
                opened.execute(sql.SQL("CREATE DATABASE {}").format(name))
            except psycopg.errors.InsufficientPrivilege as problem:
                message = "The database user may not make databases (CREATEDB)."
                raise BackupError(message) from problem
            try:
                yield self._restored(dump, address)
            finally:
                opened.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _restored(self, dump: Path, address: dict[str, Any]) -> Print:
        options = ("--no-owner", "--exit-on-error", f"--dbname={address['dbname']}")
        _run("pg_restore", *options, str(dump))
        with psycopg.connect(**address) as opened:
            return self._print(opened)

    def _print(self, opened: "psycopg.Connection[Any]") -> Print:
        prints = {name: _copied(opened, name) for name in _tables(opened)}
        parts = [row for query in SCHEMA for row in opened.execute(query)]
        return prints | {"schema": row_print(parts)}


#: Columns, indexes, constraints, triggers, and how far the numbering has come. Their
#: definitions are left out: PostgreSQL writes some in other words after restoring.
SCHEMA = (
    (
        "SELECT table_name, column_name, data_type, is_nullable"
        " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
    ),
    (
        "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'"
        " ORDER BY 1, 2"
    ),
    (
        "SELECT conrelid::regclass::text, conname, contype::text FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
    ),
    "SELECT tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    (
        "SELECT sequencename, last_value FROM pg_sequences"
        " WHERE schemaname = 'public' ORDER BY 1"
    ),
)


def _tables(opened: "psycopg.Connection[Any]") -> list[str]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    return [name for (name,) in opened.execute(query)]


def _copied(opened: "psycopg.Connection[Any]", name: str) -> list[Any]:
    """Return the print of a table, its rows in the order of their text."""
    table = sql.Identifier(name)
    count = opened.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone()
    query = 'COPY (SELECT t::text FROM {} t ORDER BY t::text COLLATE "C") TO STDOUT'
    digest = hashlib.sha256()
    with opened.cursor().copy(sql.SQL(query).format(table)) as rows:
        for piece in rows:
            digest.update(piece)
    return [count[0] if count else 0, digest.hexdigest()]


def _address() -> dict[str, Any]:
    """Return how the settings' database is reached, in psycopg's words."""
    names = {"NAME": "dbname", "HOST": "host", "PORT": "port", "USER": "user"}
    given = {ours: connection.settings_dict.get(key) for key, ours in names.items()}
    given["password"] = connection.settings_dict.get("PASSWORD")
    options = connection.settings_dict.get("OPTIONS", {})
    given |= {key: options[key] for key in ("host", "port") if key in options}
    return {key: value for key, value in given.items() if value}


def _run(tool: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the settings' database."""
    found = shutil.which(tool, path=settings.PG_BIN or None)
    if found is None:
        message = (
            f"{tool} is not on this machine; install PostgreSQL's client programs."
        )
        raise BackupError(message)
    names = {"dbname": "DATABASE", "host": "HOST", "port": "PORT"} | {
        "user": "USER",
        "password": "PASSWORD",
    }
    address = {f"PG{names[key]}": str(value) for key, value in _address().items()}
    done = subprocess.run(  # noqa: S603 - a program found by its name, no shell
        [found, *arguments],
        env=os.environ | address,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"{tool}: {done.stderr.strip()}"
        raise BackupError(message)


ENGINES: dict[str, Engine] = {"sqlite": Sqlite(), "postgresql": Postgresql()}
