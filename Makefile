# Needs Python 3.11 or newer, make and git. Everything else is installed into .venv from the hash-locked files.
.DEFAULT_GOAL := help
.PHONY: help run rehearse test check assess bench storm siege lock clean
SHELL := /bin/bash
PYTHON := .venv/bin/python
# Else each process of a run compiles all that it imports anew.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make run       everything on this machine: database, queue, web, workers, a demo organization"
	@echo "make rehearse  a synthetic candidate speaks through a whole interview of 'make run' (ARGS=--help)"
	@echo "make test      all tests (ARGS='tests/interviewai -k health')"
	@echo "make check     style, types, import contracts, migrations, production settings"
	@echo "make assess    how far the judging can be trusted: figures and aims, by coverage or by LLM_URL (ARGS=--help)"
	@echo "make bench     live interviews under load: latency, CPU and memory (ARGS=--help)"
	@echo "make storm     10,000 webhook events while everything around them is killed (ARGS=--help)"
	@echo "make siege     attacks of one organization, and what two candidates of another notice (ARGS=--list)"
	@echo "make lock      resolve the dependencies of pyproject.toml again"
	@echo "make clean     remove .venv and caches; the data in .interviewai stays"

run:
	@.ci/install requirements.lock
	@exec $(PYTHON) manage.py up --end-with-parent

rehearse:
	@.ci/install requirements.lock
	@exec $(PYTHON) manage.py rehearse $(ARGS)

# All of them are shared among processes (tests/sharing.py); a few are faster in one.
test:
	@.ci/install requirements-dev.lock
	@CHROMIUM="$$(.ci/browser)" && export CHROMIUM && \
		exec $(PYTHON) -m pytest -q $(if $(strip $(ARGS)),$(ARGS),--numprocesses auto --durations 10)

check:
	@.ci/install requirements-dev.lock
	@.ci/check

assess:
	@.ci/install requirements-dev.lock
	@exec $(PYTHON) -m tests.assessment $(ARGS)

bench:
	@.ci/install requirements-dev.lock
	@exec $(PYTHON) -m benchmarks $(ARGS)

storm:
	@.ci/install requirements-dev.lock
	@exec $(PYTHON) -m benchmarks.webhook_storm $(ARGS)

siege:
	@.ci/install requirements-dev.lock
	@exec $(PYTHON) -m benchmarks.siege $(ARGS)

# The second file is held to the versions of the first, so that what is tested is what runs.
COMPILE := .venv/bin/uv pip compile pyproject.toml --quiet --extra local --generate-hashes --universal \
	--python-version 3.11 --no-emit-index-url --no-emit-find-links
lock:
	@.ci/install requirements-dev.lock
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
