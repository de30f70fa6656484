# Everything installs what it needs by itself. `make help` lists the targets.

SHELL := /bin/sh
PY := .venv/bin/python
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help demo test check format messages docs lock bench clean runtime dev

help: ## What there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: runtime ## Serve a living demo on 127.0.0.1:8000 (PORT=... for another)
	@$(PY) manage.py demo

test: dev ## Checks, then every test on SQLite and on PostgreSQL
	@scripts/test_services.sh
	@$(PY) scripts/test.py $(ARGS)

check: dev ## Format, lint, types, imports, templates, migrations, translations, README
	@scripts/test_services.sh gettext
	@$(PY) scripts/check.py

format: dev ## Put code and templates into their form
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --quiet --fix-only .

messages: dev ## Bring the translation catalogues in step with the code
	@scripts/test_services.sh gettext
	@$(PY) scripts/messages.py

docs: dev ## Draw the generated parts of the README anew
	@$(PY) manage.py draw_docs

lock: dev ## Lock the dependencies of pyproject.toml (LOCK=--upgrade for newer ones)
	@scripts/lock.sh $(LOCK)

bench: dev ## Measure pages and import at full size
	@$(PY) manage.py bench pages people_pages metrics
	@$(PY) manage.py bench import
	@$(PY) manage.py bench site

clean: ## Remove everything that can be made anew, the demo's data included
	@rm -rf .venv var build htmlcov .coverage* .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime:
	@scripts/bootstrap.sh

dev:
	@scripts/bootstrap.sh dev
