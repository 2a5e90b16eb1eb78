# `make run` and `make test` are all a newcomer needs; `make help` names the rest.
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?= --demo
TESTS ?= tests
# Most tests wait for a terminal: twice as many at once as there are processors end sooner.
WORKERS ?= $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN))))
BENCH ?=
RESULTS := benchmarks/results
BEFORE ?= $(RESULTS)/previous.json
AFTER ?= $(RESULTS)/latest.json
# The first interpreter that is new enough; `make PYTHON=/path/to/python` chooses another.
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python $(NEW_ENOUGH) 2>/dev/null && echo $$python && break; done)

.PHONY: help run test fuzz check test-all bench bench-compare screenshots sample man wheel clean

help: ## Name the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "pkgtui needs Python 3.11 or newer; none was found." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

# Each stamp stands for what is installed; it is made again when the project's needs change.
$(VENV)/.run: $(VENV)/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test: $(VENV)/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.run

$(VENV)/.dev: $(VENV)/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.test $(VENV)/.run

run: $(VENV)/.run ## Open pkgtui on the built-in sample (ARGS="..." passes other options)
	$(BIN)/pkgtui $(ARGS)

test: $(VENV)/.test ## Run all tests
	$(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=loadscope $(TESTS)

fuzz: $(VENV)/.test ## Try many new examples on what must hold for any
	$(BIN)/python -m pytest --numprocesses=auto --hypothesis-profile=fuzz tests/unit

check: $(VENV)/.dev ## Lint, types and import contracts, as CI runs them
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-all: ## Run the tests under every Python from 3.11 up that is found
	@found=; for version in 3.11 3.12 3.13 3.14; do \
		python=$$(tools/find-python $$version) || continue; \
		found="$$found $$version"; \
		echo "== Python $$version"; \
		$(MAKE) --no-print-directory test PYTHON="$$python" VENV=.venv-$$version || exit 1; \
	done; \
	test -n "$$found" || { echo "No Python from 3.11 up was found." >&2; exit 2; }; \
	echo "Passed under$$found"

bench: $(VENV)/.dev ## Measure everything against its floor (BENCH="keys --repeat 3" measures less)
	@$(BIN)/python -m benchmarks --json $(RESULTS)/new.json $(BENCH); status=$$?; \
	if [ -f $(RESULTS)/new.json ]; then \
		[ ! -f $(RESULTS)/latest.json ] || mv -f $(RESULTS)/latest.json $(RESULTS)/previous.json; \
		mv -f $(RESULTS)/new.json $(RESULTS)/latest.json; \
	fi; exit $$status

bench-compare: $(VENV)/.dev ## Compare the last two reports (BEFORE=... AFTER=... compares others)
	$(BIN)/python -m benchmarks.compare $(BEFORE) $(AFTER)

screenshots: $(VENV)/.dev ## Make the pictures of the README from the running program
	$(BIN)/python tools/make_screenshots.py

sample: $(VENV)/.test ## Make the built-in sample again
	$(BIN)/python -m tools.make_sample

man: $(VENV)/.run ## Make the manual page again
	$(BIN)/python -m tools.make_man

wheel: $(VENV)/.test ## Build a wheel into dist/
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean: ## Remove what was built and installed
	rm -rf .venv .venv-* dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
