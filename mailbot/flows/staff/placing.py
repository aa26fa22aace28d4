"""Staff say under which item a row goes that fits none (待归项)."""

from __future__ import annotations

from datetime import datetime

from mailbot.core.form.placing import PLACE, Placement, placing_words
from mailbot.core.orders.codes import ADDRESS, MAIL, REQUEST, CodeRef
from mailbot.core.record.records import UnitDecision
from mailbot.errors import NeedsStaff
from mailbot.flows.office import Desk, Office


def place(office: Office, said: Placement, by: str, now: datetime) -> str:
    """Place a unit's rows so called, now and in its next reports; say so in words."""
    with office.desk(now, by) as desk:
        words = place_rows(desk, said)
        desk.work.commit()
    return words


def take_back(office: Office, said: Placement, by: str, now: datetime) -> str:
    """Take back what was said last of a unit's rows so called, whatever the item."""
    with office.desk(now, by) as desk:
        words = take_back_last(desk, said.unit, said.words)
        desk.work.commit()
    return words


def place_rows(desk: Desk, said: Placement) -> str:
    """Do so in a transaction that is open; NeedsStaff if the unit owes no such item."""
    owed = [item.no for item in desk.office.notice.items_of(said.unit)]
    if said.item_no not in owed:
        numbers = "、".join(map(str, owed)) or "（无）"
        raise NeedsStaff(f"第{said.item_no}项不由{said.unit}负责，可归入：{numbers}")
    if not said.words.strip():
        raise NeedsStaff("请写明待归项的名称，如：创建书香机关 归第5项")
    desk.work.decisions.add(
        UnitDecision(said.unit, PLACE, None, said.value, desk.by, desk.now)
    )
    desk.log(PLACE, unit=said.unit, value=said.value)
    kept = "以后该单位所报照此归入"
    return f"{said.unit}“{said.words}”已归入第{said.item_no}项，{kept}"


def take_back_last(desk: Desk, unit: str, words: str = "") -> str:
    """Take back the last such word on a unit, in a transaction that is open."""
    mine = [
        one
        for one in desk.work.decisions.all()
        if one.kind == PLACE and one.unit == unit and Placement.of(one).names(words)
    ]
    if not mine:
        raise NeedsStaff(f"{unit}没有可以撤销的归项")
    last = mine[-1]
    desk.work.decisions.withdraw(PLACE, (unit,), desk.now, last.at)
    desk.log("undo", act=PLACE, unit=unit, value=last.value)
    return f"已撤销：{unit}{placing_words(last)}"


def units_of_thing(desk: Desk, code: CodeRef) -> tuple[str, ...]:
    """Return whose the thing is that a code stands for; () where it is a mail's."""
    if code.kind in {MAIL, ADDRESS, REQUEST}:
        return ()
    item = desk.work.reviews.find(code.name)
    done = None if item else desk.work.reviews.settled(code.name)
    return item.proposal.units if item else done.item.proposal.units if done else ()
