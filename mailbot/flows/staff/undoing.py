"""Takes back what staff did: everything an answer orders can be undone."""

from __future__ import annotations

from mailbot.core.orders.orders import Act, StaffAct
from mailbot.core.record.records import CopyState, LetterState, Ruled, Settled
from mailbot.errors import NeedsStaff
from mailbot.flows.facts import RELEASED
from mailbot.flows.staff.acting import Acting
from mailbot.flows.staff.deciding import pause_unit
from mailbot.flows.staff.telling import withhold

_UNDONE = "工作人员撤销"


def reopen(acting: Acting, review_id: str) -> Settled:
    """Put a settled thing before staff again, and void what was made of it.

    The files stay where they are; an address learned by the confirmation is
    forgotten, and a letter that has not left does not leave. NeedsStaff if the
    thing was not settled.
    """
    settled = acting.work.reviews.settled(review_id)
    if settled is None:
        raise NeedsStaff(f"{review_id} 尚未处理，没有可以撤销的内容")
    item = settled.item
    found = acting.work.reviews.document(item)
    if found is not None and settled.ruled is not Ruled.IGNORE:
        acting.work.copies.mark(found[0], CopyState.VOID, _UNDONE)
    if settled.ruled is Ruled.CONFIRM and found is not None:
        for unit in acting.office.notice.units:
            acting.work.addresses.unlearn(unit, item.sender, settled.at)
    withhold(acting, item.mail)
    acting.work.reviews.reopen(item)
    acting.log("undo", item=item.id, ruled=settled.ruled)
    return settled


def take_back(acting: Acting, act: StaffAct) -> None:
    """Undo one act about units or letters."""
    work, now = acting.work, acting.now
    match act.act:
        case Act.EXTEND | Act.EXEMPT | Act.HOLD:
            work.decisions.withdraw(act.act, act.units, now, act.at)
        case Act.RESUME:
            for unit in act.units:
                pause_unit(acting, unit)
        case Act.RELEASE:
            _hold_again(acting, act)
    work.codes.strike(act, now)
    acting.log("undo", act=act.act, units="、".join(act.units))


def _hold_again(acting: Acting, act: StaffAct) -> None:
    """Hold back what was released and has not left yet."""
    acting.work.decisions.keep(RELEASED, "", acting.now)
    waiting = acting.work.outbox.every(frozenset({LetterState.WAITING}))
    for queued in waiting:
        if queued.id in act.letters:
            acting.work.outbox.settle(queued.id, LetterState.HELD, _UNDONE, acting.now)
