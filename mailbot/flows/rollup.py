"""The finished table of a period, read anew from what the units handed in."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.core.form.reading import Form, read_form
from mailbot.core.notice.notice import Copy
from mailbot.core.notice.periods import Period
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.progress import Standing, UnitProgress, newest
from mailbot.core.record.records import CopyState, CopyVersion
from mailbot.core.summary.rollup import Report, Rollup, consolidate
from mailbot.core.words.words import COPY_WORDS
from mailbot.flows.office import Office
from mailbot.flows.standing import progress_of_all


def rollup(office: Office, period: Period) -> Rollup:
    """Return the consolidated table from every unit's current copies."""
    with office.ledger.begin() as work:
        standing = progress_of_all(office, work, period)
        versions = work.copies.of_period(period.id)
    reports = [
        Report(unit.unit, _form(office, unit.unit, versions), _note(unit))
        for unit in standing
        if any(progress.state is Standing.FILED for _, progress in unit.copies)
    ]
    return consolidate(office.notice, period, reports, office.unit_words)


def _form(office: Office, unit: str, versions: Sequence[CopyVersion]) -> Form | None:
    """Read the unit's table: the electronic copy first, else the PDF's text."""
    for copy in (Copy.ELECTRONIC, Copy.STAMPED_PDF):
        mine = [
            v
            for v in versions
            if (v.unit, v.copy, v.state) == (unit, copy, CopyState.FILED)
        ]
        form = _read(office, newest(mine)) if mine else None
        if form is not None:
            return form
    return None


def _read(office: Office, version: CopyVersion) -> Form | None:
    path = office.archive.path(version.path)
    with office.archive.workroom() as room:
        documents = office.examiner.file(path, path.name, room)
    forms = (read_form(d.content, office.notice, office.unit_words) for d in documents)
    found = next((form for form in forms if form is not None), None)
    return found and found.of_period(version.period)


def _note(unit: UnitProgress) -> str:
    lacking = [c for c, p in unit.copies if p.state in _LACKING]
    return "缺" + "、".join(COPY_WORDS[CopyKind(c)] for c in lacking) if lacking else ""


_LACKING = {Standing.MISSING, Standing.PENDING, Standing.REJECTED}
