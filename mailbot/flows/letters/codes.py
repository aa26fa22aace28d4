"""Gives out the codes by which staff settle things with an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from mailbot.core.orders.codes import (
    ITEM,
    MAIL,
    VALID_FOR,
    Chance,
    Code,
    CodeRef,
    new_secret,
)
from mailbot.core.record.records import ReviewItem
from mailbot.flows.office import Office
from mailbot.ports import Work

# A code that is good for longer than this is written again instead of a new one:
# yesterday's mail and today's then name the same thing alike.
_AGAIN = timedelta(days=10)


def issue(work: Work, item: ReviewItem, now: datetime, chance: Chance) -> Code:
    """Return a code for a waiting thing: its last one while that is fresh."""
    given = work.codes.of_item(item, now + _AGAIN)
    if given is not None:
        return given
    ref = CodeRef(ITEM, item.mail, item.number, new_secret(chance))
    return work.codes.give(ref, now, now + VALID_FOR)


def issue_for_mail(work: Work, now: datetime, chance: Chance) -> Code:
    """Return a new code for a mail to staff: for what concerns units and letters."""
    ref = CodeRef(MAIL, 0, 0, new_secret(chance))
    return work.codes.give(ref, now, now + VALID_FOR)


def codes_of_waiting(office: Office, work: Work, now: datetime) -> Mapping[str, str]:
    """Return a code for everything that waits: R12.2 → R12.2-7K3F-Q2MX."""
    return {
        item.id: issue(work, item, now, office.chance).ref.text
        for item in work.reviews.open()
    }
