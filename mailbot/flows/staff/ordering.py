"""Staff settle things by answering: heard, checked, carried out, answered.

An order counts if it came to the mailbox from an address of the staff, was not
called forged by our own host, and bears a code that we gave and that is still good.
All that one answer orders, and the letter that tells what was done, are recorded in
one transaction with the mail itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mailbot.core.judge.judgement import Judgement
from mailbot.core.judge.sender import authentication_failed, is_vouched_for
from mailbot.core.mail.quoting import own_words
from mailbot.core.orders.codes import (
    ADDRESS,
    MAIL,
    REQUEST,
    Code,
    CodeRef,
    find_codes,
    folded,
    piece_of_code,
)
from mailbot.core.orders.facts import View
from mailbot.core.orders.orders import (
    Adopt,
    AskedByStaff,
    Assign,
    Confirm,
    Disown,
    Ignore,
    Order,
    Ordered,
    Reading,
    Retry,
    Return,
    Unclear,
    Undo,
)
from mailbot.core.orders.reading_orders import read_orders
from mailbot.core.orders.requests import read_request
from mailbot.core.orders.senders import may_order
from mailbot.core.record.clues import CopyKind, FileVerdict, Flag, Verdict
from mailbot.core.record.clues import Outcome as Fate
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import ExaminedMail, Message, Nature
from mailbot.core.record.records import JudgedMail, LetterKind, WaitingMail
from mailbot.errors import NeedsStaff
from mailbot.flows.office import Desk, Office
from mailbot.flows.staff.adopting import AddressOrder, by_order
from mailbot.flows.staff.item_orders import OrderOutcome, settle_by_order
from mailbot.flows.staff.reporting_back import Done, OrderReport, report_back
from mailbot.flows.staff.requests import answered, confirmed
from mailbot.flows.staff.telling import Settlement, tell_settled
from mailbot.flows.staff.unit_orders import Bidding, obey_order
from mailbot.ports import Work

_TO_STAFF = {LetterKind.SUMMARY, LetterKind.ALERT, LetterKind.ANSWER}
_MOST_QUOTED = 50  # codes of a quoted mail that are looked up
FORGED = "此信未通过邮件服务器的发件人验证，信中的处理意见均未执行"


def as_order(
    office: Office, mail: WaitingMail, examined: ExaminedMail
) -> Judgement | None:
    """Return the verdict on a mail in which staff give orders, None for any other.

    Its files, if any, are kept and not counted.
    """
    if not may_order(mail, examined, office.staff):
        return None
    message = examined.message
    host = office.policy.intake.authserv_id
    reading = _reading(office, mail, message)
    asked = None if reading.codes else _asked(office, mail, examined)
    ordered = Ordered(reading, authentication_failed(message, host), asked)
    with office.ledger.begin() as work:
        works = tuple(work.scoped(one.notice.scope) for one in office.every)
        ours = any(w.outbox.by_message_id(message.message_id) for w in works)
        known = any(w.codes.find(c.secret) for w in works for c in reading.codes)
        doubtful = bool(examined.documents) or ordered.forged
        speaks = known or (
            not doubtful and any(_speaks(w, message, reading) for w in works)
        )
        speaks = speaks or asked is not None
    if ours or not speaks:
        return None
    ignored = FileVerdict(Fate.IGNORE, CopyKind.OTHER)
    verdict = Verdict(
        nature=Nature.OTHER,
        outcome=Fate.IGNORE,
        flags=(Flag(FlagKind.STAFF_ORDER),),
        files=(ignored,) * len(examined.documents),
    )
    forms = (None,) * len(examined.documents)
    return Judgement(examined, verdict, forms, ordered=ordered)


def _speaks(work: Work, message: Message, reading: Reading) -> bool:
    """Tell whether words without a known code are still meant for us."""
    if reading.codes:
        return True
    if any(piece_of_code(folded(one.line)) for one in reading.unclear):
        return True
    about = (message.in_reply_to, *message.references)
    letters = (work.outbox.by_message_id(one) for one in about if one)
    answers_us = any(
        letter is not None and letter.kind in _TO_STAFF for letter in letters
    )
    return bool(reading.unclear) and (answers_us or _quotes_us(work, message))


def _quotes_us(work: Work, message: Message) -> bool:
    """Tell whether a code of ours stands anywhere in the mail, quoted or not."""
    quoted = islice(find_codes(folded(message.text)), _MOST_QUOTED)
    return any(work.codes.find(found.ref.secret) for found in quoted)


def _asked(
    office: Office, mail: WaitingMail, examined: ExaminedMail
) -> AskedByStaff | None:
    """Return what staff ask for without a code, None if nothing."""
    message = examined.message
    day = office.local(mail.saved.received_at).date()
    view = View(office.notice, office.roster, day)
    files = bool(examined.documents)
    words = own_words(message.text)
    request = read_request(words, message.subject, view, files=files)
    if request is None:
        return None
    vouched = is_vouched_for(message, office.policy.intake.authserv_id)
    return AskedByStaff(request, granted=vouched or request.is_harmless)


def _reading(office: Office, mail: WaitingMail, message: Message) -> Reading:
    day = office.local(mail.saved.received_at).date()
    view = View(office.notice, office.roster, day)
    return read_orders(own_words(message.text), message.subject, view)


def obey(desk: Desk, ordered: Ordered, message: Message, judged: JudgedMail) -> None:
    """Carry out the orders of a mail that was recorded just now, and answer it.

    The same bytes a second time (a folder numbered anew) order nothing.
    """
    if judged.mail.repeated:
        return
    desk = replace(desk, by=judged.sender_address.lower())
    if ordered.forged:
        report = OrderReport(unclear=(Unclear(message.subject, FORGED),))
        desk.log("order_refused", mail=str(judged.mail.id))
    elif ordered.asked is not None:
        report = answered(desk, ordered.asked, judged.mail)
    else:
        report = _carried_out(desk, judged.mail, message, ordered.reading)
    report_back(desk, message, judged, report)


@dataclass(frozen=True, slots=True)
class _Step:
    done: tuple[Done, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    settled: tuple[Settlement, ...] = ()


def _carried_out(
    desk: Desk, mail: WaitingMail, message: Message, first: Reading
) -> OrderReport:
    """Do all that was ordered, one order not hindering another; then tell the units.

    Each order is read beside the notice whose code it bears: units and periods mean
    that notice's.
    """
    reports = []
    unclear = first.unclear
    for one in (desk.of(office) for office in desk.office.every):
        mine = one is desk
        reading = first if mine else _reading(one.office, mail, message)
        orders = [o for o in reading.orders if _belongs(desk, one, o, mine=mine)]
        reports.append(_done_at(one, mail, orders))
        unclear = tuple(u for u in unclear if u in reading.unclear)
    return OrderReport(
        done=tuple(done for report in reports for done in report.done),
        unclear=(*unclear, *(u for report in reports for u in report.unclear)),
        notes=tuple(note for report in reports for note in report.notes),
    )


def _belongs(first: Desk, desk: Desk, order: Order, *, mine: bool) -> bool:
    """Tell whether an order's code is this notice's; an unknown one is the first's."""
    if desk.work.codes.find(order.code.secret) is not None:
        return True
    others = (first.of(peer).work.codes for peer in first.office.peers)
    return mine and not any(codes.find(order.code.secret) for codes in others)


def _done_at(desk: Desk, mail: WaitingMail, orders: Sequence[Order]) -> OrderReport:
    """Do what was ordered for one notice."""
    steps = [_step(desk, mail, order) for order in orders]
    settled = [one for step in steps for one in step.settled]
    notes = [note for step in steps for done in step.done for note in done.notes]
    return OrderReport(
        done=tuple(done for step in steps for done in step.done),
        unclear=tuple(u for step in steps for u in step.unclear),
        notes=(*notes, *tell_settled(desk, settled)),
    )


def _step(desk: Desk, mail: WaitingMail, order: Order) -> _Step:
    code = desk.work.codes.find(order.code.secret)
    wrong = _why_not(desk, code, order.code, mail)
    if code is None or wrong:
        return _Step(unclear=(Unclear(order.code.text, wrong),))
    try:
        if code.ref.kind == REQUEST:
            outcome = confirmed(desk, code, mail)
        else:
            outcome = _done(desk, code, mail, order)
    except NeedsStaff as fault:
        return _Step(unclear=(Unclear(order.code.text, str(fault)),))
    undo = order.code.text if outcome.undoable else ""
    return _Step((Done(outcome.words, undo, outcome.notes),), (), outcome.settled)


def _done(desk: Desk, code: Code, mail: WaitingMail, order: Order) -> OrderOutcome:
    match order:
        case Adopt() | Disown():
            return settle_address(desk, order)
        case Undo() if order.code.kind == ADDRESS:
            return settle_address(desk, order)
        case Confirm() | Assign() | Return() | Ignore() | Retry():
            return settle_by_order(desk, order)
        case Undo(act=None) if code.ref.kind != MAIL and not desk.work.codes.acts(code):
            return settle_by_order(desk, order)
        case _:
            return obey_order(Bidding(desk, code, mail.id), order)


def settle_address(desk: Desk, order: AddressOrder) -> OrderOutcome:
    """Do what is said of a new address."""
    words, notes = by_order(desk, order)
    return OrderOutcome(words, notes=notes, undoable=not isinstance(order, Undo))


def _why_not(desk: Desk, code: Code | None, written: CodeRef, mail: WaitingMail) -> str:
    """Return why a code does not allow an order, "" if it does."""
    if code is None:
        return "代码有误，请从来信中复制完整的代码"
    if code.ref != replace(written, secret=code.ref.secret):
        return "编号与代码不是同一件，未执行，请从来信中复制完整的代码"
    if not code.is_valid(mail.saved.received_at):
        until = desk.office.local(code.expires_at)
        when = f"{until.month}月{until.day}日"
        return f"代码已于{when}过期，请用最近一封汇总或待办邮件中的代码"
    return ""
