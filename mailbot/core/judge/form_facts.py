"""What a document's annex table says, by itself and of the unit it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.core.form.coverage import coverage, is_blank
from mailbot.core.form.heading import heading_lines
from mailbot.core.form.placing import Placement, placed
from mailbot.core.form.reading import Form
from mailbot.core.form.stale import same_as_earlier
from mailbot.core.form.words import UnitWords
from mailbot.core.judge.case import FormFacts
from mailbot.core.matter.evidence import speaks_of_items
from mailbot.core.notice.notice import Notice
from mailbot.core.record.clues import FileVerdict
from mailbot.core.record.documents import Document
from mailbot.core.record.history import History


def facts_of(document: Document, form: Form | None, notice: Notice) -> FormFacts:
    """Return what a document's table says by itself; None for a form is no table."""
    if form is None:
        return FormFacts(
            heading=heading_lines(document.content, notice),
            unclear=document.content.columns_unclear,
            clipped=document.content.clipped,
        )
    return FormFacts(
        heading=form.heading.lines,
        found=True,
        own_rows=speaks_of_items(form, notice),
        blank=is_blank(form, notice) and not document.content.clipped,
        clipped=document.content.clipped,
    )


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """What a unit's table is held against: what is asked, and what was sent before."""

    notice: Notice
    units: UnitWords
    history: History
    placed: tuple[Placement, ...] = ()  # what staff said of rows that fit no item


def facts_of_unit(
    fact: FormFacts, form: Form | None, file: FileVerdict, against: HeldAgainst
) -> FormFacts:
    """Add what the table says of the unit it was attributed to."""
    if form is None or len(file.units) != 1:
        return fact
    unit = file.units[0]
    if file.period is not None:
        other = form.other_period(file.period)
        fact, form = replace(fact, other_period=other), form.of_period(file.period)
    form = placed(form, unit, against.placed)
    covered = coverage(form, against.notice, unit, against.units)
    if fact.blank:
        return replace(fact, items_missing=covered.missing)
    filled = (*covered.filled, *covered.nil, *covered.referred)
    stale = same_as_earlier(form, against.history.elsewhere(unit, file.period))
    return replace(
        fact,
        items_missing=covered.missing,
        filled=tuple(sorted(filled)),
        unplaced=tuple(row.item or row.progress for row in covered.unplaced),
        nil=bool(covered.nil) and not covered.filled,
        stale=f"与{stale.period}所报相同" if stale else "",
    )
