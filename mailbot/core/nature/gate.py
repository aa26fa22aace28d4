"""The one gate that every automatic mail passes: receipts, reminders, error notes.

A wrong answer costs more than a missing one: two machines that answer each other
fill a mailbox overnight, and a host that sees it blocks the office's account. So
everything that is not plainly a person's or a unit's letter is refused, with the
reason in words that staff can read (RFC 3834 section 2).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.core.nature.machine_addresses import (
    MACHINE_HOSTS,
    MACHINES,
    SUBJECT_PREFIXES,
)
from mailbot.core.nature.machines import auto_submitted, is_list_mail, precedence
from mailbot.core.nature.nature import OwnSide
from mailbot.core.record.mail import Message, Nature

_DAY = timedelta(days=1)
_TELLING = 6  # characters of a subject that no other letter holds by chance
_ONE_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}$)"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_MACHINE, _MACHINE_HOST = MACHINES.compiled(), MACHINE_HOSTS.compiled()
_PREFIX = re.compile(
    rf"^\s*(?:{SUBJECT_PREFIXES}\s*(?:[\[(（]\d+[\])）])?\s*[:：]\s*)+", re.IGNORECASE
)
_REFUSED_NATURES = {
    Nature.BOUNCE: "退信不予答复",
    Nature.AUTO_REPLY: "自动回复邮件不予答复",
    Nature.READ_RECEIPT: "已读回执不予答复",
    Nature.RECALL: "撤回通知不予答复",
    Nature.ACKNOWLEDGEMENT: "对方仅表示收到，无需再答复",
    Nature.LIST: "群发或列表邮件不予答复",
    Nature.OWN: "本机自己发出的邮件不予答复",
    Nature.UNRELATED: "与本通知无关的邮件不予答复",
}


@dataclass(frozen=True, slots=True)
class Allow:
    """The letter may go."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """The letter may not go; `reason` in Chinese, for the log and for staff."""

    reason: str


GateVerdict = Allow | Refuse


@dataclass(frozen=True, slots=True)
class RecentLetter:
    """An automatic letter of ours that went, or waits to go, to one address.

    `reminder` tells those that we write unasked, which have a limit of their own.
    """

    subject: str
    at: datetime
    message_id: str = ""
    reminder: bool = False


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """How many automatic letters one address may get in 24 hours."""

    answers_a_day: int = 6
    reminders_a_day: int = 2
    same_subject_a_day: int = 2


@dataclass(frozen=True, slots=True)
class Planned:
    """The letter that asks to pass, at the moment `at`.

    `recent` are our earlier automatic letters to the same address, in any order;
    older ones than a day may stand among them.
    """

    to: str
    subject: str
    at: datetime
    recent: tuple[RecentLetter, ...] = ()
    reminder: bool = False


@dataclass(frozen=True, slots=True)
class AnsweredMail:
    """The letter that would be answered.

    `brings_file` is whether it carries a document; `asks` whether it asks for
    something that is answered by itself; `junk` whether it lay in the junk folder.
    """

    message: Message
    nature: Nature
    brings_file: bool = False
    asks: bool = False
    junk: bool = False


def may_answer(
    incoming: AnsweredMail,
    planned: Planned,
    own: OwnSide,
    policy: GatePolicy = GatePolicy(),  # a frozen value
) -> GateVerdict:
    """Return whether `planned` may answer `incoming`, refused with the reason."""
    for refuses, reason in _INCOMING_RULES:
        if refuses(incoming):
            return Refuse(reason)
    if incoming.nature in _REFUSED_NATURES:
        return Refuse(_REFUSED_NATURES[incoming.nature])
    for forbids, reason in _ANSWER_RULES:
        if forbids(incoming, planned):
            return Refuse(reason)
    return may_send(planned, own, policy)


def may_send(
    planned: Planned,
    own: OwnSide,
    policy: GatePolicy = GatePolicy(),  # a frozen value
) -> GateVerdict:
    """Return whether an automatic letter may go to its address at all.

    For letters that answer nothing (reminders, notes to staff), and the second
    half of every answer's test.
    """
    if _forged(planned.to) or _forged(planned.subject):
        return Refuse("地址或主题中含有换行等控制字符")
    if not _ONE_ADDRESS.fullmatch(planned.to.strip()):
        return Refuse("收件地址无效，或不止一个地址")
    if planned.to.strip().lower() in own.addresses:
        return Refuse("不向本邮箱自己发信")
    if is_machine_address(planned.to):
        return Refuse("收件地址是系统地址，不发自动邮件")
    return _within_limits(planned, policy)


def is_machine_address(address: str) -> bool:
    """Tell whether nobody reads what is sent to `address` (no-reply, postmaster)."""
    low = address.strip().lower()
    local = low.partition("@")[0]
    return bool(_MACHINE.match(local) or _MACHINE_HOST.search(low))


def bare_subject(subject: str) -> str:
    """Return a subject without Re:, 回复：, 自动回复： and spaces, in lower case."""
    return "".join(_PREFIX.sub("", subject).split()).lower()


def _within_limits(planned: Planned, policy: GatePolicy) -> GateVerdict:
    """Return whether the address may get one letter more within 24 hours."""
    recent = [r for r in planned.recent if planned.at - r.at < _DAY]
    alike = [r for r in recent if r.reminder == planned.reminder]
    limit = policy.reminders_a_day if planned.reminder else policy.answers_a_day
    if len(alike) >= limit:
        kind = "催报" if planned.reminder else "自动答复"
        return Refuse(f"24小时内已向该地址发出{len(alike)}封{kind}邮件，达到上限")
    subject = bare_subject(planned.subject)
    same = sum(bare_subject(r.subject) == subject for r in recent)
    if same >= policy.same_subject_a_day:
        return Refuse(f"24小时内已向该地址发出{same}封同一主题的邮件")
    return Allow()


def _answers_an_answer(incoming: AnsweredMail, planned: Planned) -> bool:
    """Tell whether a mail only sends our own answer back.

    A unit answers a receipt with the corrected file; a machine answers it with
    nothing. By Message-ID, or by the subject where a machine drops the threading: a
    ticket system puts its number before it and 已受理 behind.
    """
    if incoming.brings_file:
        return False
    answers = [r for r in planned.recent if not r.reminder]
    message = incoming.message
    about = {message.in_reply_to, *message.references} - {""}
    if any(r.message_id in about for r in answers):
        return True
    subject = bare_subject(message.subject)
    return any(
        _is_about(subject, r.subject) and planned.at - r.at < _DAY for r in answers
    )


def _may_be_a_bots(incoming: AnsweredMail, planned: Planned) -> bool:
    """Tell whether a mail may be a machine's answer that a gateway made unknowable.

    Thread, marks and subject may all be gone. What brings nothing and asks nothing,
    after an answer of ours, is answered by a person: two machines rest after three.
    """
    if incoming.brings_file or incoming.asks:
        return False
    return any(not r.reminder and planned.at - r.at < _DAY for r in planned.recent)


def _is_about(subject: str, ours: str) -> bool:
    """Tell whether a bare subject is one of ours, or holds it whole."""
    known = bare_subject(ours)
    return subject == known or (len(known) >= _TELLING and known in subject)


def _forged(text: str) -> bool:
    """Tell whether a header value holds a line break or another control character."""
    return any(ord(c) < ord(" ") or c in "\x7f\x85\u2028\u2029" for c in text)


def _no_path_back(incoming: AnsweredMail) -> bool:
    """Tell whether the envelope's sender is empty: no answer is wanted (RFC 5321)."""
    return incoming.message.null_sender or incoming.message.return_path == "<>"


def _daemon_path(incoming: AnsweredMail) -> bool:
    """Tell whether the envelope's sender is a machine's."""
    path = incoming.message.return_path
    return bool(path) and bool(_MACHINE.match(path.partition("@")[0].lower()))


def _no_single_sender(incoming: AnsweredMail) -> bool:
    """Tell whether From is missing, invalid, or names several addresses."""
    address = incoming.message.sender.address
    named = incoming.message.all_headers("from")
    several = len(named) > 1 or any(n.count("@") > 1 and _listed(n) for n in named)
    return several or not _ONE_ADDRESS.fullmatch(address.strip())


def _listed(value: str) -> bool:
    """Tell whether a From value lists several mailboxes, names in quotes apart."""
    bare = re.sub(r"\"[^\"]*\"|\([^)]*\)", "", value)
    return len(re.findall(r"[^\s,;<>]+@[^\s,;<>]+", bare)) > 1 and (
        "," in bare or ";" in bare
    )


def _goes_elsewhere(incoming: AnsweredMail, planned: Planned) -> bool:
    """Tell whether the answer would go to another address than From."""
    return planned.to.strip().lower() != incoming.message.sender.address.lower()


_ANSWER_RULES: tuple[tuple[Callable[[AnsweredMail, Planned], bool], str], ...] = (
    (_goes_elsewhere, "只答复发件人（From）地址"),
    (_answers_an_answer, "来信是对自动答复的回复且未附文件，不再答复"),
    (_may_be_a_bots, "24小时内已自动答复该地址，其后未附文件的来信由工作人员处理"),
)
_INCOMING_RULES: tuple[tuple[Callable[[AnsweredMail], bool], str], ...] = (
    (lambda i: i.junk, "垃圾邮件文件夹中的来信不予答复"),
    (_no_path_back, "来信的退回地址为空（系统邮件），不予答复"),
    (_daemon_path, "来信的退回地址是系统地址，不予答复"),
    (lambda i: _forged(i.message.sender.address), "发件地址中含有换行等控制字符"),
    (_no_single_sender, "发件地址缺失、无效或不止一个"),
    (
        lambda i: bool(auto_submitted(i.message)),
        "来信标明由系统自动发出（Auto-Submitted）",
    ),
    (
        lambda i: precedence(i.message) in {"auto_reply", "auto-reply"},
        "来信标明是自动回复（Precedence）",
    ),
    (lambda i: is_list_mail(i.message), "群发或列表邮件不予答复"),
    (
        lambda i: is_machine_address(i.message.sender.address),
        "发件地址是系统地址，不予答复",
    ),
)
