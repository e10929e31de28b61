# SPDX-License-Identifier: EUPL-1.2
# make         everything that pgaref needs, in .venv, from requirements.lock
# make demo    one case, from its first signal to the proof of its destruction
# make test    all checks: lint, types, layers, tests
# make schemas the schemas against their releases, and against those of REV (HEAD) in git
# make trace   the matrix article -> command -> tests
# make man      the man pages, in dist/man
# make messages the catalogues, brought up to the messages of the source
# make scale   how long the commands take on a vault of 1,000 dossiers
# make faults  every command killed, or refused by the system, at each of its calls (hours)
# make damage  every file of a vault damaged in every way, and forged
# make vectors the public test vectors of age, read as a vault's files are
# make hostile input that is made to do harm, with the time and memory that refusing it takes
# make together ten users on one vault for a minute, some of them killed
# make drill   backups made, restored and lost, as docs/reservekopieen.md tells to
# make adversary parties that keep every key and every old copy, in thousands of random histories
# make fuzz    what reads bytes that anybody may have written, fuzzed, guided by coverage
# make secrets what a whole case leaves where no key is needed to look
# make release wheel, source archive, Debian package, SBOM and checksums of the last commit, in dist/
# make deb     the Debian package alone, unpacked and run; make pipx: the wheel installed by pipx, and run
# make clean   back to what git holds

PYTHON ?= python3
JOBS ?= 2
BIN := .venv/bin
# Debian's names of the programs that tests and demo call: age, faketime, ssh-keygen, jq.
TOOLS := age faketime openssh-client jq strace restic poppler-utils util-linux vim vim-tiny nano zsh fish groff-base
PROGRAMS := age faketime ssh-keygen jq strace restic pdftotext flock unshare vim vim.tiny nano zsh fish groff
# Where tests write: memory where there are two gigabytes of it, else where programs write anyway.
SCRATCH := [ "$$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)" -gt 2000000 ] 2>/dev/null \
	&& [ -w /dev/shm ] && echo /dev/shm || echo "$${TMPDIR:-/tmp}"
# Nothing here waits for an answer.
export PIP_NO_INPUT := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export DEBIAN_FRONTEND := noninteractive

# $(call install-packages,packages): through apt as root, else the line to type.
define install-packages
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && apt-get install -q -y --no-install-recommends $(1); \
	else \
		echo "missing on this machine; as root: apt-get install --no-install-recommends $(1)" >&2; \
		exit 1; \
	fi
endef

.DELETE_ON_ERROR:
.PHONY: setup python tools demo test lint types layers schemas tests trace messages man scale faults damage vectors hostile together drill adversary fuzz secrets release deb pipx clean

setup: .venv/ready

# Without a resolver: the lock is whole, and an older pip takes a newer release for an extra.
.venv/ready: requirements.lock requirements-reuse.lock requirements-release.lock pyproject.toml | python
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: \
		-r requirements.lock -r requirements-release.lock
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --no-build-isolation \
		-r requirements-reuse.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "pgaref needs Python 3.11 or newer: make PYTHON=python3.11" >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		$(call install-packages,python3-venv); \
	fi

tools:
	@for program in $(PROGRAMS); do command -v $$program >/dev/null || missing=1; done; \
	if [ -n "$$missing" ]; then \
		$(call install-packages,$(TOOLS)); \
	fi

demo: setup tools
	PATH="$(CURDIR)/$(BIN):$$PATH" bash docs/demo.sh

test: tools lint types layers schemas tests

lint: setup
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .
	if [ -e .git ]; then $(BIN)/reuse lint --quiet || $(BIN)/reuse lint --lines; fi

types: setup
	$(BIN)/mypy --strict pgaref release tests

layers: setup
	$(BIN)/lint-imports --no-cache

# Another revision: make schemas REV=main. A tree that is no git repository is held against its list alone.
REV ?= HEAD
schemas: setup
	$(BIN)/pgaref schema check $$(git rev-parse --quiet --verify HEAD >/dev/null 2>&1 && echo "--against $(REV)")

# The rules of the covenant are tested whole: every line, both ways of every branch.
tests: setup tools
	PATH="$(CURDIR)/$(BIN):$$PATH" HYPOTHESIS_PROFILE=ci TMPDIR="$$($(SCRATCH))" \
		$(BIN)/pytest -q -n $(JOBS) --cov --cov-report=
	$(BIN)/coverage report --include='pgaref/covenant/*' --fail-under=100

trace: setup
	$(BIN)/python -m tests.trace

messages: setup
	$(BIN)/python -m tests.catalogue

man: setup
	$(BIN)/python -m release.manual

# Another size: make scale DOSSIERS=200.
scale: setup
	$(BIN)/python -m tests.scale $(DOSSIERS)

# A part of it, kept on no page: make faults FAULTS="intake --every 101 --stride 7".
faults: setup tools
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.reliability.faults $(or $(FAULTS),--keep)

damage: setup tools
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.reliability.damage --keep

vectors: setup
	$(BIN)/python -m tests.reliability.vectors --keep

hostile: setup tools
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.reliability.hostile --keep

together: setup tools
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.reliability.together --keep

drill: setup tools
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.reliability.drill --keep

adversary: setup tools
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.reliability.adversary --keep

fuzz: setup
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-fuzz.lock
	$(BIN)/python -m tests.reliability.fuzz $(or $(FUZZ),--keep)

secrets: setup tools
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.reliability.secrets --keep

# Each is built twice; a build that differs by a byte is no release.
release: setup
	$(BIN)/python -m release dist

deb: setup
	$(BIN)/python -m release.deb dist

# Into a throw-away home, with what the wheel asks for.
pipx: release
	home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && \
	PIPX_HOME="$$home/pipx" PIPX_BIN_DIR="$$home/bin" $(BIN)/pipx install --quiet dist/*.whl && \
	"$$home/bin/pgaref" --version

clean:
	rm -rf .venv .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find pgaref release tests -name __pycache__ -type d -prune -exec rm -rf {} +
