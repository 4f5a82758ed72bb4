# `make run` and `make test` need Python 3.11 or newer and make; they set up the rest themselves.
.DEFAULT_GOAL := run
.PHONY: run setup test check bench soak apart
# Each step builds on the one before, also under `make -j`
.NOTPARALLEL:

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PACKAGING := pyproject.toml package.json package-lock.json hatch_build.py $(wildcard build_support/*.py)
FRAGMENTS := $(wildcard core/translations/*/*.po plugins/*/translations/*/*.po)

run: $(VENV)/.installed $(VENV)/.translated
	@$(BIN)/innbyggerbasen db upgrade
	@$(BIN)/innbyggerbasen demo
	@exec $(BIN)/innbyggerbasen run --port $(PORT)

# Everything a developer needs: the program and the tools for tests and checks
setup: $(VENV)/.developing $(VENV)/.translated

# Three at once on two processors: one or the other always waits for a browser or a server
test: setup
	@sh scripts/system_parts.sh
	@$(BIN)/python -m pytest -n 3 --dist loadscope --no-loadscope-reorder

# What is left without one plugin, for each plugin: the tests its absence reaches soonest, or all
apart: setup
	@sh scripts/system_parts.sh
	@$(BIN)/python scripts/apart.py $(if $(WHOLE),--whole)

# The patient tests, ten times as long: many at once who want one room, and random histories
soak: setup
	@sh scripts/system_parts.sh
	@INNBYGGERBASEN_SOAK=1 $(BIN)/python -m pytest -n 2 --dist loadscope --timeout 7200 \
		tests/contention tests/core/bookings/test_histories.py tests/core/bookings/test_at_once.py

check: setup
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup
	@$(BIN)/python -m bench

$(VENV)/.made: scripts/venv.sh
	@sh scripts/venv.sh $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made $(PACKAGING)
	@echo "Installing Innbyggerbasen in $(VENV) (the first time this takes a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developing: $(VENV)/.made $(PACKAGING)
	@echo "Installing Innbyggerbasen and its tests' tools in $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(VENV)/.installed $@

# The installation compiles them too; this is for a changed fragment
$(VENV)/.translated: $(VENV)/.installed $(FRAGMENTS)
	@$(BIN)/python -m build_support.translations
	@touch $@
