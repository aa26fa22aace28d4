"""The summary on its way: written once for each occasion, to each of the staff."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailbot.core.letters.letters import Enclosure, Letter
from mailbot.core.nature.gate import Allow, Planned, RecentLetter, may_send
from mailbot.core.nature.nature import OwnSide
from mailbot.core.record.records import LetterKind, LetterState, NewLetter
from mailbot.core.summary.due import Occasion, SummaryKind, summary_due
from mailbot.core.summary.summary import Summary
from mailbot.flows.letters.codes import codes_of_waiting, issue_for_mail
from mailbot.flows.letters.summarize import summary_facts, summary_of
from mailbot.flows.new_addresses import new_addresses
from mailbot.flows.office import Desk, Office
from mailbot.ports import Work

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KEEP_TRYING = timedelta(days=1)
_DAY = timedelta(days=1)
_LAST = "summary_last_at"  # a fact: when staff last heard from us what waits


def summarize(office: Office, now: datetime) -> tuple[Occasion, ...]:
    """Write the summaries that are due at `now`; return the occasions served.

    Letters and the note that the occasion is served are one transaction: a second
    round, or a second process, finds it served.
    """
    with office.desk(now) as desk:
        work = desk.work
        due = tuple(o for o in _due(office, now) if not _is_served(work, o))
        if not due:
            return ()
        full = tuple(o for o in due if o.kind is not SummaryKind.MORNING)
        found = summary_of(desk, codes_of_waiting(desk))
        if full:
            _write(desk, found, "summary", office.staff)
        elif _is_news(desk, found):
            _write(desk, found, "morning", office.staff)
        for occasion in due:
            work.decisions.keep(_fact(occasion), occasion.day.isoformat(), now)
        work.commit()
    return due


def send_now(office: Office, now: datetime) -> None:
    """Write the summary to all of the staff because somebody asked for it."""
    with office.desk(now) as desk:
        found = summary_of(desk, codes_of_waiting(desk))
        _write(desk, found, "summary", office.staff)
        desk.work.commit()


def send_to(desk: Desk, address: str) -> None:
    """Write the summary to one of the staff, in a transaction that is open."""
    found = summary_of(desk, codes_of_waiting(desk))
    _write(desk, found, "summary", (address,))


def _due(office: Office, now: datetime) -> tuple[Occasion, ...]:
    ends = (office.due_day(period) for period in office.periods)
    local = office.local(now)
    return summary_due(local, office.policy.summary_at, ends, office.calendar)


def _is_served(work: Work, occasion: Occasion) -> bool:
    return work.decisions.fact(_fact(occasion)) == occasion.day.isoformat()


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


def _write(desk: Desk, found: Summary, template: str, to: tuple[str, ...]) -> None:
    """Write one letter to each address, the tables with the full one.

    All of them bear the same codes: for each waiting thing, and one for the mail.
    """
    now = found.at
    code = issue_for_mail(desk).ref.text
    enclosures = (
        (Enclosure("summary.xlsx", XLSX, desk.office.workbooks.summary(found)),)
        if template == "summary"
        else ()
    )
    for address in to:
        letter = Letter(
            kind=LetterKind.SUMMARY,
            template=template,
            to=address,
            facts=summary_facts(desk.office, found, code),
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
