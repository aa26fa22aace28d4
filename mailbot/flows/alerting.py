"""Tell staff when the mailbox cannot be read for long, and when it can again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailbot.core.letters import Letter
from mailbot.core.records import LetterKind
from mailbot.flows.answering import letterhead

if TYPE_CHECKING:
    from mailbot.flows.office import Office
    from mailbot.ports import Work

SINCE = "mailbox_failing_since"  # a fact: when reading first failed, "" while it works
TOLD = "mailbox_failure_told"  # a fact: staff were told of that failure
PATIENCE = timedelta(hours=2)
_KEEP_TRYING = timedelta(days=2)


def reading_failed(office: Office, words: str, now: datetime) -> None:
    """Note that the mailbox could not be read; after two hours tell staff, once."""
    _note(office, words, now, PATIENCE)


def reading_refused(office: Office, words: str, now: datetime) -> None:
    """Note that only a person can help, as with a wrong password; tell staff now."""
    _note(office, words, now, timedelta(0))


def _note(office: Office, words: str, now: datetime, patience: timedelta) -> None:
    with office.ledger.begin() as work:
        since = work.decisions.fact(SINCE) or now.isoformat()
        work.decisions.keep(SINCE, since, now)
        lasting = now - datetime.fromisoformat(since) >= patience
        if lasting and not work.decisions.fact(TOLD):
            _tell(office, work, since, words, now)
            work.decisions.keep(TOLD, since, now)
        work.commit()


def reading_works(office: Office, now: datetime) -> None:
    """Note that the mailbox was read; tell staff if they had heard it was not."""
    with office.ledger.begin() as work:
        since = work.decisions.fact(SINCE)
        if not since:
            return
        if work.decisions.fact(TOLD):
            _tell(office, work, since, "", now)
        work.decisions.keep(SINCE, "", now)
        work.decisions.keep(TOLD, "", now)
        work.commit()


def _tell(office: Office, work: Work, since: str, words: str, now: datetime) -> None:
    """Write one letter to each of the staff; without words it is good news."""
    facts = letterhead(office, now) | {
        "fixed": not words,
        "words": words,
        "since": _moment(office.local(datetime.fromisoformat(since))),
        "moment": _moment(office.local(now)),
    }
    for address in office.staff:
        letter = Letter(
            kind=LetterKind.ALERT,
            template="alert",
            to=address,
            facts=facts,
            not_before=now,
            expires_at=now + _KEEP_TRYING,
            reason=words or "邮箱读取恢复正常",
        )
        work.outbox.add(office.scribe.write(letter, now))


def _moment(at: datetime) -> str:
    return f"{at.month}月{at.day}日 {at:%H:%M}"
