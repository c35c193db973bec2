# The menu. `make` alone prints it. Needs Python 3.11 or newer, git and make; sets up everything else in .venv.
.DEFAULT_GOAL := menu
.DELETE_ON_ERROR:
.PHONY: menu demo clinic test postgres soak slow browser fhir lint check docs generate calibrate validation bench bench-check plausibility setup clean

VENV     := .venv
PY       := $(VENV)/bin/python
FOR_USE  := $(VENV)/.ready-for-use
FOR_WORK := $(VENV)/.ready-for-work
FOR_CLINIC := $(VENV)/.ready-for-clinic
FOR_LINT := $(VENV)/.ready-for-lint
FOR_DOCS := $(VENV)/.ready-for-docs
FHIR_VENV := out/fhir-venv
FOR_FIT  := $(VENV)/.ready-for-calibration
EXAMPLE  := examples/acne_scars_cheek.toml
REPORT   := out/acne_scars_cheek.html
POSTERIOR := src/microneedling/evidence/posterior

# Wheels only: nothing is ever compiled on the user's machine, and a missing wheel says so. petab alone has none: it is
# plain Python, and its versions with wheels cannot read tables with the pandas of today.
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --only-binary :all: --no-binary petab -c constraints.txt

# The many libraries of the tests are compiled to byte code by all processors at once, their own tests not at all; what cannot be is left.
COMPILE := $(PY) -m compileall -qq -j 0 -x '/tests?/' $(VENV)/lib || true

# Tests of one file share a worker, so that what a file prepares is prepared once.
WORKERS     ?= auto
# One thread of linear algebra each: there are as many workers as processors.
PYTEST      := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m pytest -n $(WORKERS) --dist loadfile
PYTEST_ARGS ?=

# The first Python here that starts and is new enough (a version manager may offer names that do not start).
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
CANDIDATES := python3.11 python3 python3.12 python3.13 python3.14 python
PYTHON ?= $(firstword $(foreach name,$(CANDIDATES),$(shell $(name) -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $(name))))

menu:
	@echo "microneedling: a course of microneedling, simulated; not a medical device"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s  %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(FOR_USE)  ## set up, simulate four pen sessions for acne scars, write the report
	@mkdir -p $(dir $(REPORT))
	@$(VENV)/bin/microneedling simulate $(EXAMPLE) --report $(REPORT) --force
	@echo
	@echo "The report lies in $(REPORT): open it in any browser."

clinic: $(FOR_CLINIC)  ## set up, make a clinic on this machine where there is none, start it (ARGS=--demo: invented clients)
	@$(VENV)/bin/microneedling clinic $(ARGS)

test: $(FOR_WORK)  ## set up and run the tests (all but the slow ones and those of the pages)
	$(PYTEST) -m "not slow and not browser and not postgres and not soak" $(PYTEST_ARGS)

# The longest files first (tests/conftest.py), not those with the most tests.
postgres: $(FOR_WORK)  ## run the tests of the clinic beside a PostgreSQL server of their own
	$(PY) tools/with_postgresql.py env $(PYTEST) -m "not sqlite and not soak" tests/clinic $(PYTEST_ARGS)

soak: $(FOR_WORK)  ## kill a writer of the clinic's records 500 times, on SQLite and on PostgreSQL (half an hour)
	$(PY) -m pytest -m "soak and not postgres" tests/clinic $(PYTEST_ARGS)
	$(PY) tools/with_postgresql.py $(PY) -m pytest -m "soak and postgres" tests/clinic $(PYTEST_ARGS)

slow: $(FOR_WORK)  ## run the slow tests
	$(PYTEST) --no-loadscope-reorder -m "slow and not browser and not postgres and not soak and not fhircheck" $(PYTEST_ARGS)

browser: $(FOR_WORK)  ## open every page in Chromium: telephone, wide screen, light, dark, paper
	$(PYTEST) -m browser $(PYTEST_ARGS)

# The validator wants another antlr4 than petab: it has an environment of its own, and only its Python is called.
fhir: $(FOR_WORK) $(FHIR_VENV)/.ready  ## have a second validator look at a client as FHIR
	MICRONEEDLING_FHIRCHECK=$(abspath $(FHIR_VENV))/bin/python $(PY) -m pytest -m fhircheck tests/clinic/exchange $(PYTEST_ARGS)

lint: $(FOR_LINT)  ## style, types, import contracts
	@failed=0; for tool in "ruff check ." "ruff format --check ." "pyright"; do \
	  echo "$$tool"; $(PY) -m $$tool || failed=1; done; \
	echo "lint-imports"; $(VENV)/bin/lint-imports || failed=1; exit $$failed

check: lint test  ## lint and test: what a change must pass

# The site works offline; a warning is an error, and what a page tells its reader to type is run.
docs: $(FOR_DOCS)  ## build the site of docs/ into out/docs
	$(PY) -m sphinx -W --keep-going -q -b html -d out/docs-trees docs out/docs
	@echo "The site lies in out/docs/index.html: open it in any browser."

generate: $(FOR_WORK)  ## write again what is generated: kernels, equations, manual, validation, schema, catalogues
	$(PY) tools/generate.py
	$(PY) tools/make_spared.py
	$(PY) tools/make_manual.py
	$(PY) tools/make_validation.py
	$(PY) tools/make_validation_page.py
	$(PY) tools/make_study_file.py
	$(PY) tools/make_catalogue.py
	$(PY) tools/make_photo_agreement.py
	@mkdir -p schema
	@for kind in course study trial goals; do \
	  $(VENV)/bin/microneedling schema $$kind > schema/.$$kind.schema.json && \
	  mv schema/.$$kind.schema.json schema/$$kind.schema.json || exit 1; done

calibrate: $(FOR_FIT)  ## learn the numbers from the published studies again (long; Ctrl-C and go on later)
	$(VENV)/bin/microneedling calibrate --checkpoints out/calibration --out $(POSTERIOR)
	$(PY) tools/make_validation_page.py

validation: $(FOR_USE)  ## published studies beside the model: the docs page, and out/validation.html
	@mkdir -p out
	$(VENV)/bin/microneedling validate --report out/validation.html --force
	$(PY) tools/make_validation_page.py

# Alone on the machine: half an hour. Peers are installed into environments of their own, in out/peers.
BENCH_ARGS ?=
bench: $(FOR_WORK)  ## measure everything, write docs/performance.md and the README's times (--whole: all the million)
	$(PY) -m benchmarks.bench $(BENCH_ARGS)

bench-check: $(FOR_WORK)  ## fail when something became a quarter slower than this processor was in benchmarks/baseline.json
	$(PY) -m benchmarks.check

plausibility: $(FOR_WORK)  ## what must be true of the model, drawn before and now: docs/plausibility.md
	PYTHONPATH=tests $(PY) tools/make_plausibility.py

setup: $(FOR_WORK)  ## set up .venv for work on the code, nothing else

clean:  ## remove what was made here, .venv included
	rm -rf $(VENV) out build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@if ! { [ -n "$(PYTHON)" ] && $(PYTHON) -c '$(NEW_ENOUGH)'; } 2>/dev/null; then \
	  found=$$($(or $(PYTHON),python3) --version 2>/dev/null) || found=none; \
	  echo "microneedling needs Python 3.11 or newer; found: $$found." >&2; \
	  echo "Install it, or name it:  make PYTHON=/path/to/python3.11 demo" >&2; exit 1; fi
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "This Python cannot make a virtual environment (on Debian and Ubuntu: install python3-venv)." >&2; exit 1; }

# A stamp per kind of set-up: made again only when the lists of what to install change.
$(FOR_USE): pyproject.toml constraints.txt | $(PY)
	@echo "Installing the simulator (once; a minute or two) ..."
	@$(PIP_INSTALL) -e ".[fast]"
	@touch $@

$(FOR_CLINIC): pyproject.toml constraints.txt | $(PY)
	@echo "Installing the simulator and the clinic (once; a minute or two) ..."
	@$(PIP_INSTALL) -e ".[fast,clinic]"
	@touch $(FOR_USE) $@

$(FOR_WORK): pyproject.toml constraints.txt | $(PY)
	@echo "Installing the simulator and its tests (once; a minute or two) ..."
	@$(PIP_INSTALL) --no-compile -e ".[fast,dev,trial,exchange,clinic,postgres]"
	@$(COMPILE)
	@touch $(FOR_USE) $(FOR_CLINIC) $@

$(FOR_FIT): pyproject.toml constraints.txt | $(PY)
	@echo "Installing the simulator and what judges a calibration (once; a minute or two) ..."
	@$(PIP_INSTALL) -e ".[fast,calibrate]"
	@touch $(FOR_USE) $@

$(FOR_DOCS): pyproject.toml constraints.txt | $(PY)
	@echo "Installing the simulator and what builds its site (once; a minute or two) ..."
	@$(PIP_INSTALL) -e ".[fast,research,docs,trial,exchange,plan,photo]"
	@touch $(FOR_USE) $@

$(FHIR_VENV)/.ready: tools/fhir-validator.txt | $(PY)
	@$(PY) -m venv $(FHIR_VENV)
	@$(FHIR_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: -r $<
	@touch $@

# The type checker runs on Node: where the machine has none, a wheel brings it.
$(FOR_LINT): $(FOR_WORK)
	@command -v node >/dev/null 2>&1 || $(PIP_INSTALL) "pyright[nodejs]"
	@touch $@
