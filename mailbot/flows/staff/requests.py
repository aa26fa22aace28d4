"""What staff ask for of their own accord: granted at once, or once they say it again.

A From address can be written by anybody. Where our own host does not vouch for it, the
request is sent back to that address with a code, and only the code carries it out: what
is asked for gives papers out, files a document or changes where letters go.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailbot.core.notice.periods import Period
from mailbot.core.orders.codes import REQUEST, Code, CodeRef, new_secret
from mailbot.core.orders.facts import View
from mailbot.core.orders.orders import AskedByStaff, Unclear
from mailbot.core.orders.requests import HOW, StaffRequest, Wish, read_request
from mailbot.core.orders.statements import HOW_REQUEST
from mailbot.core.record.clues import CopyKind, Flag
from mailbot.core.record.documents import Kind
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.records import FiledDocument, Proposal, ReviewItem, WaitingMail
from mailbot.core.words.words import COPY_WORDS, listed
from mailbot.errors import NeedsStaff
from mailbot.flows.facts import ask_for
from mailbot.flows.letters.nudging import nudge
from mailbot.flows.office import Desk
from mailbot.flows.staff.item_orders import OrderOutcome
from mailbot.flows.staff.reporting_back import Done, OrderReport
from mailbot.flows.staff.review import HandFiled, checked, file_by_hand

_GOOD_FOR = timedelta(days=1)
_PRINTED = {Kind.PDF, Kind.OFD}


def answered(desk: Desk, asked: AskedByStaff, mail: WaitingMail) -> OrderReport:
    """Do what is asked for, or ask for it to be said again with a code."""
    if not asked.granted:
        return OrderReport(unclear=(_say_again(desk, asked.request, mail),))
    try:
        outcome = _granted(desk, asked.request, mail)
    except NeedsStaff as fault:
        return OrderReport(unclear=(Unclear(asked.request.line, str(fault)),))
    return OrderReport(done=(Done(outcome.words, "", outcome.notes),))


def confirmed(desk: Desk, code: Code, mail: WaitingMail) -> OrderOutcome:
    """Do what was asked for under a code; NeedsStaff if it is not the asker's, or used.

    `mail` is the one that bears the code; the files lie with the mail that asked.
    """
    kept = desk.work.decisions.fact(_name(code))
    if not kept:
        raise NeedsStaff("此代码已经用过，请重新写明要办的事项")
    asker, line, place = json.loads(kept)
    if asker != desk.by:
        raise NeedsStaff("此代码发给了另一位工作人员，未执行")
    request = read_request(line, "", _view(desk), files=line.startswith(Wish.REGISTER))
    if request is None:
        raise NeedsStaff(f"“{line}”现在无法办理，请重新写明")
    desk.work.decisions.keep(_name(code), "", desk.now)
    asking = replace(mail, id=place)
    return _granted(desk, request, asking)


def _say_again(desk: Desk, request: StaffRequest, mail: WaitingMail) -> Unclear:
    ref = CodeRef(REQUEST, mail.id, 0, new_secret(desk.office.chance))
    code = desk.work.codes.give(ref, desk.now, desk.now + _GOOD_FOR)
    kept = json.dumps([desk.by, request.line, mail.id], ensure_ascii=False)
    desk.work.decisions.keep(_name(code), kept, desk.now)
    why = f"为防他人冒用，请回复“{ref.text} 确认”，即予办理（24小时内有效）"
    return Unclear(request.line, why, HOW_REQUEST.partition("，")[0])


def _name(code: Code) -> str:
    return f"request:{code.id}"


def _view(desk: Desk) -> View:
    return View(desk.office.notice, desk.office.roster, desk.today)


def _granted(desk: Desk, request: StaffRequest, mail: WaitingMail) -> OrderOutcome:
    desk.log("request", line=request.line)
    return OrderOutcome(_done(desk, request, mail), undoable=False)


def _done(desk: Desk, request: StaffRequest, mail: WaitingMail) -> str:
    match request.wish:
        case Wish.REGISTER:
            return _register(desk, request, mail)
        case Wish.TABLE | Wish.FILES:
            return _later(desk, request, mail)
        case Wish.REMIND:
            return nudge(desk, request.units, _period(desk, request))
        case Wish.ADDRESS:
            return _learn(desk, request)
        case Wish.HELP:
            return "可以这样写：" + "；".join(HOW)


def _period(desk: Desk, request: StaffRequest) -> Period:
    """Return the period that is meant; NeedsStaff if nobody asked for it."""
    office = desk.office
    if not request.period:
        return office.period_at(desk.today)
    found = next((p for p in office.periods if p.id == request.period), None)
    if found is None:
        asked = "、".join(p.chinese for p in office.periods)
        raise NeedsStaff(f"本通知没有要求报送该期，可写：{asked}")
    return found


def _learn(desk: Desk, request: StaffRequest) -> str:
    (unit,) = request.units
    desk.work.addresses.learn(unit, request.address, desk.by, desk.now)
    return f"{request.address} 已记为{unit}的邮箱，此后提醒发往该处"


def _later(desk: Desk, request: StaffRequest, mail: WaitingMail) -> str:
    """Note what papers are wanted: they are made when this mail is done with."""
    period = _period(desk, request)
    line = replace(request, period=period.id).line
    ask_for(desk.work, (desk.by, mail.saved.message_id, line), desk.now)
    files = f"{listed(request.units)}的文件"
    what = files if request.wish is Wish.FILES else "汇总报表"
    return f"{period.chinese}{what}随后另信发来"


@dataclass(frozen=True, slots=True)
class _Brought:
    """A file that staff sent to be registered, and the mail it came with."""

    row: int
    document: FiledDocument
    mail: int
    message_id: str
    received_at: datetime


def _register(desk: Desk, request: StaffRequest, mail: WaitingMail) -> str:
    """File every document of the mail for the units, as `mailbot register` does."""
    brought = [
        _Brought(row, document, mail.id, mail.saved.message_id, mail.saved.received_at)
        for row, document in desk.work.reviews.documents((mail.id,))
        if document.path
    ]
    if not brought:
        raise NeedsStaff("来信没有附文件，无从登记")
    period = _period(desk, request)
    return "；".join(
        _filed(desk, one, replace(request, period=period.id)) for one in brought
    )


def _filed(desk: Desk, one: _Brought, request: StaffRequest) -> str:
    document = one.document
    printed = document.document.kind in _PRINTED
    copy = request.copy or (CopyKind.STAMPED_PDF if printed else CopyKind.ELECTRONIC)
    proposal = checked(
        desk.office,
        document.document.name,
        Proposal(request.units, request.period, str(copy)),
    )
    item = ReviewItem(
        mail=one.mail,
        number=document.number,
        message_id=one.message_id,
        attachment=document.document.name,
        proposal=proposal,
        reasons=(),
        since=desk.now,
        received_at=one.received_at,
    )
    marked = replace(document.verdict, flags=(Flag(FlagKind.REGISTERED),))
    as_filed = replace(document, verdict=marked)
    for unit in request.units:
        file_by_hand(desk, HandFiled(one.row, as_filed, unit, proposal), item)
    called = COPY_WORDS[CopyKind(proposal.copy)]
    return f"{document.document.name} 已登记：{listed(request.units)} {called}"
