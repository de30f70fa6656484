"""Backups: one archive of database and files that can prove it came back whole.

A backup carries a print of everything in it: rows and digest of each table, the schema,
a digest of each file. Restoring reads it all back and compares.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.conf import settings
from django.db import connection

from crm.backup_engines import ENGINES, BackupError, Engine, Print

MANIFEST, DATABASE = "manifest.json", "database"
#: Read in pieces of so many bytes.
PIECE = 1 << 20


@dataclass(frozen=True)
class Result:
    """How much a backup holds."""

    tables: int
    rows: int
    files: int

    def __str__(self) -> str:
        return f"{self.rows} rows in {self.tables} tables, {self.files} files"


# --- The archive --------------------------------------------------------------


def folders() -> dict[str, Path]:
    """Return the folders of uploaded files by their name in the archive."""
    storages: dict[str, Any] = dict(settings.STORAGES)
    location = storages["private"].get("OPTIONS", {}).get("location")
    found = {"media": Path(settings.MEDIA_ROOT)}
    return found | ({"private": Path(location)} if location else {})


def make(archive: Path) -> Result:
    """Write the archive; it appears only when it is whole."""
    half = archive.with_name(f".{archive.name}.{uuid4().hex[:8]}")
    try:
        half.touch(mode=0o600)
        with ZipFile(half, "w", ZIP_DEFLATED) as target:
            manifest = {"vendor": connection.vendor, "tables": _dump(target)}
            manifest["files"] = dict(_pack(target))
            target.writestr(MANIFEST, json.dumps(manifest))
        half.replace(archive)
    finally:
        half.unlink(missing_ok=True)
    return _result(manifest)


def restore(archive: Path) -> Result:
    """Bring everything back into an empty database and empty folders, and compare.

    Raises BackupError when something is there already, or when what came back is not
    what was backed up.
    """
    with _opened(archive) as (source, dump, engine):
        taken = [str(folder) for folder in folders().values() if _has_files(folder)]
        if taken:
            message = f"There are files already in {', '.join(taken)}."
            raise BackupError(message)
        return _compare(source, engine.load(dump), folders())


def drill(archive: Path) -> Result:
    """Restore an archive beside the real thing, compare, and clear it away."""
    with (
        _opened(archive) as (source, dump, engine),
        tempfile.TemporaryDirectory() as name,
        engine.scratch(dump) as prints,
    ):
        return _compare(source, prints, {p: Path(name) / p for p in folders()})


def _pack(target: ZipFile) -> Iterator[tuple[str, str]]:
    for part, folder in folders().items():
        for path in sorted(folder.rglob("*")) if folder.exists() else ():
            if path.is_file():
                name = f"{part}/{path.relative_to(folder).as_posix()}"
                # Photos are packed already.
                target.write(path, name, ZIP_STORED)
                yield name, _digest(path)


def _compare(source: ZipFile, prints: Print, places: dict[str, Path]) -> Result:
    """Unpack the files and hold everything against what the backup says of itself."""
    manifest = _manifest(source)
    wrong = sorted(
        name
        for name in manifest["tables"].keys() | prints.keys()
        if manifest["tables"].get(name) != prints.get(name)
    )
    for name, digest in manifest["files"].items():
        part, _slash, rest = name.partition("/")
        path = (places[part] / rest).resolve()
        if not path.is_relative_to(places[part].resolve()):
            message = f"The backup names a file outside its folder: {name}."
            raise BackupError(message)
        path.parent.mkdir(parents=True, exist_ok=True)
        with source.open(name) as packed, path.open("wb") as written:
            shutil.copyfileobj(packed, written, PIECE)
        if _digest(path) != digest:
            wrong.append(name)
    if wrong:
        message = f"Not the same after restoring: {', '.join(wrong)}."
        raise BackupError(message)
    return _result(manifest)


def _manifest(source: ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(source.read(MANIFEST))
    return found


def _result(manifest: dict[str, Any]) -> Result:
    tables = {
        n: count for n, (count, _d) in manifest["tables"].items() if n != "schema"
    }
    return Result(len(tables), sum(tables.values()), len(manifest["files"]))


@contextmanager
def _opened(archive: Path) -> Iterator[tuple[ZipFile, Path, Engine]]:
    """Open an archive that fits the settings' database, its dump unpacked."""
    try:
        source = ZipFile(archive)
        vendor = _manifest(source)["vendor"]
    except (BadZipFile, KeyError, OSError, ValueError) as problem:
        message = f"{archive} is not a backup that can be read: {problem}"
        raise BackupError(message) from problem
    if connection.vendor != vendor:
        message = f"The backup is of {vendor}, the settings name {connection.vendor}."
        raise BackupError(message)
    with source, tempfile.TemporaryDirectory() as name:
        yield source, Path(source.extract(DATABASE, name)), ENGINES[vendor]


def _dump(target: ZipFile) -> Print:
    with tempfile.TemporaryDirectory() as name:
        dump = Path(name) / DATABASE
        prints = ENGINES[connection.vendor].dump(dump)
        target.write(dump, DATABASE)
    return prints


def _has_files(folder: Path) -> bool:
    return folder.exists() and any(path.is_file() for path in folder.rglob("*"))


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
