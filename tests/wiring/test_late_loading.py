"""What loads slowly is loaded by those who need it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import mailbot.wiring


def loaded_by(code: str, *slow: str) -> list[str]:
    """Return which of the slow packages a new process has loaded after that code."""
    ask = f"{code}\nimport sys\nprint(*({set(slow)!r} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.mark.parametrize("tasks", ["examination", "sealing"])
def test_a_confined_child_does_not_load_the_application(tasks: str) -> None:
    application = ("sqlalchemy", "jinja2", "imapclient", "mailbot.flows.office")
    assert loaded_by(f"import mailbot.wiring.{tasks}", *application) == []


def test_a_command_loads_what_writes_papers_only_for_papers() -> None:
    slow = ("alembic", "openpyxl", "docx", "numpy", "apscheduler", "cv2")
    assert loaded_by("import mailbot.cli.main", *slow) == []


def test_the_wiring_offers_its_application_and_nothing_else() -> None:
    assert mailbot.wiring.open_app.__name__ == "open_app"
    with pytest.raises(AttributeError, match="nothing_else"):
        _ = mailbot.wiring.nothing_else
