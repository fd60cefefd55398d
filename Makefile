# Every command of the house. `make` alone lists them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
PY := .venv/bin/python
KEDANG := .venv/bin/kedang
export PORT

.DEFAULT_GOAL := help
.PHONY: help setup run worker test check lint format types imports schema docs matrix lock sbom seed bench load scan drill

help: ## list the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## .venv with every package, and the built front end; starts nothing
	@$(PYTHON) -m tools.setup

run: setup ## the application with demo data on 127.0.0.1:8000 (PORT=…)
	@KEDANG_DEMO=$${KEDANG_DEMO-1} $(KEDANG) serve --port $(PORT)

worker: setup ## a worker of its own, for PostgreSQL installations
	@$(KEDANG) worker

test: setup ## everything: Python on SQLite and PostgreSQL, front end, browser
	@$(PY) -m tools.checks test

check: setup ## what CI runs: lint, types, floors, schema, generated docs, all tests
	@$(PY) -m tools.checks check

lint: setup ## ruff and biome
	@$(PY) -m tools.checks lint

types: setup ## mypy (strict) and tsc
	@$(PY) -m tools.checks types

imports: setup ## the floors (import-linter)
	@$(PY) -m tools.checks imports

format: setup ## let the formatters write
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix . ; $(PYTHON) -m tools.node npm run --silent format

schema: setup ## OpenAPI from the routes, TypeScript from the OpenAPI
	@$(PY) -m tools.openapi && $(PYTHON) -m tools.node npm run --silent schema

docs: setup ## docs/generated: rights, settings, event verbs, routes; the list of parts
	@$(PY) -m tools.generate_docs && $(PY) -m tools.sbom

sbom: setup ## the list of parts from elsewhere (CycloneDX), from the lock files
	@$(PY) -m tools.sbom

matrix: setup ## tests/house/matrix.csv anew; read its diff as a reviewer
	@KEDANG_WRITE_MATRIX=1 $(PY) -m pytest -q tests/house/test_matrix.py -k "line or written"

lock: setup ## resolve requirements/*.in again, with hashes
	@for name in uv server dev node scan load; do \
	  UV_CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-emit-find-links $(UPGRADE) \
	    -o requirements/$$name.txt requirements/$$name.in || exit 1; done

seed: setup ## fill KEDANG_HOME with the demo organisation, start nothing
	@KEDANG_DEMO=1 $(KEDANG) seed

bench: setup ## the benchmarks of docs/benchmarks.md (long)
	@$(KEDANG) bench

load: setup ## fifty people at once against a filled server of its own, ten minutes (long); load="--database postgres" for two servers
	@$(PY) -m benchmarks.load $(load)

scan: setup ## other people's scanners against a server on this machine (long); scan="fuzz crawl" picks some
	@$(PY) -m tools.scan $(scan)

drill: setup ## crash, power-cut and fuzz runs, the long versions
	@$(PY) -m tools.checks drill
