"""Other business of known units: left alone, and listed so that it can be found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from mailbot.core.record.clues import CopyKind
from mailbot.core.record.flags import FLAGS, FlagKind
from mailbot.core.record.records import Proposal, ReviewItem
from mailbot.core.words.wording import plain
from mailbot.flows.office import Desk, Office

_PICTURES_OF_PAPER = {".pdf", ".ofd"}


def other_business(desk: Desk) -> tuple[ReviewItem, ...]:
    """Return the files left alone as 其他来件, each with what it would be filed as."""
    found = desk.work.reviews.ignored(FlagKind.OTHER_BUSINESS)
    return tuple(_if_a_report(desk.office, item) for item in found)


def is_fellow(one: ReviewItem, other: ReviewItem) -> bool:
    """Tell whether two files of a unit and a period bear the same title."""
    where, there = one.proposal, other.proposal
    same = (where.units, where.period) == (there.units, there.period)
    return same and bool(one.title) and plain(one.title) == plain(other.title)


def _if_a_report(office: Office, item: ReviewItem) -> ReviewItem:
    """Say what a file would count as: of the period that was in hand when it came."""
    day = office.local(item.received_at).date()
    pdf = PurePath(item.attachment).suffix.lower() in _PICTURES_OF_PAPER
    proposal = Proposal(
        item.proposal.units,
        office.period_at(day).id,
        CopyKind.STAMPED_PDF if pdf else CopyKind.ELECTRONIC,
        item.proposal.action,
        FLAGS[FlagKind.OTHER_BUSINESS].word,
    )
    return replace(item, proposal=proposal, reasons=(proposal.reason,))
