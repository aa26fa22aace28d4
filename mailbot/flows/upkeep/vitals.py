"""Gathers from the ledger what tells whether the bot is at its work."""

from __future__ import annotations

from datetime import datetime

from mailbot.core.summary.vitals import WAITING_PATIENCE, Vitals, patience
from mailbot.flows.facts import last_read
from mailbot.flows.letters.alerting import SENDING_SINCE, SENDING_WORDS
from mailbot.flows.office import Desk

_MANY = 1000


def vitals_of(desk: Desk, holder: str) -> Vitals:
    """Return how reading, judging and sending do; `holder` holds the folder."""
    office, work, now = desk.office, desk.work, desk.now
    limit = patience(office.policy.intake.poll)
    read_at = last_read(work)
    since = work.decisions.fact(SENDING_SINCE)
    waiting = work.mails.waiting(_MANY)
    return Vitals(
        holder=holder,
        read_at=read_at and office.local(read_at),
        judged=sum(work.mails.count(now - limit, now).values()),
        overdue=sum(now - m.saved.received_at > WAITING_PATIENCE for m in waiting),
        sending_since=office.local(datetime.fromisoformat(since)) if since else None,
        sending_words=work.decisions.fact(SENDING_WORDS),
    )
