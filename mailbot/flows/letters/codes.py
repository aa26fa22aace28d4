"""Gives out the codes by which staff settle things with an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from mailbot.core.orders.codes import (
    ADDRESS,
    ITEM,
    MAIL,
    VALID_FOR,
    Code,
    CodeRef,
    new_secret,
)
from mailbot.core.record.addresses import NewAddress
from mailbot.core.record.records import ReviewItem
from mailbot.flows.new_addresses import new_addresses
from mailbot.flows.office import Desk
from mailbot.flows.others import other_business

# A code that is good for longer than this is written again instead of a new one:
# yesterday's mail and today's then name the same thing alike.
_AGAIN = timedelta(days=10)


def issue(desk: Desk, item: ReviewItem) -> Code:
    """Return a code for a waiting thing: its last one while that is fresh."""
    return _issue(desk, CodeRef(ITEM, item.mail, item.number, ""))


def issue_for_address(desk: Desk, new: NewAddress) -> Code:
    """Return a code for a new address: its last one while that is fresh."""
    return _issue(desk, CodeRef(ADDRESS, new.mail, new.number, ""))


def _issue(desk: Desk, about: CodeRef) -> Code:
    given = desk.work.codes.given(about, desk.now + _AGAIN)
    if given is not None:
        return given
    ref = replace(about, secret=new_secret(desk.office.chance))
    return desk.work.codes.give(ref, desk.now, desk.now + VALID_FOR)


def issue_for_mail(desk: Desk) -> Code:
    """Return a new code for a mail to staff: for what concerns units and letters."""
    ref = CodeRef(MAIL, 0, 0, new_secret(desk.office.chance))
    return desk.work.codes.give(ref, desk.now, desk.now + VALID_FOR)


def codes_of_waiting(desk: Desk) -> Mapping[str, str]:
    """Return a code for everything that waits: R12.2 → R12.2-7K3F-Q2MX.

    So has the period's other business, which may be a report after all.
    """
    period = desk.office.period_at(desk.today).id
    late = (i for i in other_business(desk) if i.proposal.period == period)
    waiting = {
        item.id: issue(desk, item).ref.text
        for item in (*desk.work.reviews.open(), *late)
    }
    return waiting | {
        new.id: issue_for_address(desk, new).ref.text for new in new_addresses(desk)
    }
