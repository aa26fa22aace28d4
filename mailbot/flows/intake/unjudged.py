"""Mails that could not be judged: each is put before staff with the reason."""

from __future__ import annotations

import logging
from datetime import datetime

from mailbot.core.record.clues import CopyKind
from mailbot.core.record.mail import ExaminedMail
from mailbot.core.record.records import MailState, Proposal, ReviewItem, WaitingMail
from mailbot.core.words.words import chinese_size
from mailbot.flows.office import Office

log = logging.getLogger(__name__)

_BROKEN = "处理此信时程序出错（{fault}）；原信已保存，请在邮箱网页中查看并登记"
_UNREAD = "此信已损坏，无法读取；原信已保存，请在邮箱网页中查看并登记"
_REFUSED = {
    MailState.TOO_LARGE: "来信过大（{size}），未下载；请在邮箱网页中查看并登记",
    MailState.FAILED: "邮件服务器未能给出此信（{size}）；请在邮箱网页中查看",
}


class UnreadError(Exception):
    """A mail of which not even a header could be read: nothing can be said of it."""


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
