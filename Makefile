# make demo: set up, read the seed articles, show what was found.  make test: set up, run every test on both stores.
# make docs: the documentation as a site.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE := demo/sutradhar.kglite

.PHONY: demo test lint docs clean

$(VENV)/.demo: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	@echo "installing (the first time fetches about 3 GB, most of it torch) …"
	$(BIN)/pip install --quiet --progress-bar on -c constraints.txt -e .
	@touch $@

$(VENV)/.test: $(VENV)/.demo
	$(BIN)/pip install --quiet --progress-bar on -c constraints.txt -e ".[test,dev]"
	@$(BIN)/pip install --quiet -c constraints.txt ".[test-ftm]" 2>/dev/null || \
		echo "followthemoney cannot be built here (PyICU needs a C++ compiler, pkg-config and libicu-dev): its test is skipped"
	@touch $@

demo: $(VENV)/.demo
	@mkdir -p demo
	$(BIN)/sutradhar ingest seeds --store $(STORE)
	$(BIN)/sutradhar store --store $(STORE)
	$(BIN)/sutradhar query meetings --store $(STORE)
	$(BIN)/sutradhar query treaty --store $(STORE)
	$(BIN)/sutradhar query timeline -p who=Lavrov --store $(STORE)
	$(BIN)/sutradhar export demo/graph.html --store $(STORE)
	@echo "open demo/graph.html in a browser"

test: $(VENV)/.test
	$(BIN)/python -m pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.test
	$(BIN)/mkdocs build --strict
	@echo "open site/index.html, or run $(BIN)/mkdocs serve"

clean:
	rm -rf demo site $(VENV) build dist *.egg-info
