# What one needs to try, test and measure Sheetkeeper. Everything is installed into .venv, nothing outside this folder.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal -q
DEMO ?= demo-office
export SHEETKEEPER_CASES ?= tests/cases

.DEFAULT_GOAL := help
.PHONY: help demo demo-google test test-all check-code check-wheel newcomer cases bench docs clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | \
		while IFS='|' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: $(VENV)/.run ## make a sample company in demo-office, run once, show what was found
	@$(BIN)/sheetkeeper demo $(DEMO)

demo-google: $(VENV)/.test ## the same on Google Sheets, played by a program on this machine: no account, nothing leaves it
	@$(BIN)/python -m tests.demo_google demo-google

# The wheel goes into an environment of its own, which is made beside the other one.
test: ## code checks, the built wheel, and all tests (some thirteen minutes on two cores)
	$(MAKE) --no-print-directory -j 2 check-code check-wheel
	$(MAKE) --no-print-directory run-tests SELECT='-m "not long"'

test-all: ## the same, with the long properties and matrices at their full figures
	$(MAKE) --no-print-directory -j 2 check-code check-wheel
	$(MAKE) --no-print-directory run-tests SELECT=

run-tests: $(VENV)/.test
	rm -f .coverage .coverage.*
	$(PYTEST) $(SELECT) --plays parts --cov --cov-report=term:skip-covered --cov-fail-under=90
	$(BIN)/python -m coverage report --include='rules/*,sync/planning/*' --fail-under=100
	$(PYTEST) $(SELECT) --plays whole

check-code: $(VENV)/.test ## ruff, mypy --strict and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-wheel: ## build the wheel, install it into an empty environment, run the demo from an empty folder
	PYTHON="$(PYTHON)" sh tests/wheel/run.sh

newcomer: $(VENV)/.test ## try docs/daemon.md on an empty Debian under systemd, some ten minutes (root; no part of `make test`)
	@$(BIN)/python -m tests.newcomer

cases: $(VENV)/.test ## the published cases alone, from the folder in SHEETKEEPER_CASES
	$(BIN)/python -m pytest -q tests/published

bench: $(VENV)/.bench ## speed and memory beside two scripts that do the same work
	$(BIN)/python -m benchmarks

docs: $(VENV)/.test ## write docs/message-codes.md anew
	$(BIN)/python -m sync.cli.message_codes docs/message-codes.md

clean: ## remove the environment and everything that was built
	rm -rf $(VENV) .venv-wheel build dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The stamps are made anew when the list of dependencies changes.
$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --editable .
	@touch $@

$(VENV)/.test: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --editable '.[test]'
	@touch $@ $(VENV)/.run

$(VENV)/.bench: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --editable '.[bench]'
	@touch $@ $(VENV)/.run
