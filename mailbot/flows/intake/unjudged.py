"""Mails that could not be judged: put back for a fault of ours, else before staff.

Nothing is concluded of a mail because a process could not be started, or died: it
waits and is read again (`core.record.deaths`). Only what none can read, or on which the
program breaks, goes to staff, with the reason.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.core.record.clues import CopyKind
from mailbot.core.record.deaths import ReaderDied, next_try
from mailbot.core.record.mail import ExaminedMail
from mailbot.core.record.records import MailState, Proposal, ReviewItem, WaitingMail
from mailbot.core.words.words import chinese_size
from mailbot.errors import BadSettings, NeedsStaff, TryLater
from mailbot.fault_words import in_log, is_the_hosts, of_the_host
from mailbot.flows.intake.round import Round
from mailbot.flows.office import Office

log = logging.getLogger(__name__)

_PATIENCE = 3  # mails in a row
_BROKEN = "处理此信时程序出错（{fault}）；原信已保存，请在邮箱网页中查看并登记"
_UNREAD = "此信已损坏，无法读取；原信已保存，请在邮箱网页中查看并登记"
_REFUSED = {
    MailState.TOO_LARGE: "来信过大（{size}），未下载；请在邮箱网页中查看并登记",
    MailState.FAILED: "邮件服务器未能给出此信（{size}）；请在邮箱网页中查看",
}


class UnreadError(Exception):
    """A mail of which not even a header could be read: nothing can be said of it."""


class OutOfPatience(Exception):  # noqa: N818 - no fault: the round ends here
    """One mail after the other could not be read: the machine is not fit for work."""


@dataclass(slots=True)
class MailGuard:
    """Stands around the judging of each mail: whatever one breaks, the rest goes on.

    Where mail after mail must be put back, the machine is to blame, and the round ends
    early: else hundreds would each start, and lose, a process.
    """

    office: Office
    now: datetime
    done: Round
    judged: int = 0
    in_a_row: int = 0

    @contextmanager
    def over(self, mail: WaitingMail) -> Iterator[None]:
        """Judge a mail inside; it ends in the ledger, or waits there for a new try."""
        try:
            yield
        except (NeedsStaff, BadSettings):
            raise
        except Exception as fault:  # noqa: BLE001 - told whole in `give_up`
            if isinstance(fault, TryLater) or is_the_hosts(fault):
                self._put_back(mail, fault)
                return
            self.done.failed += 1
            give_up(self.office, mail, fault, self.now)
        self.in_a_row = 0

    def _put_back(self, mail: WaitingMail, fault: Exception) -> None:
        """Let a mail wait; of the machine's fault the round tells, too."""
        died = isinstance(fault, ReaderDied)
        words = str(fault) if isinstance(fault, TryLater) else _in_words(fault)
        self.done.put_back += 1
        self.done.trouble = self.done.trouble if died else words
        put_back(self.office, mail, fault, words, self.now)
        self.in_a_row += 1
        if self.in_a_row >= _PATIENCE:
            self.done.trouble = self.done.trouble or words
            raise OutOfPatience


def put_back(
    office: Office, mail: WaitingMail, fault: Exception, words: str, now: datetime
) -> None:
    """Let a mail wait, counted, the longer the oftener it could not be read."""
    tries = mail.tries + 1
    deaths = fault.deaths if isinstance(fault, ReaderDied) else mail.deaths
    log.warning("mail %d put back, try %d: %s", mail.id, tries, in_log(fault))
    counted = replace(mail, tries=tries, deaths=deaths)
    with office.ledger.begin() as work:
        work.mails.put_back(counted, words, next_try(tries, now))
        work.commit()


def _in_words(fault: Exception) -> str:
    return f"本机暂时无法处理来信（{of_the_host(fault)}），稍后自动重试"


def must_be_read(examined: ExaminedMail) -> None:
    """Raise UnreadError where reading died, lest the mail pass for an unrelated one."""
    message = examined.message
    if message.problem is not None and not message.headers:
        raise UnreadError(message.problem)


def give_up(office: Office, mail: WaitingMail, fault: Exception, now: datetime) -> None:
    """End a mail that none can read, or on which the program broke; it is kept."""
    if isinstance(fault, UnreadError):
        log.warning("mail %d could not be read: %s", mail.id, fault)
        words = _UNREAD
    else:
        log.error("mail %d could not be judged", mail.id, exc_info=fault)
        words = _BROKEN.format(fault=type(fault).__name__)
    _end(office, mail, MailState.FAILED, words, now)


def end_refused(office: Office, now: datetime) -> int:
    """End every mail that could not be fetched; return how many staff must look at.

    One that vanished from the server before it was fetched was recalled or moved by
    people, who know of it.
    """
    with office.ledger.begin() as work:
        refused = work.mails.refused()
    for mail in refused:
        state = mail.saved.state
        size = chinese_size(mail.saved.size)
        words = _REFUSED.get(state, "").format(size=size)
        _end(office, mail, state, words, now)
    return sum(mail.saved.state in _REFUSED for mail in refused)


def _end(
    office: Office, mail: WaitingMail, state: MailState, words: str, now: datetime
) -> None:
    """Record the end and, where there are words for it, tell staff: at once."""
    with office.ledger.begin() as work:
        work.mails.close(mail.id, state, words, now)
        if words:
            work.reviews.add([_item(mail, words, now)])
        work.commit()


def _item(mail: WaitingMail, words: str, now: datetime) -> ReviewItem:
    return ReviewItem(
        mail=mail.id,
        number=0,
        message_id="",
        attachment="",
        proposal=Proposal((), None, CopyKind.OTHER),
        reasons=(words,),
        since=now,
        received_at=mail.saved.received_at,
    )
