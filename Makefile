# `make` alone lists what there is. Everything runs through `python3 -m tools`, on a bare Python 3.11.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
export PORT
# set on some machines; it makes every start three times slower
unexport PYTHONDONTWRITEBYTECODE
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

.PHONY: help run check test deep bench format locks reference pictures prepare clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set up what is missing and start OnePlan with the demo area (PORT=8000)
	@$(PYTHON) -m tools run

check: ## format, lint, types, contracts, quick tests of what changed: about two minutes
	@$(PYTHON) -m tools check

test: ## everything a change needs: both databases, browser: meant to take twenty minutes
	@$(PYTHON) -m tools test

deep: ## the long runs, slice by slice; goes on where it stopped (FRESH=1: from the start; ONLY=matrix: some)
	@$(PYTHON) -m tools deep

bench: ## the measurements (ONLY=name: some of them)
	@$(PYTHON) -m tools bench

format: prepare ## put layout and imports in order
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format .

reference: prepare ## write the generated pages of docs/reference anew
	@.venv/bin/python -m tools.reference

pictures: prepare ## take the pictures of the tutorials anew; then look at each
	@ONEPLAN_PICTURES=1 .venv/bin/pytest -q -n0 tests/docs -k "its_pictures"

locks: prepare ## compile requirements/*.in into hashed lock files
	@$(PYTHON) -m tools locks

prepare: ## environment and styles for working on OnePlan, nothing more
	@$(PYTHON) -m tools prepare

clean: ## remove what set-up made; the data in var/ stays
	rm -rf .venv .setup node_modules src/oneplan/web/site/static/site
