"""What every test may use, and that with MAILBOT_REQUIRE_ALL=1 none is left out."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

from tests.support.dovecot import dovecot, mailbox
from tests.support.ledgers import ON_POSTGRES, connections_end
from tests.support.shared import NO_SHARED

__all__ = ["connections_end", "dovecot", "mailbox"]

ALL_REQUIRED = os.environ.get("MAILBOT_REQUIRE_ALL") == "1"  # noqa: TID251

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def never_left_out(report: Report) -> Report:
    """Turn a skip into a failure, but for material that lies outside the project."""
    expected = hasattr(report, "wasxfail")
    words = str(report.longrepr)
    if ALL_REQUIRED and report.skipped and not expected and NO_SHARED not in words:
        report.outcome = "failed"
        report.longrepr = f"MAILBOT_REQUIRE_ALL=1, and yet left out: {words}"
    return report


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """On PostgreSQL choose no test of what a ledger in a file alone has."""
    if not ON_POSTGRES:
        return
    of_files = [item for item in items if item.get_closest_marker("a_file")]
    config.hook.pytest_deselected(items=of_files)
    items[:] = [item for item in items if item not in of_files]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Look at every test's end."""
    return never_left_out((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[
    None, pytest.CollectReport, pytest.CollectReport
]:
    """Look at every module's collection, too: a whole module may be left out."""
    return never_left_out((yield))
