.DEFAULT_GOAL := help
SHELL := /bin/bash
export DJANGO_SETTINGS_MODULE ?= $(if $(filter production,$(SERVER)),cms.settings.demo,cms.settings.dev)
PORT ?= 8000
# Several processes start for each target; without bytecode files, each compiles all packages again.
export PYTHONDONTWRITEBYTECODE :=
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv || echo .uv/bin/uv)

SBOM ?= var/sbom.json
PARALLEL := -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder
LOCK := --universal --generate-hashes --python-version 3.12 --custom-compile-command 'make lock' -q

.PHONY: help run manage test test-unit scan check format messages bench docs sbom lock setup

help: ## This list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## The demo site on http://127.0.0.1:$PORT (SITE=own: the site of init_site; SERVER=production)
	@$(BIN)/python -m cms.serve $(SERVER)

manage: setup ## Any management command: make manage ARGS="search_check --json"
	@$(BIN)/python manage.py $(ARGS)

test: setup ## The whole test suite
	@DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python -m pytest $(PARALLEL) $(ARGS)

test-unit: setup ## The tests that start no server, in seconds
	@DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python -m pytest -n auto tests/unit $(ARGS)

scan: setup $(UV) ## wapiti over the running demo, in two minutes
	@UV=$(UV) $(BIN)/python -m tests.scan

check: setup ## Format, lint, types, import contracts, migrations, templates, catalogues, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(BIN)/codespell
	$(BIN)/lint-imports --no-cache
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py update_messages --check
	$(BIN)/mypy

format: setup ## Format, and fix what a machine can fix
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade $$(git ls-files 'templates/*.html')

messages: setup ## Collect the texts of the interface into locale/, and compile the catalogues
	@DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py update_messages

bench: setup ## Measurements, side by side
	@$(BIN)/python -m benchmarks $(ARGS)

docs: setup ## The documentation site, in var/docs
	@$(BIN)/python docs/house.py
	@$(BIN)/sphinx-build -q -W --keep-going -c docs -b html . var/docs
	@echo "Open var/docs/index.html"

sbom: setup ## The bill of materials (CycloneDX) of what the site needs, in var/sbom.json
	@mkdir -p var
	@$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible \
		--output-format JSON --output-file $(SBOM)

lock: $(UV) ## Pin every package again, with hashes, for the site, with each extra, and for developers
	$(UV) pip compile $(LOCK) --upgrade -o requirements.lock pyproject.toml
	$(UV) pip compile $(LOCK) --upgrade -o requirements-telemetry.lock --extra telemetry \
		--constraint requirements.lock pyproject.toml
	$(UV) pip compile $(LOCK) --upgrade -o requirements-embeddings.lock --extra embeddings \
		--constraint requirements.lock pyproject.toml
	$(UV) pip compile $(LOCK) --upgrade -o requirements-dev.lock --group dev --extra telemetry \
		--constraint requirements-telemetry.lock pyproject.toml

setup: $(VENV)/installed ## The environment that everything above runs in

$(VENV)/installed: requirements-dev.lock | $(UV)
	@test -x $(BIN)/python || $(UV) venv -q --no-python-downloads --python 3.13 $(VENV) 2>/dev/null \
		|| $(UV) venv -q --no-python-downloads --python '>=3.12' $(VENV) 2>/dev/null \
		|| $(UV) venv -q --python 3.13 $(VENV) \
		|| { echo "No Python 3.12 or newer was found: install one, or let uv download it." >&2; exit 1; }
	@echo "Installing packages (once, and again when requirements-dev.lock changes)"
	@VIRTUAL_ENV=$(VENV) $(UV) pip sync -q --require-hashes requirements-dev.lock
	@touch $@

.uv/bin/uv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null \
		|| { echo "Python 3.12 or newer (or uv) is needed and was not found." >&2; exit 1; }
	@python3 -m venv .uv && .uv/bin/python -m pip install -q --disable-pip-version-check uv
