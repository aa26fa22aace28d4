"""Addresses that nobody knew, whose reports were filed: staff say whose they are."""

from __future__ import annotations

from mailbot.core.record.addresses import Learned, LearnedAddress, NewAddress
from mailbot.core.record.records import LetterState
from mailbot.flows.office import Desk
from mailbot.ports import Work

_SENT = {LetterState.SENT, LetterState.UNKNOWN}


def strangers(desk: Desk) -> tuple[NewAddress, ...]:
    """Return every unknown address whose report counts, whatever was said of it."""
    office = desk.office
    ours = {office.address.lower(), *office.staff}
    return tuple(
        one
        for one in desk.work.addresses.strangers()
        if one.address not in ours and not office.roster.by_address(one.address)
    )


def new_addresses(desk: Desk) -> tuple[NewAddress, ...]:
    """Return the addresses that wait for a word of staff, oldest first.

    One that failed the checks of our own host is never offered.
    """
    said = {(one.unit, one.address) for one in desk.work.addresses.said()}
    return tuple(
        one
        for one in strangers(desk)
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


def is_first_letter(desk: Desk, address: str) -> bool:
    """Tell whether nothing was sent yet to an address that staff adopted.

    The first letter after it holds no list and no form (DOMAIN): should the address
    be somebody else's, nothing of the unit's is told there.
    """
    how = adopted(desk.work, address)
    if how is None:
        return False
    since = desk.work.outbox.to_address(address, how.at)
    return not any(queued.state in _SENT for queued in since)
