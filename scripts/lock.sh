#!/bin/sh
# Write requirements.txt (what runs) and requirements-dev.txt (with tests and checks).
# Both name versions and hashes and no index, so that any mirror serves them.
set -eu
cd "$(dirname "$0")/.."
lock() {
    .venv/bin/uv pip compile pyproject.toml --quiet --universal \
        --python-version 3.12 --generate-hashes --no-header --no-emit-index-url \
        "$@"
}
lock --output-file requirements.txt
lock --group test --group check --constraint requirements.txt \
    --output-file requirements-dev.txt
