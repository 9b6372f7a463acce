# make run: everything from a fresh clone to a live training. make test: everything that needs no browser.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-browser bench lint lock

run: .venv/ready
	$(BIN)/python -m mlcore demo
	$(BIN)/python -m mlcore train demo --epochs 12 --first
	$(BIN)/python -m streamlit run streamlit_app.py

test: .venv/ready-dev
	$(BIN)/python -m pytest -m "not browser" -n 2

test-browser: .venv/ready-dev
	$(BIN)/python -m pytest -m browser

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv
	./lock .venv-lock/bin/uv

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-compile --no-deps -r requirements.txt
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	$(BIN)/pip install --quiet --no-compile --no-deps -r requirements-dev.txt
	touch $@
