"""Tell staff when the mailbox cannot be read for long, and when it can again.

Of letters that cannot leave no letter can tell: the summary of the bot's health
does, and a letter once they leave again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.core.letters.letters import Letter
from mailbot.core.notice.policy import LettersMode
from mailbot.core.record.records import LetterKind, NewLetter
from mailbot.errors import MailbotError, NeedsStaff, TryLater
from mailbot.fault_words import in_log
from mailbot.flows.letters.answering import letterhead
from mailbot.flows.office import Desk, Office
from mailbot.ports import Postman

log = logging.getLogger(__name__)

SINCE = "mailbox_failing_since"  # a fact: when reading first failed, "" while it works
TOLD = "mailbox_failure_told"  # a fact: staff were told of that failure
CAUSES = "mailbox_failure_causes"  # a fact: the causes they were told of, or ""
SENDING_SINCE = "sending_failing_since"  # a fact: when sending first failed, or ""
SENDING_WORDS = "sending_failure"  # a fact: why it failed last
PATIENCE = timedelta(hours=2)
_KEEP_TRYING = timedelta(days=2)


def reading_failed(office: Office, words: str, now: datetime) -> None:
    """Note that the mailbox could not be read; after two hours tell staff, once."""
    _note(office, TryLater(words), now, PATIENCE)


def reading_refused(office: Office, fault: NeedsStaff, now: datetime) -> None:
    """Note that only a person can help, as with a wrong password; tell staff now.

    Of a cause they have not heard of they are told though another lasts.
    """
    _note(office, fault, now, timedelta(0))


def _note(
    office: Office, fault: MailbotError, now: datetime, patience: timedelta
) -> None:
    with office.desk(now) as desk:
        since = _since(desk.work.decisions.fact(SINCE), now)
        desk.work.decisions.keep(SINCE, since, now)
        lasting = now - datetime.fromisoformat(since) >= patience
        causes = desk.work.decisions.fact(CAUSES)
        is_new = not desk.work.decisions.fact(TOLD) or fault.cause not in causes
        if lasting and is_new:
            _tell(desk, _Trouble(since, str(fault), fault.cause))
            desk.work.decisions.keep(TOLD, since, now)
            desk.work.decisions.keep(CAUSES, f"{causes}；{fault.cause}", now)
        desk.work.commit()


def reading_works(office: Office, now: datetime) -> None:
    """Note that the mailbox was read; tell staff if they had heard it was not."""
    with office.desk(now) as desk:
        since = desk.work.decisions.fact(SINCE)
        if not since:
            return
        if desk.work.decisions.fact(TOLD):
            _tell(desk, _Trouble(since, "", fixed=True))
        for noted in (SINCE, TOLD, CAUSES):
            desk.work.decisions.keep(noted, "", now)
        desk.work.commit()


def sending_failed(office: Office, words: str, now: datetime) -> None:
    """Note that letters cannot leave, for the summary of the bot's health."""
    with office.desk(now) as desk:
        since = _since(desk.work.decisions.fact(SENDING_SINCE), now)
        desk.work.decisions.keep(SENDING_SINCE, since, now)
        desk.work.decisions.keep(SENDING_WORDS, words, now)
        desk.work.commit()


def sending_works(office: Office, now: datetime) -> None:
    """Note that a letter left; tell staff, once, if none could for two hours."""
    with office.desk(now) as desk:
        since = desk.work.decisions.fact(SENDING_SINCE)
        if not since:
            return
        if now - datetime.fromisoformat(since) >= PATIENCE:
            words = desk.work.decisions.fact(SENDING_WORDS)
            _tell(desk, _Trouble(since, words, fixed=True, sending=True))
        desk.work.decisions.keep(SENDING_SINCE, "", now)
        desk.work.commit()


def tell_past_the_ledger(
    office: Office, postman: Postman, words: str, now: datetime
) -> None:
    """Send staff a letter that stands in no ledger: it is the ledger that is gone.

    A letter that cannot leave is logged; nobody is left to try it again.
    """
    if office.policy.letters is LettersMode.HOLD:
        return
    trouble = _Trouble(now.isoformat(), words, stopped=True)
    for letter in _letters(office, trouble, now):
        try:
            postman.send(letter.deliver_to or (letter.to,), letter.raw)
        except MailbotError as fault:
            log.error("staff were not told: %s", in_log(fault))  # noqa: TRY400


def _since(noted: str, now: datetime) -> str:
    """Return when a trouble began; a clock set back makes it begin anew."""
    known = noted and datetime.fromisoformat(noted) <= now
    return noted if known else now.isoformat()


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What is, or was, wrong: since when (ISO), why, and with which server.

    `cause` names in a few words what only a person can mend.
    """

    since: str
    words: str
    cause: str = ""
    fixed: bool = False
    sending: bool = False
    stopped: bool = False


def _tell(desk: Desk, trouble: _Trouble) -> None:
    """Write one letter to each of the staff, into the outbox."""
    for letter in _letters(desk.office, trouble, desk.now):
        desk.work.outbox.add(letter)


def _letters(office: Office, trouble: _Trouble, now: datetime) -> Iterator[NewLetter]:
    began = datetime.fromisoformat(trouble.since)
    facts = letterhead(office, now) | {
        "fixed": trouble.fixed,
        "sending": trouble.sending,
        "stopped": trouble.stopped,
        "words": trouble.words,
        "cause": trouble.cause,
        "since": moment_of(office.local(began)),
        "moment": moment_of(office.local(now)),
    }
    back = "信件发送恢复正常" if trouble.sending else "邮箱读取恢复正常"
    for address in office.staff:
        letter = Letter(
            kind=LetterKind.ALERT,
            template="alert",
            to=address,
            facts=facts,
            not_before=now,
            expires_at=now + _KEEP_TRYING,
            reason=back if trouble.fixed else trouble.words,
        )
        yield office.scribe.write(letter, now)


def moment_of(at: datetime) -> str:
    """Write a moment as staff read it: 6月30日 09:05."""
    return f"{at.month}月{at.day}日 {at:%H:%M}"
