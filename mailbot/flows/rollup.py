"""The finished table of a period, read anew from what the units handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mailbot.core.form.placing import Placement, placed, placements
from mailbot.core.form.reading import Form, read_form
from mailbot.core.notice.notice import Copy
from mailbot.core.notice.periods import Period
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.progress import Standing, UnitProgress, newest
from mailbot.core.record.records import CopyState, CopyVersion
from mailbot.core.summary.rollup import Report, Rollup, consolidate
from mailbot.core.targets.words import gist, target_row
from mailbot.core.words.words import COPY_WORDS
from mailbot.flows.office import Office
from mailbot.flows.standing import progress_of_all
from mailbot.flows.targets.table import targets_of


def rollup(office: Office, period: Period, now: datetime) -> Rollup:
    """Return the consolidated table from every unit's current copies."""
    with office.desk(now) as desk:
        standing = progress_of_all(desk, period)
        versions = desk.work.copies.of_period(period.id)
        targets = targets_of(desk, (period,))
        said = placements(desk.work.decisions.all())
    reports = [
        _placed(_report(office, unit, versions), said)
        for unit in standing
        if any(progress.state is Standing.FILED for _, progress in unit.copies)
    ]
    table = consolidate(office.notice, period, reports, office.unit_words)
    rows = tuple(target_row(line, office.local) for line in targets)
    return replace(table, targets=rows, targets_gist=gist(targets))


def _report(
    office: Office, unit: UnitProgress, versions: Sequence[CopyVersion]
) -> Report:
    """Read the unit's table: the electronic copy first, else the PDF's text."""
    current: list[CopyVersion] = []
    for copy in (Copy.ELECTRONIC, Copy.STAMPED_PDF):
        mine = [
            v
            for v in versions
            if (v.unit, v.copy, v.state) == (unit.unit, copy, CopyState.FILED)
        ]
        if not mine:
            continue
        current.append(newest(mine))
        form = _read(office, current[-1])
        if form is not None:
            return Report(unit.unit, form, _note(unit), _source(current[-1]))
    source = "；".join(map(_source, current))
    return Report(unit.unit, None, _note(unit), source)


def _placed(report: Report, said: tuple[Placement, ...]) -> Report:
    """Return a report with its rows of no item where staff put them."""
    if report.form is None:
        return report
    return replace(report, form=placed(report.form, report.unit, said))


def _source(version: CopyVersion) -> str:
    """Say which file a unit's words stand in: its name, copy and version."""
    copy = COPY_WORDS[CopyKind(version.copy)]
    return f"{Path(version.path).name}（{copy}第{version.version}版）"


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
