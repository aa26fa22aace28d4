"""A ledger between its file in the working folder and a database server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mailbot.adapters.backup import LEDGER
from mailbot.adapters.store.ledger import StoreLedger
from mailbot.errors import NeedsStaff
from mailbot.flows.upkeep.restoring import Anew
from mailbot.wiring.app import App


def move_ledger(app: App, url: str, tick: Callable[[int], None]) -> tuple[int, Path]:
    """Take the ledger to an empty database; return its rows, and its old file.

    The file gets another name: who does not tell the service of the new place finds
    no ledger, instead of two that go apart. NeedsStaff where the ledger is no file, or
    the database not empty; BadSettings for a wrong URL.
    """
    old = app.settings.state / LEDGER
    if not old.is_file():
        raise NeedsStaff("台账不在 state 文件夹中，只能由SQLite搬出")
    count = app.ledger.move_to(url, tick)
    app.ledger.close()
    return count, old.rename(old.with_suffix(".sqlite.moved"))


def restore(app: App, source: Path) -> tuple[int, Anew]:
    """Lay a backup out as the state folder, and its ledger where the settings say.

    Return how many files it held, and what will not be done twice. NeedsStaff where
    the folder or the database holds something already.
    """
    file = app.settings.state / LEDGER
    elsewhere = str(app.settings.database_url) != f"sqlite:///{file}"
    if elsewhere:
        app.ledger.check_empty()
    count, anew = app.restore(source)
    if elsewhere:
        every = (*app.office.every, *app.closed)
        keys = tuple(one.notice.scope for one in every)
        laid_out = StoreLedger(f"sqlite:///{file}", keys[0], every=keys)
        laid_out.move_to(app.settings.database_url, lambda _done: None)
        laid_out.close()
        file.unlink()
    return count, anew
