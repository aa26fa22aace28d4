"""Papers that staff asked for by mail: made apart from the round that read the mail.

A consolidated table is read anew from twenty files: never inside a transaction.
"""

from __future__ import annotations

import mimetypes
from datetime import datetime
from pathlib import Path

from mailbot.core.letters.letters import Enclosure, Letter, Thread
from mailbot.core.notice.periods import Period
from mailbot.core.orders.facts import View
from mailbot.core.orders.requests import StaffRequest, Wish, read_request
from mailbot.core.record.records import CopyState, CopyVersion, LetterKind
from mailbot.core.words.words import listed
from mailbot.flows.facts import Wanted, handed_out, wanted_papers
from mailbot.flows.letters.answering import KEEP_TRYING, letterhead
from mailbot.flows.office import Desk, Office
from mailbot.flows.rollup import rollup
from mailbot.flows.staff.reporting_back import Done, OrderReport, report_facts

_MOST_BYTES = 15 << 20  # hosts take 20 to 50 MB, base64 adds a third
NOTHING: tuple[Enclosure, ...] = ()


def hand_out(office: Office, now: datetime) -> int:
    """Write a letter for each paper that is wanted; return how many."""
    with office.ledger.begin() as work:
        every = wanted_papers(work)
    for wanted in every:
        letter = _letter(office, wanted, now)
        with office.desk(now) as desk:
            desk.work.outbox.add(desk.office.scribe.write(letter, now))
            handed_out(desk.work, wanted, now)
            desk.work.commit()
    return len(every)


def _letter(office: Office, wanted: Wanted, now: datetime) -> Letter:
    to, message_id, line = wanted
    view = View(office.notice, office.roster, office.local(now).date())
    request = read_request(line, "", view, files=False)
    words, papers = f"{line}：无从办理", NOTHING
    if request is not None:
        words, papers = _papers(office, request, now)
    report = OrderReport(done=(Done(words),))
    return Letter(
        kind=LetterKind.ANSWER,
        template="answer",
        to=to,
        facts=letterhead(office, now) | report_facts(report, office.address),
        not_before=now,
        expires_at=now + KEEP_TRYING,
        thread=Thread(message_id, (), line),
        reason="工作人员要的材料",
        enclosures=papers,
    )


def _papers(
    office: Office, request: StaffRequest, now: datetime
) -> tuple[str, tuple[Enclosure, ...]]:
    """Return what is enclosed, in words, and the files themselves."""
    period = next(p for p in office.periods if p.id == request.period)
    if request.wish is Wish.TABLE:
        table = rollup(office, period, now)
        silent = f"；未报送：{listed(table.silent)}" if table.silent else ""
        papers = office.workbooks.rollup(table, period.id)
        return f"{period.chinese}汇总报表见附件{silent}", papers
    with office.desk(now) as desk:
        found = _current(desk, request.units[0], period)
    return _files(office, found, f"{request.units[0]} {period.chinese}")


def _current(desk: Desk, unit: str, period: Period) -> tuple[CopyVersion, ...]:
    """Return the newest filed version of each copy."""
    newest: dict[str, CopyVersion] = {}
    for version in desk.work.copies.of_unit(unit):
        counts = version.state is CopyState.FILED and version.path
        if counts and version.period == period.id:
            newest[version.copy] = version
    return tuple(newest.values())


def _files(
    office: Office, versions: tuple[CopyVersion, ...], whose: str
) -> tuple[str, tuple[Enclosure, ...]]:
    if not versions:
        return f"{whose}尚无归档的文件", ()
    paths = [office.archive.path(v.path) for v in versions]
    there = [path for path in paths if path.is_file()]
    size = sum(path.stat().st_size for path in there)
    if size > _MOST_BYTES:
        where = "、".join(Path(v.path).name for v in versions)
        words = f"共{size >> 20} MB，超过邮件大小，请在归档文件夹中打开：{where}"
        return f"{whose}的文件{words}", ()
    papers = tuple(
        Enclosure(path.name, _media_type(path), path.read_bytes()) for path in there
    )
    return f"{whose}的文件{len(papers)}份见附件", papers


def _media_type(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
