"""The slow full comparison: once an hour no cursor is trusted.

A server may show a mail below the highest UID known: a folder restored from a
backup, a move back from junk on a host that keeps UIDs, two deliveries that finished
in the other order.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mailbot.flows.facts import RECONCILED_AT
from mailbot.flows.office import Office

EVERY = timedelta(hours=1)


def is_due(office: Office, now: datetime) -> bool:
    """Tell whether every UID is to be compared; a clock set back makes it due too."""
    with office.ledger.begin() as work:
        noted = work.decisions.fact(RECONCILED_AT)
    return not noted or abs(now - datetime.fromisoformat(noted)) >= EVERY


def note_reconciled(office: Office, now: datetime) -> None:
    """Remember that the ledger knows every mail the server showed at `now`."""
    with office.ledger.begin() as work:
        work.decisions.keep(RECONCILED_AT, now.isoformat(), now)
        work.commit()
