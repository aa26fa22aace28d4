"""How 19 units behave in 2023: the script of the time travel."""

from mailbot.core.record.records import CopyState, UnitDecision
from mailbot.flows.office import Office
from mailbot.flows.staff.deciding import Extension, exempt, extend
from tests.support.office import at, put_in_review, settle_review, submit

E, S = "electronic", "stamped_pdf"


def both(office: Office, unit: str, period: str, day: str) -> None:
    """Hand in both copies at ten o'clock of a day."""
    submit(office, unit, period, E, at(f"{day} 10:00"))
    submit(office, unit, period, S, at(f"{day} 10:01"))


def one(office: Office, unit: str, period: str, day: str, copy: str) -> None:
    """Hand in one copy."""
    submit(office, unit, period, copy, at(f"{day} 10:00"))


def rejected(office: Office, unit: str, period: str, day: str) -> None:
    """Have the stamped copy refused by staff."""
    submit(office, unit, period, S, at(f"{day} 15:00"), CopyState.REJECTED)


def doubtful(office: Office, unit: str, period: str, day: str) -> None:
    """Send a mail that nobody can file without looking."""
    put_in_review(office, unit, period, S, at(f"{day} 16:00"))


def settled(office: Office, unit: str, day: str) -> None:
    """Let staff lay aside what waits of a unit."""
    with office.ledger.begin() as work:
        mine = [i for i in work.reviews.open() if unit in i.proposal.units]
    for item in mine:
        settle_review(office, item.id, at(f"{day} 11:00"))


def suspended(office: Office, unit: str, day: str) -> None:
    """Let a bounce show that the unit's address is dead."""
    with office.ledger.begin() as work:
        address = office.roster[unit].addresses[0]
        work.addresses.suspend(address, "退信：地址不存在", at(f"{day} 14:00"))
        work.commit()


def learned(office: Office, unit: str, day: str) -> None:
    """Let staff confirm a second address of a unit."""
    with office.ledger.begin() as work:
        work.addresses.learn(unit, "new@unit.example", "clerk", at(f"{day} 14:00"))
        work.commit()


def longer(office: Office, unit: str, day: str, until: str) -> None:
    """Give a unit more time."""
    extend(office, unit, Extension(until), "clerk", at(f"{day} 15:00"))


def excused(office: Office, unit: str, period: str, day: str) -> None:
    """Excuse a unit for a period."""
    exempt(office, unit, period, "clerk", at(f"{day} 15:00"))


def paused(office: Office, unit: str, period: str, day: str) -> None:
    """Ask the bot to leave a unit alone."""
    with office.ledger.begin() as work:
        moment = at(f"{day} 15:00")
        work.decisions.add(UnitDecision(unit, "hold", period, "", "clerk", moment))
        work.commit()


# day, act, unit, further arguments
SCRIPT: tuple[tuple[object, ...], ...] = (
    ("2023-06-14", both, "县卫生健康局", "2023Q2"),  # before anybody asks
    ("2023-06-20", both, "县总工会", "2023Q2"),
    ("2023-06-26", one, "县住房城乡建设局", "2023Q2", E),
    ("2023-06-26", doubtful, "县交通运输局", "2023Q2"),
    ("2023-06-28", excused, "县关工委", "2023Q2"),
    ("2023-06-29", longer, "县科协", "2023-07-10"),
    ("2023-06-29", rejected, "县商务局", "2023Q2"),
    ("2023-06-30", both, "县检察院", "2023Q2"),
    ("2023-07-01", both, "县公安局", "2023Q2"),  # a Saturday, one day late
    ("2023-07-03", suspended, "县民政局"),
    ("2023-07-05", learned, "县民政局"),
    ("2023-07-06", settled, "县交通运输局"),
    ("2023-07-06", paused, "县残联", "2023Q2"),
    ("2023-07-10", both, "县科协", "2023Q2"),
    ("2023-07-11", both, "县教育和体育局", "2023Q2"),
    ("2023-09-27", both, "县法院", "2023Q3"),
    ("2023-10-02", both, "团县委", "2023Q3"),  # in the holidays: still in time
    ("2023-10-08", one, "县妇联", "2023Q3", S),
    ("2023-10-09", suspended, "县文明办"),
    ("2023-12-31", both, "县文化和旅游局", "2023Q4"),
    ("2024-01-02", both, "市住房公积金管理中心沂源分中心", "2023Q4"),
)
