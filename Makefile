# make run    set up on first use, then start the app
# make test   the same set-up, then the tests
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test proofs check format kill bench vectors evals baseline setup clean

# 130: left in mid-interview, which is no fault; the app has said how to go on.
run: $(READY)
	@$(BIN)/mockloop || [ $$? -eq 130 ]

test: $(READY)
	@$(BIN)/pytest -n 2 --dist loadfile

# The long versions of what the tests do in short.
proofs: $(READY)
	@$(BIN)/pytest -n 2 -m slow

check: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m agent.catalog.check
	@$(BIN)/mockloop prompts check --recordings tests/data/recordings/by_hand.jsonl

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# Kills a running interview in each window, 25 times each; RUNS=3 is what CI does.
RUNS ?= 25
kill: $(READY)
	@$(BIN)/python -m evals.durability.kill --runs $(RUNS)

# Ratios, each measured in one run against something started beside it.
bench: $(READY)
	@$(BIN)/python -m evals.bench

# Embeds what is new in knowledge/, so that nobody has to wait for it at a first start.
vectors: $(READY)
	@$(BIN)/python -m agent.retrieval.shipping

# Every round and loop sat to its end by five candidates, offline; N=5 takes five of each task.
N ?= 1000
evals: $(READY)
	@$(BIN)/mockloop eval run every_round interviewer_behaviour code_rounds --offline -n $(N) --long

# The figures that CI compares with; look at the difference before it is committed.
baseline: $(READY)
	@$(BIN)/mockloop eval run grader_agreement followups injection injection_styles debrief_grounding \
	  interviewer_behaviour every_round --offline -n 24
	@$(BIN)/mockloop eval compare baseline last || true
	@$(BIN)/mockloop eval baseline last

setup: $(READY)

# uv where it is there and gets through: it may not know a proxy's certificate that pip trusts.
WITH_UV := { command -v uv >/dev/null 2>&1 && \
  uv venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" .venv && \
  { uv pip install --quiet --compile-bytecode --python $(BIN)/python --constraint constraints.txt --editable . --group dev || \
    { echo "uv could not install (above); trying pip instead ..."; false; }; }; }
WITH_PIP := { $(PYTHON) -m venv .venv && \
  $(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1' && \
  $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable . --group dev; }

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mockloop needs Python 3.11 or newer; name one with make PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv (once; about a minute) ..."
	@$(WITH_UV) || $(WITH_PIP)
	@$(BIN)/python -m compileall -q agent evals prompts tui
	@touch $@

clean:
	@rm -rf .venv build dist *.egg-info
