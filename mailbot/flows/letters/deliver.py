"""Empties the outbox through SMTP: sent, later, or never, by kind of error."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from mailbot.core.letters.sending import Delivery, RefusalKind, Refused, Sent, Unknown
from mailbot.core.record.records import LetterKind, LetterState, QueuedLetter
from mailbot.core.record.returned import dead_by_refusal
from mailbot.errors import MailbotError, NeedsStaff
from mailbot.faultpoints import Point, reached
from mailbot.flows.letters.still_due import Drop, Go, Wait, still_due
from mailbot.flows.office import Office
from mailbot.ports import Postman, Work

log = logging.getLogger(__name__)

# RFC 5321 4.5.4.1 advises half an hour; receipts are awaited, so the first tries
# come sooner and the pauses grow.
_PAUSES = tuple(timedelta(minutes=m) for m in (2, 10, 30, 60, 120, 240))
_SAFE_TO_REPEAT = {LetterKind.RECEIPT, LetterKind.ANSWER, LetterKind.NOTICE}
_REPEATS = 2  # of a letter that may have arrived
_TOMORROW = time(9, 0)
FULL_UNTIL = "sending_host_full_until"  # a fact: when its limit of a day is over
_TWO_DAYS = timedelta(days=2)  # what lies farther ahead: the clock was set back


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one letter in this round."""

    letter: QueuedLetter
    state: LetterState
    words: str = ""


def recover(office: Office, now: datetime) -> None:
    """Deal with letters that a process which died was sending.

    Nobody knows whether the server has them. A receipt goes again, byte for byte
    the same with its Message-ID; a reminder or summary does not, and is listed.
    """
    with office.ledger.begin() as work:
        for letter in work.outbox.abandoned():
            if letter.letter.kind in _SAFE_TO_REPEAT:
                work.outbox.postpone(letter.id, now, "上次发送中断，重新发送")
            else:
                words = "发送中断，是否送达不明"
                work.outbox.settle(letter.id, LetterState.UNKNOWN, words, now)
        work.commit()


def deliver_next(office: Office, postman: Postman, now: datetime) -> Attempt | None:
    """Send the most urgent letter that is due; None when there is none.

    NeedsStaff when the server refuses our password: no letter will pass.
    """
    letter = _claimed(office, now)
    if letter is None:
        return None
    match still_due(office, letter, now):
        case Drop(reason):
            return _settled(office, letter, LetterState.CANCELLED, reason, now)
        case Wait(until, reason):
            return _later(office, letter, until, reason, now)
        case Go():
            delivery = _handed_over(office, postman, letter, now)
            reached(Point.HANDED_OVER)
            return _concluded(office, letter, delivery, now)


def _handed_over(
    office: Office, postman: Postman, letter: QueuedLetter, now: datetime
) -> Delivery:
    """Send; what fails before the letter was on its way gives it back unharmed.

    Else a reminder would count as 是否送达不明 whenever the server was down. The
    letter is not to blame: it waits no longer than after a first try.
    """
    try:
        return postman.send(letter.letter.deliver_to, letter.letter.raw)
    except MailbotError as fault:
        _later(office, letter, now + _PAUSES[0], str(fault), now)
        raise


def _claimed(office: Office, now: datetime) -> QueuedLetter | None:
    with office.ledger.begin() as work:
        if host_is_full(work, now):
            return None
        for letter in work.outbox.due(now):
            if letter.letter.expires_at <= now:
                words = letter.last_error or "已过发送期限"
                work.outbox.settle(letter.id, LetterState.FAILED, words, now)
            elif work.outbox.claim(letter.id, now):
                work.commit()
                reached(Point.CLAIMED)
                return letter
        work.commit()
    return None


def _concluded(
    office: Office, letter: QueuedLetter, delivery: Delivery, now: datetime
) -> Attempt:
    """Turn the server's answer into the letter's state."""
    match delivery:
        case Sent():
            return _settled(office, letter, LetterState.SENT, "", now)
        case Unknown(text=text):
            return _unknown(office, letter, text, now)
        case Refused():
            return _refused(office, letter, delivery, now)


def _unknown(office: Office, letter: QueuedLetter, text: str, now: datetime) -> Attempt:
    """Repeat, twice at most, what does no harm twice; then staff are told.

    A server that takes each letter and never says so would else send one a dozen times.
    """
    until = now + _pause(letter)
    if (
        letter.letter.kind not in _SAFE_TO_REPEAT
        or letter.unsure >= _REPEATS
        or until >= letter.letter.expires_at
    ):
        return _settled(office, letter, LetterState.UNKNOWN, text, now)
    with office.ledger.begin() as work:
        work.outbox.doubt(letter, until, text)
        work.commit()
    return Attempt(letter, LetterState.WAITING, text)


def _refused(
    office: Office, letter: QueuedLetter, refused: Refused, now: datetime
) -> Attempt:
    # 0: the server was not even asked
    words = f"{refused.code or ''} {refused.text}".strip()
    match refused.kind:
        case RefusalKind.LATER:
            return _later(office, letter, now + _pause(letter), words, now)
        case RefusalKind.TOMORROW:
            return _tomorrow(office, letter, words, now)
        case RefusalKind.AUTH:
            _later(office, letter, now + _pause(letter), words, now)
            raise NeedsStaff(f"发信服务器拒绝登录，请检查发信密码（授权码）：{words}")
        case RefusalKind.SENDER:
            _later(office, letter, now + _pause(letter), words, now)
            raise NeedsStaff(
                f"发信服务器不接受以 {office.address} 的名义发信：请将 MAILBOT_ADDRESS "
                f"与 MAILBOT_SMTP_USER 改为同一邮箱（{words}）"
            )
        case RefusalKind.DEAD_ADDRESS:
            return _dead_address(office, letter, words, now)
        case RefusalKind.SPAM | RefusalKind.TOO_LARGE | RefusalKind.OTHER:
            return _settled(office, letter, LetterState.FAILED, words, now)


def _dead_address(
    office: Office, letter: QueuedLetter, words: str, now: datetime
) -> Attempt:
    """Give the letter up and write to that address no more."""
    with office.ledger.begin() as work:
        if dead := dead_by_refusal(letter):
            work.addresses.suspend(dead, f"发信被拒：{words}", now)
        work.outbox.settle(letter.id, LetterState.FAILED, words, now)
        work.commit()
    return Attempt(letter, LetterState.FAILED, words)


def _settled(
    office: Office, letter: QueuedLetter, state: LetterState, words: str, now: datetime
) -> Attempt:
    with office.ledger.begin() as work:
        work.outbox.settle(letter.id, state, words, now)
        work.commit()
    reached(Point.SETTLED)
    log.info("letter %d: %s %s", letter.id, state, words)
    return Attempt(letter, state, words)


def _later(
    office: Office, letter: QueuedLetter, until: datetime, words: str, now: datetime
) -> Attempt:
    if until >= letter.letter.expires_at:
        return _settled(office, letter, LetterState.FAILED, words, now)
    with office.ledger.begin() as work:
        work.outbox.postpone(letter.id, until, words)
        work.commit()
    return Attempt(letter, LetterState.WAITING, words)


def _pause(letter: QueuedLetter) -> timedelta:
    return _PAUSES[min(letter.tries, len(_PAUSES) - 1)]


def _tomorrow(
    office: Office, letter: QueuedLetter, words: str, now: datetime
) -> Attempt:
    """Leave the host alone until tomorrow: it would refuse every other letter too."""
    day = office.local(now).date() + timedelta(days=1)
    until = datetime.combine(day, _TOMORROW, office.zone)
    with office.ledger.begin() as work:
        work.decisions.keep(FULL_UNTIL, until.isoformat(), now)
        work.commit()
    return _later(office, letter, until, words, now)


def host_is_full(work: Work, now: datetime) -> bool:
    """Tell whether the host said today that it takes no more letters of ours."""
    noted = work.decisions.fact(FULL_UNTIL)
    return (
        bool(noted) and timedelta(0) < datetime.fromisoformat(noted) - now <= _TWO_DAYS
    )
