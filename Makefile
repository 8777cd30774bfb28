# Two commands, each does all set-up by itself on a machine with Python 3.11 to 3.13:
#   make run     the main job; ARGS chooses another: make run ARGS="+intervention=postal_inspection replicates=50"
#   make test    all tests
PY ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
ARGS ?= +intervention=takedown

.PHONY: run test setup lint docs

run: $(VENV)/.ok
	$(VENV)/bin/python -m sim run $(ARGS)

test: $(VENV)/.ok
	$(VENV)/bin/python -m pytest

setup: $(VENV)/.ok

lint: $(VENV)/.ok
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

docs: $(VENV)/.ok
	$(VENV)/bin/python -m sim explain parameters > docs/parameters.md

$(VENV)/.ok: pyproject.toml constraints.txt
	$(PY) -m venv $(VENV)
	$(VENV)/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@
