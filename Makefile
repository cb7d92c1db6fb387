# Two commands are enough: make run, make test. `make help` lists the rest.
PYTHON ?= python3
UV := .tools/bin/uv
VENV := .venv
BIN := $(VENV)/bin
# A file goes to one process, in the order of the files: tests/conftest.py puts those that take longest first.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy
# What Python has compiled it keeps, whatever the shell says: every test process would compile all of it anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run test test-postgres test-browser test-long check coverage bench lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; found $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "This Python has no venv module. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check "uv>=0.9,<0.15"

$(VENV)/.stamp: pyproject.toml requirements.lock requirements-dev.lock
	@began=$$(date +%s) && $(MAKE) --no-print-directory $(UV) \
		&& { test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) $(VENV); } \
		&& $(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.lock \
		&& $(UV) pip install --quiet --python $(BIN)/python --no-deps --editable . \
		&& echo $$(( $$(date +%s) - began )) > $(VENV)/setup-seconds && touch $@

setup: $(VENV)/.stamp ## make .venv with the locked requirements

run: setup ## set up a demo home and serve it on http://127.0.0.1:8000
	@$(BIN)/liangrong demo

test: setup ## the tests (no browser, no network)
	@$(BIN)/pytest $(SIDE_BY_SIDE) --ignore=tests/browser -m "not browser and not long"

test-postgres: setup ## the account service and the stories once more, every firm of a test on a real PostgreSQL
	@LIANGRONG_TEST_DATABASE=postgres $(BIN)/pytest $(SIDE_BY_SIDE) -m "not browser and not long" tests/account_api tests/journeys --ignore=tests/account_api/cli

test-browser: setup ## journeys in Debian's chromium; fails where there is none
	@$(BIN)/pytest -m browser tests/browser

test-long: setup ## every generator in its long form
	@LIANGRONG_TEST_SCALE=long $(BIN)/pytest $(SIDE_BY_SIDE) --ignore=tests/browser -m "not browser"

check: setup ## lint, format, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/liangrong knowledge check

coverage: setup ## branch coverage of the risk core; fails below 100 %
	@$(BIN)/coverage run --branch --source=risk -m pytest -q tests/risk tests/golden tests/properties tests/oracle
	@$(BIN)/coverage report --skip-covered --show-missing --fail-under=100

bench: setup ## print the benchmarks
	@$(BIN)/python -m benchmarks

lock: $(UV) ## write the lock files again
	@$(UV) pip compile --quiet --universal --generate-hashes --no-header pyproject.toml -o requirements.lock
	@$(UV) pip compile --quiet --universal --generate-hashes --no-header pyproject.toml --group dev --extra postgres -c requirements.lock -o requirements-dev.lock

clean: ## remove everything that setup made
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
