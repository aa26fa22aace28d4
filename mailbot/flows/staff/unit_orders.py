"""Carries out what staff order about units and letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.form.placing import Placement
from mailbot.core.notice.periods import from_id
from mailbot.core.orders.codes import Code
from mailbot.core.orders.orders import (
    Act,
    CorrectFigure,
    Exempt,
    Extend,
    Pause,
    Place,
    Release,
    Resume,
    SendSummary,
    StaffAct,
    TickFigures,
    Undo,
)
from mailbot.core.words.words import chinese_day, listed
from mailbot.errors import NeedsStaff
from mailbot.flows.letters.outbox import release_all
from mailbot.flows.letters.sending_summary import send_to
from mailbot.flows.office import Desk
from mailbot.flows.staff.deciding import Extension, exempt_unit, extend_unit, pause_unit
from mailbot.flows.staff.item_orders import OrderOutcome
from mailbot.flows.staff.placing import place_rows, units_of_thing
from mailbot.flows.staff.undoing import take_back
from mailbot.flows.targets.ruling import (
    confirm_figures,
    correct_figure,
    ticked_words,
)

UnitOrder = (
    Extend
    | Exempt
    | Pause
    | Resume
    | Release
    | SendSummary
    | TickFigures
    | CorrectFigure
    | Place
    | Undo
)
_ACT_WORDS = {
    Act.EXTEND: "延期",
    Act.EXEMPT: "免报",
    Act.HOLD: "暂停催报",
    Act.RESUME: "恢复催报",
    Act.RELEASE: "放行",
    Act.FIGURE: "进度数核定",
    Act.PLACE: "归项",
}


@dataclass(frozen=True, slots=True)
class Bidding:
    """An order's code, and the ledger's number of the mail that holds the order."""

    desk: Desk
    code: Code
    answer: int

    def note(self, act: Act, units: Sequence[str]) -> None:
        """Keep what was done, unit by unit, so that each can be taken back."""
        for unit in units:
            self._note(act, (unit,), ())

    def note_release(self, letters: tuple[int, ...]) -> None:
        """Keep which letters were let go."""
        self._note(Act.RELEASE, (), letters)

    def _note(self, act: Act, units: tuple[str, ...], letters: tuple[int, ...]) -> None:
        by, now = self.desk.by, self.desk.now
        done = StaffAct(self.code.id, act, units, letters, self.answer, by, now)
        self.desk.work.codes.note(done)


def obey_order(bidding: Bidding, order: UnitOrder) -> OrderOutcome:
    """Do what an order says; NeedsStaff says why it cannot be done."""
    match order:
        case Extend() | Exempt():
            return _decide(bidding, order)
        case Pause() | Resume():
            return _remind(bidding, order)
        case Release() | SendSummary():
            return _send(bidding, order)
        case TickFigures() | CorrectFigure():
            return _settle_figures(bidding, order)
        case Place() | Undo():
            return _place_or_undo(bidding, order)


def _place_or_undo(bidding: Bidding, order: Place | Undo) -> OrderOutcome:
    match order:
        case Place():
            return _place(bidding, order)
        case Undo():
            return _undo(bidding, order)


def _decide(bidding: Bidding, order: Extend | Exempt) -> OrderOutcome:
    match order:
        case Extend():
            return _extend(bidding, order)
        case Exempt():
            return _exempt(bidding, order)


def _remind(bidding: Bidding, order: Pause | Resume) -> OrderOutcome:
    match order:
        case Pause():
            return _pause(bidding, order)
        case Resume():
            return _resume(bidding, order)


def _send(bidding: Bidding, order: Release | SendSummary) -> OrderOutcome:
    match order:
        case Release():
            return _release(bidding)
        case SendSummary():
            return _send_summary(bidding.desk)


def _send_summary(desk: Desk) -> OrderOutcome:
    send_to(desk, desk.by)
    return OrderOutcome("汇总已另信发出", undoable=False)


def _extend(bidding: Bidding, order: Extend) -> OrderOutcome:
    span = Extension(order.day.isoformat(), order.period or None)
    for unit in order.units:
        extend_unit(bidding.desk, unit, span)
    bidding.note(Act.EXTEND, order.units)
    period = _period(bidding, order.period)
    return OrderOutcome(
        f"{listed(order.units)} {period}报送时限延至{chinese_day(order.day)}24时"
    )


def _exempt(bidding: Bidding, order: Exempt) -> OrderOutcome:
    for unit in order.units:
        exempt_unit(bidding.desk, unit, order.period or None)
    bidding.note(Act.EXEMPT, order.units)
    return OrderOutcome(f"{listed(order.units)} {_period(bidding, order.period)}免报")


def _period(bidding: Bidding, period: str) -> str:
    office = bidding.desk.office
    today = office.local(bidding.desk.now).date()
    return (from_id(period) if period else office.period_at(today)).chinese


def _pause(bidding: Bidding, order: Pause) -> OrderOutcome:
    units = order.units or bidding.desk.office.notice.units
    for unit in units:
        pause_unit(bidding.desk, unit)
    bidding.note(Act.HOLD, units)
    return OrderOutcome(f"{_whose(order.units)}已暂停催报；恢复请写“代码 恢复催报”")


def _resume(bidding: Bidding, order: Resume) -> OrderOutcome:
    desk = bidding.desk
    wanted = order.units or desk.office.notice.units
    lifted = desk.work.decisions.withdraw(Act.HOLD, wanted, desk.now, None)
    if not lifted:
        return OrderOutcome(
            f"{_whose(order.units)}原本没有暂停催报，未作改动", undoable=False
        )
    desk.log(Act.RESUME, units=listed(lifted))
    bidding.note(Act.RESUME, lifted)
    return OrderOutcome(f"{_whose(order.units)}已恢复催报")


def _release(bidding: Bidding) -> OrderOutcome:
    letters = release_all(bidding.desk.work, bidding.desk.now)
    bidding.desk.log(Act.RELEASE, letters=str(len(letters)))
    bidding.note_release(letters)
    return OrderOutcome(f"已放行，{len(letters)}封暂存的信件将按时发出")


def _settle_figures(
    bidding: Bidding, order: TickFigures | CorrectFigure
) -> OrderOutcome:
    """Tick figures of the ledger of targets, or put one right."""
    done = (
        confirm_figures(bidding.desk, order.figures)
        if isinstance(order, TickFigures)
        else correct_figure(bidding.desk, order.figure, order.value)
    )
    bidding.note(Act.FIGURE, [one.figure.name for one in done])
    return OrderOutcome("；".join(ticked_words(one) for one in done))


def _place(bidding: Bidding, order: Place) -> OrderOutcome:
    """Put rows under an item: of the unit named, else of that whose thing it is."""
    units = order.units or units_of_thing(bidding.desk, order.code)
    if len(units) != 1:
        raise NeedsStaff("请写明是哪个单位的待归项，如：县总工会 创建书香机关 归第5项")
    said = Placement(units[0], order.words, order.item_no)
    words = place_rows(bidding.desk, said)
    bidding.note(Act.PLACE, units)
    return OrderOutcome(words)


def _undo(bidding: Bidding, order: Undo) -> OrderOutcome:
    """Take back the last answer's acts under this code, or those that are named."""
    open_acts = bidding.desk.work.codes.acts(bidding.code)
    acts = [act for act in open_acts if _is_meant(act, order)]
    if not acts:
        raise NeedsStaff("此代码名下没有可以撤销的事项")
    if order.act is None:
        acts = [act for act in acts if act.answer == acts[-1].answer]
    for act in acts:
        take_back(bidding.desk, act)
    return OrderOutcome(f"已撤销：{_in_words(bidding.desk, acts)}", undoable=False)


def _is_meant(act: StaffAct, order: Undo) -> bool:
    named = not order.units or bool(set(order.units) & set(act.units))
    return order.act in {None, act.act} and named


def _in_words(desk: Desk, acts: Sequence[StaffAct]) -> str:
    """Name acts by kind, each with its units unless it was about all of them."""
    units: dict[Act, list[str]] = {}
    for act in acts:
        units.setdefault(act.act, []).extend(act.units)
    every = len(desk.office.notice.units)
    return "；".join(
        f"{_ACT_WORDS[act]}（{listed(tuple(who))}）"
        if 0 < len(who) < every
        else _ACT_WORDS[act]
        for act, who in units.items()
    )


def _whose(units: tuple[str, ...]) -> str:
    return listed(units) if units else "各单位"
