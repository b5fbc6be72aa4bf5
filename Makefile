# SPDX-License-Identifier: Apache-2.0
# One verb for one job. `make` prints the verbs; a line's text after ## is what it prints.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# The core of gRPC writes lines of its own to standard error, between the log lines of a process.
export GRPC_VERBOSITY ?= ERROR

.DEFAULT_GOAL := help
.PHONY: help setup demo test sweep check protos load images docs lock

help: ## print these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## create or refresh .venv from requirements.lock (nothing to do when it is fresh)

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setup: installing requirements.lock into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
	@echo "setup: done"

test: setup ## run every test but the sweep (one folder: make test T=tests/unit/runtime)
	@tests/e2e/install.sh
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not sweep" $(T)

sweep: setup ## put hostile input into every field of every REST endpoint
	@$(BIN)/python -m pytest -n auto -m sweep --dist loadfile tests/service/gateway/rest

check: setup ## format, lint, types, import order, protos, generated code, docs: every problem, not only the first
	@$(BIN)/python -m tools.check

protos: setup ## generate the Python beside each .proto
	@$(BIN)/python -m tools.protos

docs: setup ## write the generated pages: settings, simulator coverage
	@$(BIN)/python -m tools.docs

demo: setup ## start everything on a simulated z/VM host and spawn a guest
	@test -f examples/demo.py || { echo "make demo: examples/demo.py is not there" >&2; exit 2; }
	@$(BIN)/python examples/demo.py

load: setup ## measure, with budgets given as ratios
	@$(BIN)/python -m pytest -m load tests/load

images: setup ## build every part's container image and check a container of each (root; Debian packages)
	@$(BIN)/python -m tools.images

lock: ## resolve pyproject.toml and the tested clients into locks with hashes (newer releases: make lock UPGRADE=--upgrade)
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 $(UPGRADE) \
	  --extra dev --extra tracing --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	@for part in simulator guest storage network gateway; do \
	  $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --constraints requirements.lock \
	    --extra $$part --extra postgresql --extra uvloop --custom-compile-command "make lock" pyproject.toml \
	    -o deploy/requirements/$$part.lock || exit 1; done
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 $(UPGRADE) \
	  --custom-compile-command "make lock" tests/e2e/clients/requirements.in -o tests/e2e/clients/requirements.lock
	@echo "lock: requirements.lock, deploy/requirements/*.lock and tests/e2e/clients/requirements.lock written"
