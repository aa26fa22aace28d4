"""Addresses that nobody knew, whose reports were filed: staff say whose they are."""

from __future__ import annotations

from datetime import datetime

from mailbot.core.record.addresses import Learned, LearnedAddress, NewAddress
from mailbot.core.record.records import LetterState
from mailbot.flows.office import Office
from mailbot.ports import Work

_SENT = {LetterState.SENT, LetterState.UNKNOWN}


def strangers(office: Office, work: Work) -> tuple[NewAddress, ...]:
    """Return every unknown address whose report counts, whatever was said of it."""
    ours = {office.address.lower(), *office.staff}
    return tuple(
        one
        for one in work.addresses.strangers()
        if one.address not in ours and not office.roster.by_address(one.address)
    )


def new_addresses(office: Office, work: Work) -> tuple[NewAddress, ...]:
    """Return the addresses that wait for a word of staff, oldest first.

    One that failed the checks of our own host is never offered.
    """
    said = {(one.unit, one.address) for one in work.addresses.said()}
    return tuple(
        one
        for one in strangers(office, work)
        if not one.forged and (one.unit, one.address) not in said
    )


def adopted(work: Work, address: str) -> LearnedAddress | None:
    """Return how staff adopted an address, None if they did not."""
    wanted = address.lower()
    return next(
        (
            one
            for one in work.addresses.said()
            if one.address == wanted and one.how is Learned.ADOPTED
        ),
        None,
    )


def is_first_letter(work: Work, address: str) -> bool:
    """Tell whether nothing was sent yet to an address that staff adopted.

    The first letter after it holds no list and no form (DOMAIN): should the address
    be somebody else's, nothing of the unit's is told there.
    """
    how = adopted(work, address)
    if how is None:
        return False
    since = _sent_since(work, address, how.at)
    return not since


def _sent_since(work: Work, address: str, at: datetime) -> bool:
    return any(q.state in _SENT for q in work.outbox.to_address(address, at))
