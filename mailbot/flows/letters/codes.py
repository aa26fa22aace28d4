"""Gives out the codes by which staff settle things with an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from mailbot.core.orders.codes import (
    ADDRESS,
    ITEM,
    MAIL,
    VALID_FOR,
    Chance,
    Code,
    CodeRef,
    new_secret,
)
from mailbot.core.record.addresses import NewAddress
from mailbot.core.record.records import ReviewItem
from mailbot.flows.new_addresses import new_addresses
from mailbot.flows.office import Office
from mailbot.ports import Work

# A code that is good for longer than this is written again instead of a new one:
# yesterday's mail and today's then name the same thing alike.
_AGAIN = timedelta(days=10)


def issue(work: Work, item: ReviewItem, now: datetime, chance: Chance) -> Code:
    """Return a code for a waiting thing: its last one while that is fresh."""
    return _issue(work, CodeRef(ITEM, item.mail, item.number, ""), now, chance)


def issue_for_address(
    work: Work, new: NewAddress, now: datetime, chance: Chance
) -> Code:
    """Return a code for a new address: its last one while that is fresh."""
    return _issue(work, CodeRef(ADDRESS, new.mail, new.number, ""), now, chance)


def _issue(work: Work, about: CodeRef, now: datetime, chance: Chance) -> Code:
    given = work.codes.given(about, now + _AGAIN)
    if given is not None:
        return given
    return work.codes.give(
        replace(about, secret=new_secret(chance)), now, now + VALID_FOR
    )


def issue_for_mail(work: Work, now: datetime, chance: Chance) -> Code:
    """Return a new code for a mail to staff: for what concerns units and letters."""
    ref = CodeRef(MAIL, 0, 0, new_secret(chance))
    return work.codes.give(ref, now, now + VALID_FOR)


def codes_of_waiting(office: Office, work: Work, now: datetime) -> Mapping[str, str]:
    """Return a code for everything that waits: R12.2 → R12.2-7K3F-Q2MX."""
    waiting = {
        item.id: issue(work, item, now, office.chance).ref.text
        for item in work.reviews.open()
    }
    return waiting | {
        new.id: issue_for_address(work, new, now, office.chance).ref.text
        for new in new_addresses(office, work)
    }
