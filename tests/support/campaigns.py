"""An office with several live notices, each from a file beside the tests."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from mailbot.adapters.letters import Letterhead, TemplateScribe
from mailbot.adapters.notice_file import load_duties
from mailbot.adapters.store.ledger import StoreLedger
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.policy import Policy
from mailbot.flows.office import Office
from tests.support.ledgers import ledger_url
from tests.support.office import MAILBOX, ROOT, STAFF, at, make_office, release

NOTICES = ROOT / "tests" / "flows" / "notices"
SHIPPED = ROOT / "config" / "notice.toml"


def notice_file(name: str) -> Path:
    """Return the file of one of the tests' notices; "shipped" is the real one."""
    return SHIPPED if name == "shipped" else NOTICES / f"{name}.toml"


def campaign_office(
    folder: Path, names: Sequence[str], policy: Policy | None = None
) -> Office:
    """Return the office for the notices of these names, the first with its peers.

    Every unit has one address, the same in all of them; all are released.
    """
    first = make_office(folder, policy, released=False)
    notices = [n for name in names for n in load_duties(notice_file(name))]
    keys = tuple(notice.scope for notice in notices)
    ledger = StoreLedger(ledger_url(folder / "several.db"), keys[0], every=keys)
    ids = count(1)
    every = [_for(first, notice, ledger, ids) for notice in notices]
    for office in every:
        release(office, at("2023-03-01 09:00"))
    return replace(every[0], peers=tuple(every[1:]))


def _for(office: Office, notice: Notice, ledger: StoreLedger, ids: count) -> Office:  # type: ignore[type-arg]
    head = Letterhead(MAILBOX, notice.office, STAFF, office.policy.letters)
    shipped = ROOT / "templates"
    units = tuple(u for u in office.roster.units if u.name in notice.units)
    return replace(
        office,
        notice=notice,
        roster=replace(office.roster, units=units),
        ledger=ledger.scoped(notice.scope),
        scribe=TemplateScribe(shipped, shipped, head, lambda _: f"id{next(ids)}"),
    )
