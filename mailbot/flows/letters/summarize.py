"""The summary for staff: read from the ledger, written as a mail and as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from mailbot.core.form.placing import left_over, placements
from mailbot.core.letters.letters import Rendered
from mailbot.core.notice.periods import Period
from mailbot.core.notice.policy import LettersMode
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.progress import UnitProgress, newest
from mailbot.core.record.records import (
    CopyState,
    CopyVersion,
    LetterState,
    QueuedLetter,
    ReviewItem,
)
from mailbot.core.reminders.case import Skipped, Why
from mailbot.core.summary.summary import (
    Change,
    Contact,
    Counts,
    Note,
    Other,
    Outlook,
    ReminderLine,
    Summary,
    Task,
)
from mailbot.core.summary.words import (
    between_words,
    change,
    counted,
    figure_notes,
    mail_ways,
    matrix_row,
    newcomer,
    other_line,
    outlook,
    reminder_line,
    sentence,
    task,
    version_line,
)
from mailbot.core.targets.words import gist, target_row
from mailbot.flows.letters.answering import letterhead, unit_addresses
from mailbot.flows.letters.cases import stages_of
from mailbot.flows.letters.health import health_of
from mailbot.flows.letters.remind import Decision, plan
from mailbot.flows.new_addresses import new_addresses
from mailbot.flows.office import Desk, Office
from mailbot.flows.others import other_business
from mailbot.flows.standing import progress_of_all
from mailbot.flows.targets.table import targets_of

WEEK = timedelta(days=7)
_LINKS_LIVE = timedelta(days=30)  # the longest a cloud link of the usual hosts lasts
_NO_CODES: Mapping[str, str] = {}


def summary(
    office: Office, now: datetime, codes: Mapping[str, str] = _NO_CODES
) -> Summary:
    """Return all that staff should know at `now`.

    `codes` gives the code with which a waiting thing (R12.2) is settled by mail;
    without one the command to type stands in its place.
    """
    with office.desk(now) as desk:
        return summary_of(desk, codes)


def summary_of(desk: Desk, codes: Mapping[str, str] = _NO_CODES) -> Summary:
    """Return the summary within a transaction that is open already."""
    office, work = desk.office, desk.work
    local, period = office.local(desk.now), office.period_at(desk.today)
    lines, waiting = progress_of_all(desk, period), work.reviews.open()
    decisions, counts = plan(desk), counted(lines, len(waiting))
    between = is_between(office, period, desk.today)
    versions, reminders = work.copies.of_period(period.id), _reminders(desk, period)
    found = Summary(
        at=local,
        period=period,
        between=between,
        sentence=_opening(office, period, counts, local, between=between),
        counts=counts,
        tasks=_tasks(office, waiting, codes),
        matrix=tuple(matrix_row(u, local.date(), office.local) for u in lines),
        changes=_changes(office, versions, desk.now),
        sent=tuple(r for r in reminders if r.at > local - WEEK),
        outlook=_outlook(decisions, local.date()),
        telephone=_telephone(desk, lines, decisions),
        dead=_dead(desk),
        links=_links(desk),
        unclear=_unclear(desk),
        unrelated=_unrelated(desk),
        health=health_of(desk),
        unplaced=_unplaced(desk, versions),
        held=_held(desk),
        trial=office.policy.letters is not LettersMode.LIVE,
        contacts=_contacts(desk),
        versions=tuple(version_line(v, office.local) for v in versions),
        reminders=reminders,
        others=_others(desk, codes),
        newcomers=_newcomers(desk, codes),
    )
    return _with_targets(desk, found)


def _with_targets(desk: Desk, found: Summary) -> Summary:
    """Return the summary with the ledger of its period's targets."""
    lines = targets_of(desk, (found.period,))
    return replace(
        found,
        targets=tuple(target_row(line, desk.office.local) for line in lines),
        targets_gist=gist(lines),
        figures=figure_notes(lines),
    )


def _opening(
    office: Office, period: Period, counts: Counts, local: datetime, *, between: bool
) -> str:
    """Return the one sentence a summary begins with."""
    words = sentence(local, period.chinese, counts)
    return words + between_words(_openings(office, local)) if between else words


def _tasks(
    office: Office, waiting: Iterable[ReviewItem], codes: Mapping[str, str]
) -> tuple[Task, ...]:
    return tuple(
        task(item, codes.get(item.id, ""), office.address, office.local)
        for item in waiting
    )


def _newcomers(desk: Desk, codes: Mapping[str, str]) -> tuple[Task, ...]:
    """Return the new addresses that wait for 认可 or 不是."""
    return tuple(
        newcomer(
            new,
            codes.get(new.id, ""),
            desk.office.address,
            unit_addresses(desk, new.unit),
            desk.office.local,
        )
        for new in new_addresses(desk)
    )


def _unrelated(desk: Desk) -> int:
    """Count the mails of the week that are none of ours."""
    return desk.work.mails.count(desk.now - WEEK, desk.now).get("unrelated", 0)


def _others(desk: Desk, codes: Mapping[str, str]) -> tuple[Other, ...]:
    """Return the files that were left alone as other business."""
    office = desk.office
    return tuple(
        other_line(item, codes.get(item.id, ""), office.address, office.local)
        for item in other_business(desk)
    )


def _held(desk: Desk) -> int:
    """Count the letters that wait for staff's word; on trial all do, by intent."""
    if desk.office.policy.letters is not LettersMode.LIVE:
        return 0
    return len(desk.work.outbox.every(frozenset({LetterState.HELD})))


def _changes(
    office: Office, versions: Iterable[CopyVersion], now: datetime
) -> tuple[Change, ...]:
    week = (v for v in versions if now - WEEK < v.received_at <= now)
    return tuple(change(v, office.local) for v in week)


def _reminders(desk: Desk, period: Period) -> tuple[ReminderLine, ...]:
    written = desk.work.outbox.reminders(period.id)
    return tuple(reminder_line(letter, desk.office.local) for letter in written)


def _outlook(decisions: Iterable[Decision], today: date) -> tuple[Outlook, ...]:
    found = (outlook(decision, today) for decision in decisions)
    return tuple(line for line in found if line is not None)


def is_between(office: Office, period: Period, today: date) -> bool:
    """Tell whether no reports are in hand: before the ladder's begin, or past it."""
    stages = _stages(office, period)
    return not stages or not stages[0] <= today <= stages[-1]


def _stages(office: Office, period: Period) -> tuple[date, ...]:
    return tuple(stage.day for stage in stages_of(office, period))


def _openings(office: Office, local: datetime) -> tuple[date, ...]:
    """Return the first days of the ladders that are still to come."""
    first = (_stages(office, p)[:1] for p in office.periods)
    return tuple(d for days in first for d in days if d > local.date())


_UNREACHABLE = {Why.NO_ADDRESS, Why.UNDELIVERED, Why.GATE, Why.CLOSED}


def _telephone(
    desk: Desk,
    lines: tuple[UnitProgress, ...],
    decisions: tuple[Decision, ...],
) -> tuple[Contact, ...]:
    """Return whom to ring: who is overdue, and who cannot be written to."""
    unreachable = {
        d.unit: d.reason
        for d in decisions
        if isinstance(d, Skipped) and d.why in _UNREACHABLE
    }
    found = []
    for line in lines:
        settled = line.state in {"complete", "exempt"}
        overdue = desk.now >= line.due
        if not settled and (overdue or line.unit in unreachable):
            words = unreachable.get(line.unit, "已过报送时限")
            found.append(_contact(desk, line.unit, words))
    return tuple(found)


def _contacts(desk: Desk) -> tuple[Contact, ...]:
    return tuple(_contact(desk, unit, "") for unit in desk.office.notice.units)


def _contact(desk: Desk, unit: str, words: str) -> Contact:
    entry = desk.office.roster[unit]
    addresses = unit_addresses(desk, unit)
    return Contact(unit, entry.contact, entry.telephone, addresses, words)


def _dead(desk: Desk) -> tuple[Note, ...]:
    """Return the addresses that are written to no more, with their units."""
    notes = []
    for state in desk.work.addresses.suspended():
        units = [u.name for u in desk.office.roster.by_address(state.address)]
        units += desk.work.addresses.learned(state.address)
        if state.address in desk.office.staff:
            units.append("工作人员，请改正 MAILBOT_STAFF")
        about = f"{state.address}（{'、'.join(dict.fromkeys(units)) or '单位不明'}）"
        notes.append(Note(about, state.reason, desk.office.local(state.since)))
    return tuple(notes)


def _links(desk: Desk) -> tuple[Note, ...]:
    """Return the links that came in place of files, with the day they expire."""
    notes = []
    since = desk.now - _LINKS_LIVE
    for mail in desk.work.mails.flagged(FlagKind.CLOUD_ATTACHMENT, since):
        expires = dict(mail.details).get("expires", "")
        when = f"{expires} 到期" if expires else "有效期不明"
        about = "、".join(mail.units) or mail.sender
        notes.append(Note(about, when, desk.office.local(mail.received_at)))
    return tuple(notes)


def _unplaced(desk: Desk, versions: Sequence[CopyVersion]) -> tuple[Note, ...]:
    """Return the rows of copies that count now which fit no item (待归项), by unit."""
    copies = desk.work.copies
    flagged = {v.period for v in versions if FlagKind.ROWS_UNPLACED in v.flags}
    said = {
        document: words
        for period in flagged
        for document, words in copies.said(period, FlagKind.ROWS_UNPLACED).items()
    }
    current: dict[tuple[str, str], list[CopyVersion]] = {}
    for version in versions:
        if version.state is CopyState.FILED:
            current.setdefault((version.unit, version.copy), []).append(version)
    found: dict[str, Note] = {}
    placed = placements(desk.work.decisions.all())
    for (unit, _), mine in current.items():  # both copies say the same: told once
        last = newest(mine)
        words = left_over(said.get(last.document, ""), unit, placed)
        if words:
            when = desk.office.local(last.received_at)
            found.setdefault(unit, Note(unit, words, when))
    return tuple(found.values())


def _unclear(desk: Desk) -> tuple[Note, ...]:
    """Return the letters of which nobody knows whether they arrived."""
    return tuple(
        Note(
            f"{q.letter.to}（{q.letter.unit or '工作人员'}）",
            q.letter.subject,
            desk.office.local(_moment(q)),
        )
        for q in desk.work.outbox.every(frozenset({LetterState.UNKNOWN}))
    )


def _moment(queued: QueuedLetter) -> datetime:
    return queued.letter.created_at


def summary_facts(office: Office, found: Summary, code: str = "") -> dict[str, object]:
    """Return what the summary's templates may say.

    `code` is the mail's own, for what concerns units and letters; "" where the
    summary is written to a file and nobody can answer it.
    """
    orders = mail_ways(code, office.address) if code else ()
    facts = {"summary": found, "orders": orders, "title": "", "more": ()}
    return letterhead(office, found.at) | facts


def joint_facts(
    sections: Sequence[tuple[Office, Summary, str]],
) -> dict[str, object]:
    """Return what one mail on several notices may say: each a section, by its title."""
    office, found, code = sections[0]
    facts = summary_facts(office, found, code)
    if len(sections) == 1:
        return facts
    more = [summary_facts(*one) | {"title": called(one[0])} for one in sections[1:]]
    return facts | {"title": called(office), "more": more}


def called(office: Office) -> str:
    """Return what a notice's section is headed by: its number and what it asks for."""
    return f"{office.notice.id} {office.notice.duty.name}"


def rendered(office: Office, found: Summary) -> Rendered:
    """Return the summary as words."""
    facts = summary_facts(office, found) | {"trial": ""}
    return office.scribe.render("summary", facts)


def write_summary(office: Office, found: Summary, out: Path) -> tuple[Path, ...]:
    """Write summary.html, summary.txt and summary.xlsx into `out`."""
    words = rendered(office, found)
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "summary.html": words.html.encode(),
        "summary.txt": words.text.encode(),
        "summary.xlsx": office.workbooks.summary(found),
    }
    for name, content in files.items():
        (out / name).write_bytes(content)
    return tuple(out / name for name in files)
