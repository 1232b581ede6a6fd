# One command tells whether the house is in order: make check.
PYTHON ?= python

.PHONY: check format lint types imports docs tests fix

check: format lint types imports docs tests

format:
	$(PYTHON) -m ruff format --check .

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

imports:
	$(PYTHON) -c 'import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())'

docs:
	$(PYTHON) run.py docs --check

tests:
	$(PYTHON) -m pytest -n 2

fix:
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
