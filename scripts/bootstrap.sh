#!/bin/sh
# Make .venv and install the locked requirements into it.
#
#   scripts/bootstrap.sh          what the product needs to run
#   scripts/bootstrap.sh dev      that and what tests and checks need
#
# Does nothing when the lock has not changed since the last time.
set -eu
cd "$(dirname "$0")/.."

UV=0.13.8
case "${1:-}" in
    dev) lock=requirements-dev.txt ;;
    *) lock=requirements.txt ;;
esac
stamp=".venv/.installed-${lock%.txt}"

fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

digest() {
    .venv/bin/python -c '
import hashlib, sys
print(sys.version_info[:3], hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())
' "$lock"
}

# A name on PATH is not yet an interpreter: version managers leave stubs that only
# complain. Each is asked to run before it is believed.
works() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

find_python() {
    for name in "${PYTHON:-}" python3 python3.13 python3.14 python3.12 python; do
        if [ -n "$name" ] && works "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    fail "Python 3.12 or newer is needed and was not found.
  Debian 13, Ubuntu 24.04:  sudo apt install python3 python3-venv
  macOS:                    brew install python@3.13
  elsewhere:                https://www.python.org/downloads/
Or name one yourself:       make PYTHON=/path/to/python3.13 ..."
}

if [ -x .venv/bin/python ] && ! works .venv/bin/python; then
    rm -rf .venv # left behind by an interpreter that is gone or too old
fi
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(digest)" ]; then
    exit 0
fi

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python="$(find_python)"
    echo "Making .venv with $("$python" --version) ..."
    "$python" -m venv --clear .venv || fail "Python could not make a virtual environment.
  Debian, Ubuntu:  sudo apt install python3-venv
Then run the same command again."
fi

echo "Installing $lock ..."
pip() {
    .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"
}
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$UV" ]; then
    # Only faster, never needed: without it pip does the same work.
    pip install "uv==$UV" >/dev/null 2>&1 || echo "uv is not to be had; pip does it, slower."
fi
VIRTUAL_ENV="$PWD/.venv"
export VIRTUAL_ENV
if ! .venv/bin/uv --quiet pip install --require-hashes --requirement "$lock" 2>.venv/uv.log; then
    pip install --require-hashes --requirement "$lock" || {
        cat .venv/uv.log >&2
        fail "The requirements could not be installed. Is a package index within reach?"
    }
fi
digest >"$stamp"
