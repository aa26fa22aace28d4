"""Staff say of a new address whose it is: 认可 or 不是, with undo for fourteen days."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailbot.core.notice.periods import QUARTER
from mailbot.core.orders.orders import Adopt, Disown, Undo
from mailbot.core.record.addresses import Learned, LearnedAddress, NewAddress
from mailbot.errors import NeedsStaff
from mailbot.flows.letters.answering import unit_addresses
from mailbot.flows.new_addresses import new_addresses, strangers
from mailbot.flows.office import Desk, Office
from mailbot.flows.staff.telling import tell_adopted, withhold

UNDO_WITHIN = timedelta(days=14)
MOST_UNASKED = 2  # new addresses of a unit in a quarter, before a second word is asked
_WORDS = {Learned.ADOPTED: "认可", Learned.REFUSED: "不是"}

AddressOrder = Adopt | Disown | Undo


def adopt(
    office: Office, address: str, unit: str, by: str, now: datetime, *, anyway: bool
) -> str:
    """Let an address be a unit's; return in words what was done, and who was told."""
    with office.desk(now, by) as desk:
        done = _adopt(desk, _named(desk, address, unit), anyway=anyway)
        desk.work.commit()
    return "\n".join(done)


def refuse(office: Office, address: str, unit: str, by: str, now: datetime) -> str:
    """Say that an address is not the unit's; return in words what was done."""
    with office.desk(now, by) as desk:
        done = _refuse(desk, _named(desk, address, unit))
        desk.work.commit()
    return done


def take_back(office: Office, address: str, unit: str, by: str, now: datetime) -> str:
    """Undo what was said of an address; return in words what was done."""
    with office.desk(now, by) as desk:
        done = _take_back(desk, _named(desk, address, unit))
        desk.work.commit()
    return done


def by_order(desk: Desk, order: AddressOrder) -> tuple[str, tuple[str, ...]]:
    """Do what an order says: words on what was done, and notes on who was told."""
    every = strangers(desk)
    new = next((one for one in every if one.id == order.code.name), None)
    if new is None:
        raise NeedsStaff(f"{order.code.name} 所指的报送已改归其他单位，未作处理")
    match order:
        case Adopt(anyway=anyway):
            words, *notes = _adopt(desk, new, anyway=anyway)
            return words, tuple(notes)
        case Disown():
            return _refuse(desk, new), ()
        case Undo():
            return _take_back(desk, new), ()


def _named(desk: Desk, address: str, unit: str) -> NewAddress:
    """Return the new address called so; NeedsStaff if there is none, or several."""
    wanted = address.strip().lower()
    found = [
        one
        for one in strangers(desk)
        if one.address == wanted and unit in {"", one.unit}
    ]
    if not found:
        whose = f"为{unit}" if unit else ""
        raise NeedsStaff(f"没有从 {address} {whose}报来并已归档的文件，未作处理")
    if len(found) > 1:
        units = "、".join(one.unit for one in found)
        raise NeedsStaff(f"{address} 曾为{units}报送，请用 --unit 写明单位")
    return found[0]


def _adopt(desk: Desk, new: NewAddress, *, anyway: bool) -> tuple[str, ...]:
    said = _said(desk, new)
    if said is not None and said.how is not Learned.REFUSED:
        return (f"{new.address} 已是{new.unit}的邮箱，未作改动",)
    if new.forged:
        ways = "请先电话核实，再填入通讯录"
        raise NeedsStaff(f"{new.address} 未通过本单位邮件系统的验证，不能认可；{ways}")
    if not anyway and _lately(desk, new.unit) >= MOST_UNASKED:
        ways = "确属该单位的，请写“认可 采用”（命令行加 --anyway）"
        raise NeedsStaff(f"{new.unit}本季度已认可{MOST_UNASKED}个新地址；{ways}")
    known = unit_addresses(desk, new.unit)
    _record(desk, new, Learned.ADOPTED)
    notes = tell_adopted(desk, new, known)
    return f"{new.address} 已认可为{new.unit}的报送邮箱", *notes


def _lately(desk: Desk, unit: str) -> int:
    """Count the addresses adopted for a unit in this quarter of the year."""
    local = desk.office.local
    now = QUARTER.of_day(local(desk.now).date())
    return sum(
        one.unit == unit
        and one.how is Learned.ADOPTED
        and QUARTER.of_day(local(one.at).date()) == now
        for one in desk.work.addresses.said()
    )


def _refuse(desk: Desk, new: NewAddress) -> str:
    said = _said(desk, new)
    if said is not None and said.how is not Learned.REFUSED:
        ways = "如要改变，请先撤销"
        raise NeedsStaff(f"{new.address} 此前已认定为{new.unit}的邮箱；{ways}")
    if said is None:
        _record(desk, new, Learned.REFUSED)
    return f"{new.address} 不是{new.unit}的邮箱，不再询问；所报文件仍在，请核对归属"


def _take_back(desk: Desk, new: NewAddress) -> str:
    said = _said(desk, new)
    if said is None or said.how is Learned.CONFIRMED:
        raise NeedsStaff(f"{new.address} 没有可以撤销的认可")
    if desk.now - said.at > UNDO_WITHIN:
        ways = f"请停用该地址（mailbot unit suspend {new.address}）"
        raise NeedsStaff(f"已超过{UNDO_WITHIN.days}天，不能撤销；{ways}")
    desk.work.addresses.unlearn(new.unit, new.address, said.at)
    withhold(desk, new.mail)
    desk.log("unadopt", unit=new.unit, address=new.address, how=said.how)
    return f"{new.address} 已撤销“{_WORDS[said.how]}”，重新待认定"


def _said(desk: Desk, new: NewAddress) -> LearnedAddress | None:
    every = desk.work.addresses.said()
    mine = (o for o in every if (o.unit, o.address) == (new.unit, new.address))
    return next(mine, None)


def _record(desk: Desk, new: NewAddress, how: Learned) -> None:
    desk.work.addresses.learn(new.unit, new.address, desk.by, desk.now, how)
    desk.log("address", unit=new.unit, address=new.address, how=how)


def waiting(office: Office, now: datetime) -> tuple[NewAddress, ...]:
    """Return the addresses that wait for a word of staff."""
    with office.desk(now) as desk:
        return new_addresses(desk)
