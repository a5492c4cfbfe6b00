# `make chat` talks, `make test` checks. Each sets itself up; a second run installs nothing.
PYTHON ?= python3
PIP_ARGS ?=
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -c constraints.txt
SOURCES := empathic_agent memory_store tests examples benchmarks docs

.PHONY: chat test format clean

chat: $(VENV)/.installed
	@$(BIN)/empathic-agent chat $(ARGS)

test: $(VENV)/.installed-test
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/pytest $(ARGS)

format: $(VENV)/.installed-test
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "empathic-agent needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 chat" >&2; exit 1; }
	@echo "Setting up $(VENV) (once, a few minutes) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) -e . >&2
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@$(INSTALL) -e '.[test]' >&2
	@touch $@
