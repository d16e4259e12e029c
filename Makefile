# Everything a newcomer needs. `make help` says what there is.
.DEFAULT_GOAL := help
SHELL := bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Node brings its own list of whom to trust; where the machine's own list is elsewhere, NODE_EXTRA_CA_CERTS says so.
NPM_CI := NODE_EXTRA_CA_CERTS=$${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt} PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix tests/tools --ignore-scripts --no-audit --no-fund --loglevel=error

.PHONY: help run test check bench evaluate audit demo messages lock format clean

help: ## Say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: .make/run ## Set up, load the demo if there is nothing yet, and serve the site on this machine
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demo --if-empty
	@$(MANAGE) welcome --port $(PORT)
	@$(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

demo: .make/run ## Put the demo back as it was at first (what you changed in it is lost)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demo --reset

test: .make/dev .make/parts .make/tools ## Set up what tests need, then run all of them, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist loadgroup
	@$(BIN)/python -m tests.on_postgres

check: .make/dev ## Lint, types, layers, templates, migrations, deployment settings
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy matching opportunities profiles cms
	@$(BIN)/djlint --quiet --lint templates
	@$(MANAGE) makemigrations --check --dry-run --settings cms.settings.test
	@set -a; . .ci/deploy.env; $(MANAGE) check --deploy --fail-level WARNING --settings cms.settings.production

bench: .make/dev .make/parts ## Measure the speeds that we promise, side by side in one run
	@$(BIN)/python -m tests.bench

evaluate: .make/dev ## Measure how good the suggestions are, on the half of the judged set that we tune on and on the other
	@$(MANAGE) evaluate tests/judged/tuned
	@$(MANAGE) evaluate tests/judged/held-out

audit: .make/dev .make/parts .make/audit ## Lighthouse, pa11y and the HTML checker on the whole demo, in every look
	@$(BIN)/python -m tests.audit

messages: .make/dev ## Bring the catalogues of other languages up to date with the code (docs/translating.md)
	@$(MANAGE) makemessages --all
	@$(MANAGE) compilemessages --ignore .venv

format: .make/dev ## Lay the code out
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: .make/dev ## Write the two lock files anew from pyproject.toml
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --all-extras -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment and what was built (not the database)
	@rm -rf $(VENV) .make build tests/tools/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; say which with: make PYTHON=python3.11 ...")'
	@echo "Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

.make/run: requirements.lock | $(VENV)/bin/python
	@echo "Installing what the site needs ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@mkdir -p .make && touch $@

.make/dev: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@mkdir -p .make && touch $@ .make/run

.make/parts: .ci/parts .make/dev
	@bash .ci/parts $(BIN)/python
	@mkdir -p .make && touch $@

# What `make test` uses from npm; without it the tests that need it skip and say so, and the next `make test` tries again.
.make/tools: tests/tools/package-lock.json | .make/parts
	@if $(NPM_CI) --omit=dev >/dev/null; then touch $@; else echo "npm could not install tests/tools"; fi

.make/audit: tests/tools/package-lock.json | .make/parts
	@echo "Installing what the audit needs ..."
	@$(NPM_CI) >/dev/null
	@touch $@ .make/tools
