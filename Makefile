# `make serve` and `make test` need only Python 3.11 or newer; everything else is set up in .venv.
# The machine's own python3 comes first; name another with PYTHON=python3.13.

PYTHONS := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11)
BIN     := .venv/bin
READY   := .venv/ready
DEMO    := data/demo

HONGMIAO_HOME ?= $(DEMO)
export HONGMIAO_HOME

# What is measured, and against whom: tests/bench/README.md.
BENCH := .venv/bench

.PHONY: serve test bench lock dictionary docs picture screenshots clean

serve: $(READY)
	@# Invented people go into the demo's own folder only, never beside an office's records.
	@test "$$HONGMIAO_HOME" != $(DEMO) || test -e $(DEMO)/ready || { $(BIN)/hongmiao demo && touch $(DEMO)/ready; }
	@exec $(BIN)/hongmiao serve

test: $(READY)
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --check
	env -u HONGMIAO_HOME $(BIN)/pytest -n 2 --dist loadfile \
		--nbval-lax --nbval-kernel-name=hongmiao --nbval-cell-timeout=120 \
		--ignore notebooks/reports/dossier.ipynb  # of nobody unless a person is given: tests/test_dossier.py

$(READY): pyproject.toml requirements.lock
	@test -x $(BIN)/pip || for python in $(PYTHONS); do \
		$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
			&& exec $$python -m venv --clear .venv; \
	done; test -x $(BIN)/pip || { \
		echo "No Python 3.11 or newer with venv among: $(PYTHONS)." >&2; \
		echo "Install one (Debian and Ubuntu: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

# The newest versions that pyproject.toml allows and the oldest Python, 3.11.0, can run; nothing is installed.
lock: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --dry-run --ignore-installed \
		--python-version 3.11 --only-binary :all: --target .venv/none --report .venv/report.json -e '.[test]'
	$(BIN)/python -c "$$LOCK" < .venv/report.json > .venv/requirements.lock
	mv .venv/requirements.lock requirements.lock

define LOCK
import json, sys
print("# Versions that were tested together; written by `make lock` from pyproject.toml.")
found = [item["metadata"] for item in json.load(sys.stdin)["install"]]
lines = {item["name"].lower().replace("_", "-"): item["version"] for item in found if item["name"] not in ("hongmiao", "pip")}
print(*(f"{name}=={lines[name]}" for name in sorted(lines)), sep="\n")
endef
export LOCK

# data/README.md, from the record types; a test says when it is out of step.
dictionary: $(READY)
	$(BIN)/python -m hongmiao.dictionary > .venv/dictionary.md
	mv .venv/dictionary.md data/README.md

# docs/index.html, from docstrings and shelves; a test says when it is out of step.
docs: $(READY)
	@mkdir -p docs
	env -u HONGMIAO_HOME $(BIN)/python -m hongmiao.documentation > .venv/documentation.html
	mv .venv/documentation.html docs/index.html

# The picture in the README, from demo data.
picture: $(READY)
	$(BIN)/python tests/browser/screenshots.py dashboards --only stars

# Every page in every look, on demo data, into .screenshots: to be looked at after a change of the page.
screenshots: $(READY)
	$(BIN)/python tests/browser/screenshots.py .screenshots

bench: $(READY) $(BENCH)/ready
	env -u HONGMIAO_HOME $(BIN)/python tests/bench $(foreach part,$(PART),--part $(part)) $(BENCHFLAGS)

$(BENCH)/ready: tests/bench/requirements.txt | $(READY)
	$(BIN)/python -m venv --clear $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt
	@touch $@

clean:
	rm -rf .venv .screenshots .pytest_cache .ruff_cache .hypothesis lib/*.egg-info
	find lib tests -name __pycache__ -prune -exec rm -rf {} +
