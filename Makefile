# Two commands do everything: `make run` and `make test`. PYTHON names another interpreter: make run PYTHON=python3.12
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
export QT_LOGGING_RULES ?= qt.qpa.*=false

.DEFAULT_GOAL := help
.PHONY: help run install test types suite screenshots bench-startup bench-diagnosis bench-workspace bench-viewer bench-history lock clean

help: ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: $(STAMP) ## Create the environment if needed and open the window on the sample workspace, sandbox running
	@$(BIN)/explorer --sample

install: $(STAMP) ## Create the environment in .venv

test: $(STAMP) ## Format check, lint, types, import contracts and all tests
	@$(BIN)/python -m tests.repo.system_libraries
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory -j 2 types suite

# The types take one core for half a minute, and the suite waits now and then.
types:
	$(BIN)/mypy

suite:
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 3 --dist loadfile

screenshots: $(STAMP) ## Render every drawn state of the real window into build/screenshots/
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.pictures.screenshots

bench-startup: $(STAMP) ## Start-up against an empty window, in the same run
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.startup

bench-history: $(STAMP) ## A million exchanges: search, groups, recording, disk, against bare SQLite
	$(BIN)/python -m tests.benchmarks.history

bench-diagnosis: $(STAMP) ## Scores, time and memory of the diagnosis on the labelled corpora
	$(BIN)/python -m tests.benchmarks.diagnosis

bench-workspace: $(STAMP) ## Opening, saving and searching 1,000 and 10,000 requests, and round trips of files
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.workspace

bench-viewer: $(STAMP) ## Long bodies in the real window: time, stalls, memory, also of many (GB=1 adds a gigabyte)
	$(BIN)/python -m tests.benchmarks.viewer $(if $(GB),--gigabyte)
	$(BIN)/python -m tests.benchmarks.viewer_forms
	$(BIN)/python -m tests.benchmarks.viewer_series

lock: ## Write requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-annotate -o requirements.lock

$(STAMP): requirements.lock pyproject.toml explorer/__init__.py
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed, and no $(PYTHON) was found."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another with: make PYTHON=python3.12 $(or $(MAKECMDGOALS),run)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean: ## Remove what was built
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis
