# Everything is run from here; `make` alone lists what can be asked. Needs Python 3.11+, make and a shell.
.DEFAULT_GOAL := help
.PHONY: help install install-dev demo test test-postgres test-proof test-proof-postgres test-long test-long-postgres bench lint format types rulebook messages lock clean

PY := .venv/bin/python
PORT ?= 8000
JOBS ?= auto
ARGS ?=

help: ## list what can be asked
	@grep -E '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "make %-20s %s\n", $$1, $$2}'

install: ## install what the product needs into .venv (nothing to do the second time)
	@sh deploy/install requirements.lock

install-dev: install ## install what tests, lint and types need as well
	@sh deploy/install tests/requirements.lock

demo: install ## open the demonstration, two neighbourhoods, on http://localhost:8000 (PORT=8001 to change)
	@sh deploy/demo $(PORT)

test: install-dev ## run the tests on SQLite (ARGS="tests/projects -x" to choose, JOBS=1 for one process)
	$(PY) -m pytest -n $(JOBS) $(ARGS)

# What says nothing of the database, like how a page looks, is run once, on SQLite.
test-postgres: install-dev ## run the same tests on PostgreSQL 15+, found or started (TEST_DATABASE_URL to name one)
	$(PY) deploy/with_postgres.py $(PY) -m pytest -n $(JOBS) -m "not (proof or long or once)" $(ARGS)

test-proof: install-dev ## run the promises at their full number of repetitions, on SQLite (up to 20 minutes)
	$(PY) -m pytest -n $(JOBS) -m proof $(ARGS)

test-proof-postgres: install-dev ## run the same promises on PostgreSQL
	$(PY) deploy/with_postgres.py $(PY) -m pytest -n $(JOBS) -m "proof and not once" $(ARGS)

test-long: install-dev ## run what takes longer than a change may wait, on SQLite
	$(PY) -m pytest -n $(JOBS) -m long $(ARGS)

test-long-postgres: install-dev ## run the same on PostgreSQL
	$(PY) deploy/with_postgres.py $(PY) -m pytest -n $(JOBS) -m long $(ARGS)

bench: install-dev ## measure the pages at 1,000 and 20,000 applications on PostgreSQL, found or started (ten minutes)
	$(PY) deploy/with_postgres.py $(PY) -m bench $(ARGS)

lint: install-dev ## check style, templates and direction of imports
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 --check {} +
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

format: install-dev ## put code and templates in form
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

types: install-dev ## check types
	SECRET_KEY=types FPH_DEMO=1 $(PY) -m mypy

rulebook: install ## write docs/rulebook.md from the rules
	SECRET_KEY=rulebook $(PY) manage.py rulebook --output docs/rulebook.md

messages: install-dev ## gather the French messages and compile them (needs xgettext)
	SECRET_KEY=messages $(PY) manage.py makemessages --locale fr --no-wrap --no-obsolete --add-location file --ignore '.venv' --ignore 'tests' --ignore 'var'
	$(PY) deploy/messages.py

# Names and hashes only, no address: any index serves them. The second file adds the tools and keeps the same versions.
lock: ## write the two lists of exact versions (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --output-file requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev --constraint requirements.lock pyproject.toml --output-file tests/requirements.lock

clean: ## take away what tools leave behind; data in var/ and .env stay
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis var/tests
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
