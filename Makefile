# Two commands for a fresh machine: `make demo` serves the demo cluster, `make test` proves everything.
# Needed beforehand: Python 3.11 or newer with venv, and make. Node is used if it is there, else it comes as a wheel.

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
export MATCHMAKER_BASE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: help setup demo serve code test lint bench bench-full bench-quality format lock translations clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "make %-13s %s\n", $$1, $$2}'

setup: .venv/.main .venv/.kernels static/vendor/.done ## Install everything, migrate, load the demo cluster, build the matches
	@$(BIN)/flask translations compile
	@$(BIN)/flask db upgrade
	@$(BIN)/flask cluster load
	@$(BIN)/flask demo load
	@$(BIN)/flask match build --if-changed

demo: setup serve ## Set up (as above), then serve at http://127.0.0.1:$PORT (default 8000)

serve:
	@$(BIN)/flask demo welcome
	@$(BIN)/honcho start --no-prefix -p $(PORT) || [ $$? -eq 130 ] || [ $$? -eq 143 ]

code: ## Print the present one-time code of the demo broker
	@$(BIN)/flask accounts code broker@gateway.example

test: .venv/.dev .venv/.kernels static/vendor/.done ## Run every test: SQLite and PostgreSQL, browser journeys where a Chromium is found
	@$(BIN)/flask translations compile
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TEST)

lint: .venv/.dev ## Style, types, layers, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint templates --lint --quiet

bench: .venv/.dev ## Measure speed beside other libraries, small sizes, 5 minutes; write docs/benchmarks.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.speed

bench-full: .venv/.dev ## Measure speed at all sizes up to a million listings, an hour or two
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.speed --full

bench-quality: .venv/.dev ## Measure match quality on labelled collections, FOLDERS="..."; write docs/match-quality.md
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.quality $(FOLDERS)

format: .venv/.dev ## Put the code into its standard form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: ## Pin the newest versions that pyproject.toml allows (needs uv)
	uv pip compile $(LOCK_FLAGS) pyproject.toml -o requirements/main.lock
	uv pip compile $(LOCK_FLAGS) --extra cluster pyproject.toml -o requirements/cluster.lock
	uv pip compile $(LOCK_FLAGS) --extra dev pyproject.toml -o requirements/dev.lock
	uv pip compile $(LOCK_FLAGS) requirements/node.in -o requirements/node.lock
LOCK_FLAGS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

translations: .venv/.dev ## Bring the catalogues in line with the sentences in code and templates
	$(BIN)/flask translations update
	$(BIN)/flask translations compile

clean: ## Remove everything that set-up made, except the data under instance/
	rm -rf .venv node_modules static/vendor

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; say which with: make PYTHON=python3.12 demo"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.main: requirements/main.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/.dev: requirements/dev.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ .venv/.main

# Compiled anew with any of the files: the compiler's own cache does not see a change in a file that another one uses.
KERNELS := matchmaker/matching/kernels.py $(wildcard matchmaker/matching/retrieval/*.py)

.venv/.kernels: $(KERNELS) | .venv/.main
	@find matchmaker -name '*.nb[ic]' -delete
	@$(BIN)/python -c 'import matchmaker.matching'
	@touch $@

static/vendor/.done: package-lock.json scripts/front_end.py requirements/node.lock | $(BIN)/python
	@sh scripts/npm_ci.sh $(BIN)/python
	@$(BIN)/python scripts/front_end.py
	@touch $@
