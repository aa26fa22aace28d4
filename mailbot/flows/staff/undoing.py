"""Takes back what staff did: everything an answer orders can be undone."""

from __future__ import annotations

from datetime import datetime

from mailbot.core.orders.orders import Act, StaffAct
from mailbot.core.record.records import CopyState, LetterState, Ruled, Settled
from mailbot.errors import NeedsStaff
from mailbot.flows.facts import RELEASED
from mailbot.flows.office import Desk, Office
from mailbot.flows.staff.deciding import pause_unit
from mailbot.flows.staff.telling import withhold

_UNDONE = "工作人员撤销"


def undo(office: Office, review_id: str, by: str, now: datetime) -> Settled:
    """Take back how a thing was settled; NeedsStaff if it was not."""
    with office.desk(now, by) as desk:
        settled = reopen(desk, review_id)
        desk.work.commit()
    return settled


def reopen(desk: Desk, review_id: str) -> Settled:
    """Put a settled thing before staff again, and void what was made of it.

    The files stay where they are; an address learned by the confirmation is
    forgotten, and a letter that has not left does not leave. NeedsStaff if the
    thing was not settled.
    """
    settled = desk.work.reviews.settled(review_id)
    if settled is None:
        raise NeedsStaff(f"{review_id} 尚未处理，没有可以撤销的内容")
    item = settled.item
    found = desk.work.reviews.document(item)
    if found is not None and settled.ruled is not Ruled.IGNORE:
        desk.work.copies.mark(found[0], CopyState.VOID, _UNDONE)
    if settled.ruled is Ruled.CONFIRM and found is not None:
        for unit in desk.office.notice.units:
            desk.work.addresses.unlearn(unit, item.sender, settled.at)
    withhold(desk, item.mail)
    desk.work.reviews.reopen(item)
    desk.log("undo", item=item.id, ruled=settled.ruled)
    return settled


def take_back(desk: Desk, act: StaffAct) -> None:
    """Undo one act about units or letters."""
    work, now = desk.work, desk.now
    match act.act:
        case Act.EXTEND | Act.EXEMPT | Act.HOLD | Act.PLACE:
            work.decisions.withdraw(act.act, act.units, now, act.at)
        case Act.RESUME:
            for unit in act.units:
                pause_unit(desk, unit)
        case Act.FIGURE:
            work.figures.take_back(act.at, now)
        case Act.RELEASE:
            _hold_again(desk, act)
    work.codes.strike(act, now)
    desk.log("undo", act=act.act, units="、".join(act.units))


def _hold_again(desk: Desk, act: StaffAct) -> None:
    """Hold back what was released and has not left yet."""
    desk.work.decisions.keep_mark(RELEASED, "", desk.now)
    waiting = desk.work.outbox.every(frozenset({LetterState.WAITING}))
    for queued in waiting:
        if queued.id in act.letters:
            desk.work.outbox.settle(queued.id, LetterState.HELD, _UNDONE, desk.now)
