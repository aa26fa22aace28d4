# Two commands for a newcomer: `make demo` and `make test`. Both make .venv themselves.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# Hundreds of processes are started by the tests: each reads what the first one compiled.
unexport PYTHONDONTWRITEBYTECODE
# What the tests use of the system; a test whose server is missing is skipped in
# plain words, or fails where MAILBOT_REQUIRE_ALL=1.
SYSTEM := dovecot-imapd openssl libarchive13 7zip fonts-noto-cjk chromium poppler-utils \
          libreoffice-writer-nogui libreoffice-calc-nogui postgresql

.PHONY: demo test test-postgres test-fast check fix fuzz bench soak package lock system clean

demo: $(VENV)/.installed
	$(BIN)/mailbot demo

test: $(VENV)/.ready system
	$(BIN)/python -m pytest --cov --cov-report=term -n 2

# What asks for a ledger, once more with it on a PostgreSQL server; not the sets of mails
# that are read and judged before a ledger is asked.
test-postgres: $(VENV)/.ready system
	MAILBOT_TEST_LEDGER=postgresql $(BIN)/python -m pytest -q -n 2 \
	  tests/adapters/store tests/flows tests/journeys tests/web \
	  --ignore=tests/journeys/test_cases.py --ignore=tests/journeys/test_given_mails.py \
	  --ignore=tests/journeys/test_without_sight.py

# Values and decisions alone, without servers: half a minute on two cores.
test-fast: $(VENV)/.ready
	$(BIN)/python -m pytest tests/core -q -n 2

# What a tool can put right by itself: format, order of imports, lint.
fix: $(VENV)/.ready
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

check: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry mailbot
	$(BIN)/vulture
	$(BIN)/python -m tests.support.licences
	$(BIN)/python -m tests.support.known_faults

fuzz: $(VENV)/.ready
	$(BIN)/python -m tests.fuzz --count 20000

# How much of each set, and how many interleaved rounds; in full more than
# an hour and a half, the 10,000 small mails alone eight minutes a round.
BENCH_SCALE  ?= 1
BENCH_ROUNDS ?= 5

# Loopback only. mbsync (isync) and getmail6 are compared where they are installed.
bench: $(VENV)/.bench system
	$(BIN)/python bench/intake.py --scale $(BENCH_SCALE) --rounds $(BENCH_ROUNDS)
	$(BIN)/python bench/growth.py --rounds $(BENCH_ROUNDS)
	$(BIN)/python -m bench.sealed_intake
	$(BIN)/python bench/intake_fetch.py --rounds $(BENCH_ROUNDS)
	$(BIN)/python -m bench.mime
	$(BIN)/python -m bench.documents
	$(BIN)/python -m bench.seals
	$(BIN)/python -m bench.long_scans
	$(BIN)/python -m bench.walls
	$(BIN)/python -m bench.console

# The long loops: hundreds of kills by the clock, every call of the system, damaged pages
# and loads of every sort, then every fault in other orders. About two hours and a half;
# what they came to is told in docs/reliability.md.
SOAK_KILLS ?= 300
SOAK_MUTANTS ?= 100000
SOAK_SEEDS ?= 1 2 3

soak: $(VENV)/.ready system
	MAILBOT_SOAK_STOPPED=150 MAILBOT_SOAK_KILLS=$(SOAK_KILLS) $(BIN)/python -m pytest tests/journeys/test_kill.py -n 0 -s
	MAILBOT_EVERY_CALL=1 $(BIN)/python -m pytest tests/journeys/test_each_call_fails.py -n 0
	$(BIN)/python -m tests.fuzz_pages --count $(SOAK_MUTANTS)
	$(BIN)/python -m bench.load mailbox --mails 20000
	$(BIN)/python -m bench.load mailbox --mails 100000 --known
	$(BIN)/python -m bench.load flood --mails 5000 --reviews 500
	$(BIN)/python -m bench.load days --hours 72
	MAILBOT_OWN_CASES_EVERY=1 $(BIN)/python -m pytest -n 0 \
	  tests/journeys/test_given_mails.py tests/journeys/test_without_sight.py
	MAILBOT_STRANGERS_EVERY=1 $(BIN)/python -m pytest tests/flows/intake/test_strangers.py -n 0
	for seed in $(SOAK_SEEDS); do \
	  $(BIN)/python -m pytest tests/journeys/test_faults.py tests/journeys/test_kill.py \
	    tests/adapters/mail tests/test_schedule.py -n 2 --randomly-seed=$$seed || exit 1; \
	done

# dist/: a wheel for pipx and uv, and a Debian package that needs no network.
package: $(VENV)/.installed
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	sh packaging/deb.sh $(BIN)/python dist/*.whl dist

# pip checks every package against the hashes in the lock.
$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.ready: $(VENV)/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

$(VENV)/.bench: $(VENV)/.ready requirements-bench.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-bench.txt
	touch $@

# Only where it may: Debian, as root or with sudo that asks nothing.
system:
	@sh tests/support/system_packages.sh $(SYSTEM)

# Needs uv (from PyPI); run after changing pyproject.toml.
lock:
	uv pip compile pyproject.toml --no-strip-extras --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate \
	  --extra seal --extra demo --extra web --extra postgres --extra more --group build -o requirements.txt
	uv pip compile pyproject.toml --no-strip-extras --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate \
	  --extra seal --extra demo --extra web --extra postgres --extra more --group build --group dev -o requirements-dev.txt
	uv pip compile pyproject.toml --no-strip-extras --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate \
	  --group bench -o requirements-bench.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
