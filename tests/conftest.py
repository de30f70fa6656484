"""The strict harness: what would only annoy in production fails here.

- an undefined variable in one of our templates fails the test that renders it;
- rows without an order come in reverse on SQLite, so nobody leans on luck;
- nothing reaches the network beyond this machine;
- every warning is an error (pyproject.toml lists the exemptions).
"""

import hashlib
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
from contextlib import closing, contextmanager
from copy import deepcopy
from datetime import date
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.signals import connection_created
from django.template.base import Node
from django.test import Client, override_settings
from django.utils import timezone, translation

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = Path(tempfile.mkdtemp(prefix="raatali-test-"))

# The environment is what tells the settings that this is a test; they are read later.
os.environ["DJANGO_SETTINGS_MODULE"] = "crm.settings"
os.environ["VAR_DIR"] = str(SCRATCH)
os.environ["TASKS_BACKEND"] = "django.tasks.backends.immediate.ImmediateBackend"
os.environ["MAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
os.environ["DEMO"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser driver has a loop

PASSWORD = "a long walk by the river"
CACHES = "django.core.cache.backends"
STATIC = "django.contrib.staticfiles"
LOOPBACK = {"localhost", "127.0.0.1", "::1", ""}


# --- Settings ---------------------------------------------------------------


class UndefinedError(AssertionError):
    """One of our templates printed a variable that its view never gave."""


class Undefined(str):
    """Django's ``string_if_invalid``: an error in our templates, nothing in others'."""

    __slots__ = ()

    def __contains__(self, part):
        return part == "%s"

    def __mod__(self, variable):
        node = self._printing_node()
        place = str(node.origin).removeprefix(f"{ROOT}/") if node else ""
        if place and not place.startswith(("/", ".venv")):
            message = f"{variable} is undefined, {place} line {node.token.lineno}"
            raise UndefinedError(message)
        return ""

    @staticmethod
    def _printing_node():
        frame = sys._getframe(1)
        while frame is not None:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and getattr(node, "origin", None):
                return node
            frame = frame.f_back
        return None


def pytest_configure(config):
    for folder in ("static", "media", "cache"):
        (SCRATCH / folder).mkdir(exist_ok=True)
    engines = deepcopy(settings.TEMPLATES)
    for engine in engines:
        engine["OPTIONS"] |= {"debug": True, "string_if_invalid": Undefined("%s")}
    # Not by assignment: this also resets what Django has made of the old values.
    override_settings(
        CACHES={"default": {"BACKEND": f"{CACHES}.locmem.LocMemCache"}},
        LANGUAGE_CODE="en",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": f"{STATIC}.storage.StaticFilesStorage"},
        },
        TEMPLATES=engines,
    ).enable()
    forbid_network()
    connection_created.connect(strict_rows)
    let_the_log_be_flushed()


def pytest_unconfigure(config):
    shutil.rmtree(SCRATCH, ignore_errors=True)


def forbid_network():
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def check(host):
        name = host.decode() if isinstance(host, bytes) else host
        if name not in LOOPBACK and name is not None:
            message = f"A test reached for the network: {name}"
            raise RuntimeError(message)

    def guarded_connect(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            check(address[0])
        return connect(self, address)

    def guarded_look_up(host, *args, **kwargs):
        check(host)
        return look_up(host, *args, **kwargs)

    socket.socket.connect = guarded_connect
    socket.getaddrinfo = guarded_look_up


def strict_rows(connection, **kwargs):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA reverse_unordered_selects = ON")
            cursor.execute("PRAGMA synchronous = OFF")


# --- The database -----------------------------------------------------------


def let_the_log_be_flushed():
    """Empty all tables after a test that really saved, the append-only log as well."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def unguarded(self, statements):
        if self.connection.vendor == "postgresql":
            tables = ("crm_accesslog", "crm_accesslogstart")
            off = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables]
            on = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables]
            flush(self, [*off, *statements, *on])
            return
        with triggers_off(self.connection):
            flush(self, statements)

    BaseDatabaseOperations.execute_sql_flush = unguarded


@contextmanager
def triggers_off(sqlite):
    """Let a connection to SQLite do what the triggers forbid."""
    sqlite.ensure_connection()
    setting = sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER
    sqlite.connection.setconfig(setting, False)  # noqa: FBT003 - sqlite3 wants it so
    try:
        yield
    finally:
        sqlite.connection.setconfig(setting, True)  # noqa: FBT003 - sqlite3 wants it so


def fingerprint():
    """Name what the freshly migrated database depends on."""
    digest = hashlib.sha256()
    apps = ("crm", "employers", "placements", "cms")
    paths = [path for app in apps for path in ROOT.glob(f"{app}/migrations/*.py")]
    paths += [ROOT / "crm" / "roles.py", ROOT / "requirements.txt"]
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def pristine():
    """Where the migrated SQLite database is kept for the next run, else None."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return ROOT / "var" / "test" / f"{fingerprint()}.sqlite3"
    return None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(pristine):
    """Test on a file, one for each process: threads of a live server need that."""
    test = connection.settings_dict["TEST"]
    if pristine is None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        test["NAME"] = f"test_{connection.settings_dict['NAME']}_{worker}"
        return
    test["NAME"] = str(SCRATCH / "test.sqlite3")
    if pristine.exists():
        shutil.copyfile(pristine, test["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(pristine):
    return pristine is not None


@pytest.fixture(scope="session")
def django_db_createdb():
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, pristine):
    if pristine is None or pristine.exists():
        return
    pristine.parent.mkdir(parents=True, exist_ok=True)
    for old in sorted(pristine.parent.glob("*.sqlite3"), key=os.path.getmtime)[:-3]:
        old.unlink(missing_ok=True)
    half = pristine.with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock(), closing(sqlite3.connect(half)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    half.replace(pristine)


@pytest.fixture(scope="session")
def loaded_by_migrations(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return connection.creation.serialize_db_to_string()


def put_back(loaded):
    """Empty the tables, then bring back what the migrations had loaded."""
    options = {"reset_sequences": False, "inhibit_post_migrate": True}
    # Known beforehand, or Wagtail makes content types anew while rows come back.
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kinds.get_for_models(*apps.get_models())
    # In one go: a request still on its way must not see the tables empty.
    with transaction.atomic():
        call_command("flush", verbosity=0, interactive=False, **options)
        connection.creation.deserialize_db_from_string(loaded)


@pytest.fixture
def saving_db(loaded_by_migrations, django_db_blocker):
    """Really save, so that other threads see it; afterwards put everything back."""
    with django_db_blocker.unblock():
        yield
        put_back(loaded_by_migrations)


def at_once(*jobs):
    """Run the jobs in threads that start together; return what each gave or raised."""
    start, results = Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        start.wait()
        try:
            results[number] = job()
        except Exception as problem:  # noqa: BLE001 - the test looks at it
            results[number] = problem
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture(autouse=True)
def _own_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language():
    """Forget the language that a page spoke: it stays with the thread."""
    yield
    translation.deactivate()


# --- People -----------------------------------------------------------------


def make_person(role, first_name, last_name, **fields):
    email = f"{first_name}.{last_name}@example.fi".lower()
    names = {"first_name": first_name, "last_name": last_name}
    user = get_user_model().objects.create_user(email, PASSWORD, **names, **fields)
    user.groups.add(apps.get_model("auth", "Group").objects.get(name=role))
    return user


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def coach(db):
    return make_person("coach", "Aino", "Aalto")


@pytest.fixture
def other_coach(db):
    return make_person("coach", "Oskar", "Oksa")


@pytest.fixture
def manager(db):
    return make_person("manager", "Maija", "Mänty")


@pytest.fixture
def editor(db):
    return make_person("editor", "Eero", "Eloranta")


@pytest.fixture
def admin_user(db):
    return make_person("admin", "Anna", "Ahola")


@pytest.fixture
def coach_client(coach):
    return client_of(coach)


@pytest.fixture
def other_coach_client(other_coach):
    return client_of(other_coach)


@pytest.fixture
def manager_client(manager):
    return client_of(manager)


@pytest.fixture
def editor_client(editor):
    return client_of(editor)


@pytest.fixture
def admin_client(admin_user):
    return client_of(admin_user)


@pytest.fixture
def today() -> date:
    return timezone.localdate()
