"""单位: where each stands, what it sent in, and what staff decided for it."""

from __future__ import annotations

from urllib.parse import quote

from mailbot.core.record.catalogue import Search
from mailbot.core.summary.words import matrix_row
from mailbot.flows.console import looking
from mailbot.flows.staff import deciding
from mailbot.flows.staff.deciding import Extension
from mailbot.web.visit import Onward, Opening, Reply, Shown, Visit

_GONE = 404
_FILES, _LETTERS = 200, 60
_DECISIONS = {"extend": "延期至", "exempt": "免报", "hold": "暂停催报"}


def every(visit: Visit) -> Reply:
    """List the units with their addresses."""
    office = visit.office
    period = office.period_at(office.local(visit.now).date())
    lines = dict(looking.year(office, visit.now))[period]
    rows = [matrix_row(u, office.local(visit.now).date(), office.local) for u in lines]
    entries = {e.unit: e for e in deciding.unit_entries(office, visit.now)}
    facts = {
        "rows": rows,
        "entries": entries,
        "period": period,
        "decisions": _DECISIONS,
    }
    return Shown("units", facts)


def one(visit: Visit) -> Reply:
    """Show one unit: each period, each version, its addresses and letters."""
    office, name = visit.office, visit.path["unit"]
    if name not in office.notice.units:
        return Shown("trouble", {"words": "没有这个单位。"}, _GONE)
    today = office.local(visit.now).date()
    years = [
        (period, next(line for line in lines if line.unit == name))
        for period, lines in looking.year(office, visit.now)
    ]
    rows = [(period, matrix_row(line, today, office.local)) for period, line in years]
    entries = deciding.unit_entries(office, visit.now)
    return Shown(
        "unit",
        {
            "unit": office.roster[name],
            "rows": rows,
            "entry": next(e for e in entries if e.unit == name),
            "files": looking.find(office, Search(unit=name, limit=_FILES)).files,
            "letters": looking.letters_of(office, name, _LETTERS),
            "suspended": looking.suspended(office),
            "decisions": _DECISIONS,
            "current": office.period_at(today),
        },
    )


def extend(visit: Visit) -> Reply:
    """Give a unit until the end of a day."""
    unit, period = visit.path["unit"], visit.form.get("period") or None
    span = Extension(visit.form.get("day", ""), period)
    deciding.extend(visit.office, unit, span, visit.by, visit.now)
    return _back(visit, "extend")


def exempt(visit: Visit) -> Reply:
    """Excuse a unit for one period."""
    unit, period = visit.path["unit"], visit.form.get("period") or None
    deciding.exempt(visit.office, unit, period, visit.by, visit.now)
    return _back(visit, "exempt")


def pause(visit: Visit) -> Reply:
    """Remind a unit no more."""
    deciding.pause(visit.office, visit.path["unit"], visit.by, visit.now)
    return _back(visit, "pause")


def remind_again(visit: Visit) -> Reply:
    """Remind a unit again."""
    deciding.remind_again(visit.office, visit.path["unit"], visit.by, visit.now)
    return _back(visit, "resume")


def suspend(visit: Visit) -> Reply:
    """Write to an address no more."""
    address = visit.form.get("address", "")[:254]
    deciding.suspend(visit.office, address, visit.by, visit.now)
    return _back(visit, "suspend")


def revive(visit: Visit) -> Reply:
    """Write to an address again."""
    address = visit.form.get("address", "")[:254]
    deciding.resume(visit.office, address, visit.by, visit.now)
    return _back(visit, "revive")


def _back(visit: Visit, done: str) -> Reply:
    return Onward(f"/units/{quote(visit.path['unit'], safe='')}?done={done}")


OPENINGS = (
    Opening("/units", every),
    Opening("/units/{unit}", one),
    *(
        Opening(f"/units/{{unit}}/{name}", answer, form=True, decides=True)
        for name, answer in (
            ("extend", extend),
            ("exempt", exempt),
            ("pause", pause),
            ("resume", remind_again),
            ("suspend", suspend),
            ("revive", revive),
        )
    ),
)
