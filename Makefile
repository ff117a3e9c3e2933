# `make help` lists what there is. Everything runs in .venv, made from the locked requirements.
PYTHON ?= python3
BIN := .venv/bin
SITE := .venv/site.stamp
DEV := .venv/dev.stamp
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-build-isolation
LOCKED := $(PIP) --require-hashes --only-binary :all:
WORKFLOWS := $(wildcard .github/workflows/*.yml generator/starter/.github/workflows/*.yml)
UPDATES := $(wildcard .github/dependabot.yml generator/starter/.github/dependabot.yml)

.DEFAULT_GOAL := help

include .github/pipeline.mk

.PHONY: help
help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(SITE): requirements.txt pyproject.toml
	@echo "Making the environment in .venv (once) …"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "factpress needs Python 3.11 or newer; call make PYTHON=python3.11")'
	@$(PYTHON) -m venv .venv
	@$(LOCKED) -r requirements.txt
	@$(PIP) --no-deps --editable .
	@touch $@

$(DEV): requirements-dev.txt $(SITE)
	@echo "Adding the tools for tests and checks (once) …"
	@# extruct needs jstyleson, which is published as source alone
	@$(LOCKED) --no-binary jstyleson -r requirements-dev.txt
	@touch $@

.PHONY: site
site: $(SITE)  ## validate content/ and build the site into site/
	@$(BIN)/factpress build

.PHONY: serve
serve: $(SITE)  ## show the site while you write, drafts included
	@$(BIN)/factpress serve

.PHONY: test
test: $(DEV)  ## run every test, those in a browser included
	@$(BIN)/python tests/browser.py
	@$(BIN)/pytest

.PHONY: check
check: $(DEV)  ## format, lint, types, architecture, generated files
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pytest -q tests/test_architecture.py

.PHONY: lint-workflows
lint-workflows: $(DEV)  ## check the workflows with zizmor and actionlint; with GH_TOKEN, zizmor asks GitHub, too
	@$(BIN)/zizmor --quiet $(if $(GH_TOKEN),,--offline) --persona pedantic $(WORKFLOWS) $(UPDATES)
	@# Whether other linters are installed makes no difference; the token is none of its business.
	@env -u GH_TOKEN $(BIN)/actionlint -shellcheck= -pyflakes= $(WORKFLOWS)

.PHONY: format
format: $(DEV)  ## put the code into its format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: bench
bench: $(DEV)  ## measure builds beside MkDocs and Hugo; SIZES="1000 10000 27000" for large archives
	@$(BIN)/python bench/bench.py $(SIZES)

.PHONY: bench-links
bench-links: $(DEV)  ## check 2,000 addresses of a web on this machine, beside lychee
	@PYTHONPATH="$(CURDIR)" $(BIN)/python bench/links.py  # its web is that of the tests

.PHONY: lock
lock:  ## renew the locked requirements (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command 'make lock' pyproject.toml --group build -o requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command 'make lock' pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt

.PHONY: clean
clean:  ## remove the environment, the site and the caches
	@rm -rf .venv site links .factpress bench/work .pytest_cache .mypy_cache .ruff_cache
