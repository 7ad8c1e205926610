.DEFAULT_GOAL := help
PYTHON ?= python3.11
BIN := .venv/bin
ARGS ?=

.PHONY: help setup demo test test-all check format lint types floors docs bench default-data

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

.venv/.installed: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed; name it: make setup PYTHON=python3"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: .venv/.installed  ## make .venv with everything, from the hashed lock

demo: setup  ## build the workspace, print next steps for an example learner, serve the page (ARGS=--no-serve: end there)
	$(BIN)/stackway demo $(ARGS)

test: setup  ## the tests that need only Python
	$(BIN)/python -m pytest -m "not browser and not server and not bench_data" $(ARGS)

test-all: setup  ## all tests: a browser, the database servers and the benchmark data too, where they are there
	$(BIN)/python -m pytest $(ARGS)

check: format lint types floors docs test  ## everything that must hold before a change lands

format: setup  ## is the code formatted
	$(BIN)/ruff format --check .

lint: setup  ## style and likely mistakes
	$(BIN)/ruff check .

types: setup  ## mypy, strict
	$(BIN)/mypy

floors: setup  ## imports run downwards only, each library in its home
	$(BIN)/lint-imports

docs: setup  ## the examples in the docstrings run
	$(BIN)/python -m pytest --doctest-modules data skills_taxonomy graph recommender api -q

bench: setup  ## the figures of BENCHMARKS.md, measured here
	$(BIN)/python -m tests.benchmarks $(ARGS)

default-data: setup  ## remake the shipped data from the published files (PUBLISHED=folder)
	$(BIN)/python -m data.making $(PUBLISHED)
