# make run: everything from a fresh clone to a live training. make test: everything that needs no browser.
PYTHON ?= python3
BIN := .venv/bin
STORE := $(or $(MLCORE_HOME),data)
RESOLVE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate

# On all cores at once, and also where Python is told to write no bytecode by itself: else every start compiles anew.
COMPILE := $(BIN)/python -m compileall -q -j 0 .venv/lib

.PHONY: run test test-browser bench lint lock

# A prepared machine does not wait two seconds for Python to find that there is nothing to prepare.
run: .venv/ready
	test -e "$(STORE)/datasets/demo/dataset.json" || $(BIN)/python -m mlcore demo
	ls "$(STORE)"/runs/*/config.json >/dev/null 2>&1 || \
	  $(BIN)/python -m mlcore train demo --model cnn-2 --epochs 4 --first
	$(BIN)/python -m streamlit run streamlit_app.py

test: .venv/ready-dev
	$(BIN)/python -m pytest -m "not browser" -n 2 --dist worksteal

test-browser: .venv/ready-dev
	$(BIN)/python -m pytest -m browser

bench: .venv/ready-dev
	$(BIN)/python -m mlcore bench import
	$(BIN)/python -m mlcore bench inspect
	$(BIN)/python -m mlcore bench train

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lock: .venv/ready
	$(BIN)/pip install --quiet uv
	{ cat .ci/lock-header.txt; sed -n 's/^[a-z]/# &/p' requirements.in; echo; \
	  $(RESOLVE) --overrides .ci/lock-overrides.txt requirements.in | grep -v "'never'"; } > requirements.new
	mv requirements.new requirements.txt
	$(RESOLVE) requirements-dev.in > requirements-dev.txt

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-compile --no-deps -r requirements.txt
	$(COMPILE)
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	$(BIN)/pip install --quiet --no-compile --no-deps -r requirements-dev.txt
	$(COMPILE)
	touch $@
