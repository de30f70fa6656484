"""Run every check that needs no database: `make check`.

Each check is silent when it passes and speaks in its own words when it does not.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
APPS = ("crm", "employers", "placements", "cms")
TEMPLATES = ("templates",)

CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "imports": [str(BIN / "lint-imports"), "--no-cache"],
    "types": [PYTHON, "-m", "mypy", "--no-error-summary", *APPS],
    "templates": [str(BIN / "djlint"), "--lint", "--quiet", *TEMPLATES],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "translations": [PYTHON, "scripts/messages.py", "--check"],
    "readme": [PYTHON, "manage.py", "draw_docs", "--check"],
}


def run(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    seconds = time.monotonic() - started
    word = "ok" if passed else "FAILED"
    sys.stdout.write(f"check {name:<13} {word} ({seconds:.0f} s)\n")
    if not passed:
        sys.stdout.write(f"{done.stdout.rstrip()}\n")
    sys.stdout.flush()
    return passed


def main() -> int:
    wanted = sys.argv[1:] or list(CHECKS)
    results = [run(name, CHECKS[name]) for name in wanted]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
