"""Carries out what staff order about one waiting thing."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.notice.periods import from_id
from mailbot.core.orders.orders import Assign, Confirm, Ignore, Retry, Return, Undo
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.matter import Action
from mailbot.core.record.records import CopyState, Proposal, ReviewItem, Ruled, Settled
from mailbot.core.words.words import COPY_WORDS, listed
from mailbot.errors import NeedsStaff
from mailbot.flows.office import Desk
from mailbot.flows.staff.retrying import retry
from mailbot.flows.staff.review import (
    Ruling,
    carry_out,
    confirm_items,
    is_filed_by,
    reject_items,
    settle_item,
    take_up,
)
from mailbot.flows.staff.telling import Settlement
from mailbot.flows.staff.undoing import reopen

ItemOrder = Confirm | Assign | Return | Ignore | Retry | Undo
_RULED_WORDS = {
    Ruled.CONFIRM: "确认归档",
    Ruled.REJECT: "退回",
    Ruled.IGNORE: "忽略",
}


@dataclass(frozen=True, slots=True)
class OrderOutcome:
    """What became of one order, in words; what the units are still to be told.

    `notes` are for staff: who could not be told.
    """

    words: str
    settled: tuple[Settlement, ...] = ()
    notes: tuple[str, ...] = ()
    undoable: bool = True


def settle_by_order(desk: Desk, order: ItemOrder) -> OrderOutcome:
    """Do what an order says; NeedsStaff says why it cannot be done."""
    name = order.code.name
    match order:
        case Undo():
            settled = reopen(desk, name)
            words = f"{name} 已撤销“{_RULED_WORDS[settled.ruled]}”，重新待核实"
            return OrderOutcome(words, undoable=False)
        case Confirm(anyway=anyway):
            return _confirm(desk, name, Ruling(anyway=anyway))
        case Assign():
            ruling = Ruling(order.units, order.period, order.copy)
            return _file(desk, name, ruling)
        case Return() | Ignore() | Retry():
            return _not_filed(desk, name, order)


def _not_filed(desk: Desk, name: str, order: Return | Ignore | Retry) -> OrderOutcome:
    match order:
        case Return(reason=reason):
            return _refuse(desk, name, reason)
        case Ignore():
            return _lay_aside(desk, name)
        case Retry():
            retry(desk, name)
            return OrderOutcome(f"{name} 将重新读取，结果见下次汇总", undoable=False)


def _confirm(desk: Desk, name: str, ruling: Ruling) -> OrderOutcome:
    """Carry out the proposal; taking a file against its doubt is a word of its own."""
    item = desk.work.reviews.find(name)
    if item is None or is_filed_by(item.proposal, ruling):
        return _file(desk, name, ruling)
    match item.proposal.action:
        case Action.RETURN:
            return _refuse(desk, name, item.proposal.reason)
        case Action.IGNORE:
            return _lay_aside(desk, name)
        case _:
            carry_out(desk, item)  # says why it cannot be done by itself
            return OrderOutcome("")


def _file(desk: Desk, name: str, ruling: Ruling) -> OrderOutcome:
    """File a thing; one that was filed already is filed anew if staff say otherwise."""
    item = desk.work.reviews.find(name)
    corrected = False
    if item is None and (taken := take_up(desk, name, ruling)):
        return _file_as_reports(desk, taken, ruling)
    if item is None:
        done = _settled(desk, name)
        if done.ruled is not Ruled.CONFIRM:
            raise NeedsStaff(_change_first(done))
        if _is_filed_so(desk, done, ruling):
            return _repeated(desk, done)
        item, corrected = reopen(desk, name).item, True
    settled = confirm_items(desk, (item,), ruling)
    told = tuple(Settlement(s.item, s.proposal, corrected) for s, _ in settled)
    verb = "已更正归档" if corrected else "已确认归档"
    words = f"{_called(item)}{verb}：{_proposed(told[0].proposal)}"
    return OrderOutcome(words, told)


def _file_as_reports(
    desk: Desk, items: tuple[ReviewItem, ...], ruling: Ruling
) -> OrderOutcome:
    """File what was left alone as other business, all files of one title."""
    told = tuple(settlement for settlement, _ in confirm_items(desk, items, ruling))
    words = "；".join(
        f"{_called(one.item)}已确认归档：{_proposed(one.proposal)}" for one in told
    )
    after = "；本季度该单位同一标题的来件今后均按报表办理"
    each = "；如要撤销，请逐件撤销" if len(items) > 1 else ""
    return OrderOutcome(f"{words}{after}{each}", told)


def _refuse(desk: Desk, name: str, reason: str) -> OrderOutcome:
    item = desk.work.reviews.find(name)
    if item is None:
        return _again(desk, name, Ruled.REJECT)
    notes = reject_items(desk, (item,), reason)
    return OrderOutcome(f"{_called(item)}已退回，理由：{reason}", notes=notes)


def _lay_aside(desk: Desk, name: str) -> OrderOutcome:
    item = desk.work.reviews.find(name)
    if item is None:
        return _again(desk, name, Ruled.IGNORE)
    settle_item(desk, item, Ruled.IGNORE)
    return OrderOutcome(f"{_called(item)}已忽略，不计入，不通知单位")


def _again(desk: Desk, name: str, wanted: Ruled) -> OrderOutcome:
    """Answer an order about a thing that is settled: done before, or otherwise."""
    done = _settled(desk, name)
    if done.ruled is not wanted:
        raise NeedsStaff(_change_first(done))
    return _repeated(desk, done)


def _settled(desk: Desk, name: str) -> Settled:
    done = desk.work.reviews.settled(name)
    if done is None:
        raise NeedsStaff(f"没有编号为 {name} 的待核实件")
    return done


def _repeated(desk: Desk, done: Settled) -> OrderOutcome:
    return OrderOutcome(f"{_before(desk, done)}，无须重复，未作改动")


def _before(desk: Desk, done: Settled) -> str:
    at = desk.office.local(done.at)
    when = f"{at.month}月{at.day}日{at:%H:%M}"
    return f"{done.item.id} 已于{when}由{done.by}{_RULED_WORDS[done.ruled]}"


def _change_first(done: Settled) -> str:
    ruled = _RULED_WORDS[done.ruled]
    return f"{done.item.id} 此前已{ruled}；如要改变，请先写“代码 撤销”，再写新的意见"


def _is_filed_so(desk: Desk, done: Settled, ruling: Ruling) -> bool:
    """Tell whether the file already counts as what staff say now."""
    found = desk.work.reviews.document(done.item)
    if found is None:
        return False
    units = ruling.units or done.item.proposal.units
    mine = [
        version
        for unit in desk.office.notice.units
        for version in desk.work.copies.of_unit(unit)
        if version.document == found[0] and version.state is CopyState.FILED
    ]
    named = ruling.units or ruling.period or ruling.copy
    if not named:
        return True
    same = all(
        ruling.period in {"", v.period} and ruling.copy in {"", v.copy} for v in mine
    )
    return same and (not ruling.units or {v.unit for v in mine} == set(units))


def _called(item: ReviewItem) -> str:
    return f"{item.id}（{item.attachment}）" if item.attachment else f"{item.id} "


def _proposed(proposal: Proposal) -> str:
    period = from_id(proposal.period).chinese if proposal.period else ""
    copy = COPY_WORDS[CopyKind(proposal.copy)]
    return f"{listed(proposal.units)} {period} {copy}"
