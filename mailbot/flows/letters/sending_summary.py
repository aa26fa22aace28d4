"""The summary on its way: written once for each occasion, to each of the staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.core.letters.letters import Enclosure, Letter
from mailbot.core.nature.gate import Allow, Planned, RecentLetter, may_send
from mailbot.core.nature.nature import OwnSide
from mailbot.core.record.records import LetterKind, LetterState, NewLetter
from mailbot.core.summary.due import Occasion, SummaryKind, summary_due
from mailbot.core.summary.summary import Summary
from mailbot.flows.letters.codes import codes_of_waiting, issue_for_mail
from mailbot.flows.letters.summarize import joint_facts, summary_of
from mailbot.flows.new_addresses import new_addresses
from mailbot.flows.office import Desk, Office
from mailbot.ports import Work

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KEEP_TRYING = timedelta(days=1)
_DAY = timedelta(days=1)
_REMEMBERED = 20  # occasions of a kind
_LAST = "summary_last_at"  # a fact: when staff last heard from us what waits


def summarize(office: Office, now: datetime) -> tuple[Occasion, ...]:
    """Write the summaries that are due at `now`; return the occasions served.

    One mail tells of all notices. Letters and the note that the occasion is served are
    one transaction: a second round, or a second process, finds it served.
    """
    with office.desk(now) as desk:
        work = desk.work
        due = tuple(o for o in _due(office, now) if not _is_served(work, o))
        if not due:
            return ()
        full = tuple(o for o in due if o.kind is not SummaryKind.MORNING)
        sections = _sections(desk)
        if full:
            _write(desk, sections, "summary", office.staff)
        elif any(_is_news(one.desk, one.found) for one in sections):
            _write(desk, sections, "morning", office.staff)
        for occasion in due:
            _serve(work, occasion, now)
        work.commit()
    return due


def send_now(office: Office, now: datetime) -> None:
    """Write the summary to all of the staff because somebody asked for it."""
    with office.desk(now) as desk:
        _write(desk, _sections(desk), "summary", office.staff)
        desk.work.commit()


def send_to(desk: Desk, address: str) -> None:
    """Write the summary to one of the staff, in a transaction that is open."""
    _write(desk, _sections(desk), "summary", (address,))


@dataclass(frozen=True, slots=True)
class _Section:
    """What is told of one notice."""

    desk: Desk
    found: Summary


def _sections(desk: Desk) -> tuple[_Section, ...]:
    desks = (desk.of(one) for one in desk.office.every)
    return tuple(_Section(d, summary_of(d, codes_of_waiting(d))) for d in desks)


def _due(office: Office, now: datetime) -> tuple[Occasion, ...]:
    ends = [one.due_day(period) for one in office.every for period in one.periods]
    local = office.local(now)
    found = summary_due(local, office.policy.summary_at, ends, office.calendar)
    return tuple(dict.fromkeys(found))


def _is_served(work: Work, occasion: Occasion) -> bool:
    return occasion.day.isoformat() in work.decisions.fact(_fact(occasion)).split()


def _serve(work: Work, occasion: Occasion, now: datetime) -> None:
    """Note that an occasion is served; deadlines of several notices lie close."""
    served = work.decisions.fact(_fact(occasion)).split()[1 - _REMEMBERED :]
    days = " ".join((*served, occasion.day.isoformat()))
    work.decisions.keep(_fact(occasion), days, now)


def _fact(occasion: Occasion) -> str:
    return f"summary_{occasion.kind}"


def _is_news(desk: Desk, found: Summary) -> bool:
    """Tell whether something waits that the last mail to staff did not hold."""
    last = desk.work.decisions.fact(_LAST)
    if not last:
        return bool(found.tasks or found.newcomers)
    heard = datetime.fromisoformat(last)
    met = any(new.since > heard for new in new_addresses(desk))
    return met or any(item.since > heard for item in desk.work.reviews.open())


def _write(
    desk: Desk, sections: tuple[_Section, ...], template: str, to: tuple[str, ...]
) -> None:
    """Write one letter to each address, the tables with the full one.

    All of them bear the same codes: for each waiting thing, and one for each notice.
    """
    now, found = sections[0].found.at, sections[0].found
    facts = joint_facts(
        [(s.desk.office, s.found, issue_for_mail(s.desk).ref.text) for s in sections]
    )
    enclosures = tuple(_tables(sections)) if template == "summary" else ()
    for address in to:
        letter = Letter(
            kind=LetterKind.SUMMARY,
            template=template,
            to=address,
            facts=facts,
            not_before=now,
            expires_at=now + _KEEP_TRYING,
            period=found.period.id,
            reason="报送情况汇总" if template == "summary" else "今日待办",
            enclosures=enclosures,
        )
        finished = desk.office.scribe.write(letter, now)
        if _passes(desk, finished):
            desk.work.outbox.add(finished)
    desk.work.decisions.keep(_LAST, now.isoformat(), now)


def _tables(sections: tuple[_Section, ...]) -> Iterator[Enclosure]:
    """Yield a workbook for each notice."""
    for number, one in enumerate(sections, start=1):
        name = "summary.xlsx" if number == 1 else f"summary-{number}.xlsx"
        yield Enclosure(name, XLSX, one.desk.office.workbooks.summary(one.found))


def _passes(desk: Desk, letter: NewLetter) -> bool:
    """Ask the one gate: staff's addresses may be mistyped, too."""
    recent = tuple(
        RecentLetter(q.letter.subject, q.letter.created_at, q.letter.message_id)
        for q in desk.work.outbox.to_address(letter.to, desk.now - _DAY)
        if q.state is not LetterState.CANCELLED and q.letter.kind is LetterKind.SUMMARY
    )
    planned = Planned(letter.to, letter.subject, desk.now, recent)
    own = OwnSide(addresses=frozenset({desk.office.address}))
    return isinstance(may_send(planned, own), Allow)
