# Two commands for a newcomer: `make demo` and `make test`. Both make .venv themselves.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# What the tests use of the system; a test whose server is missing is skipped in
# plain words, or fails where MAILBOT_REQUIRE_ALL=1.
SYSTEM := dovecot-imapd openssl libarchive13 7zip fonts-noto-cjk chromium poppler-utils \
          libreoffice-writer-nogui libreoffice-calc-nogui

.PHONY: demo test check fuzz bench soak lock system clean

demo: $(VENV)/.installed
	$(BIN)/mailbot demo

test: $(VENV)/.ready system
	$(BIN)/python -m pytest --cov --cov-report=term -n 2

check: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry mailbot
	$(BIN)/vulture

fuzz: $(VENV)/.ready
	$(BIN)/python -m tests.fuzz --count 20000

# pip checks every package against the hashes in the lock.
$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.ready: $(VENV)/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

# Only where it may: Debian, as root or with sudo that asks nothing.
system:
	@sh tests/support/system_packages.sh $(SYSTEM)

# Needs uv (from PyPI); run after changing pyproject.toml.
lock:
	uv pip compile pyproject.toml --no-strip-extras --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate \
	  --extra seal --extra demo --extra more --group build -o requirements.txt
	uv pip compile pyproject.toml --no-strip-extras --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate \
	  --extra seal --extra demo --extra more --group build --group dev -o requirements-dev.txt
	uv pip compile pyproject.toml --no-strip-extras --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate \
	  --group bench -o requirements-bench.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
