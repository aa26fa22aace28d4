"""The one unit or period that somebody at a terminal means, as in mails."""

from __future__ import annotations

from rapidfuzz.fuzz import partial_ratio, ratio

from mailbot.core.notice.periods import Period
from mailbot.core.orders.facts import View, read_facts

# 县科学技术 is like 县科学技术协会 (100), 税务局 is like no unit's name (67 at most)
_ALIKE = 75.0
_CANDIDATES = 4


def unit_meant(text: str, view: View) -> str:
    """Return the unit that `text` names: by its name, an alias or 科协 for short.

    ValueError, in words for people and with the units that may be meant, where it
    names none or several.
    """
    if text in view.notice.units:
        return text
    facts = read_facts(text, view)
    if len(facts.units) == 1 and not facts.wrong:
        return facts.units[0]
    if facts.doubt:
        raise ValueError(f"{facts.doubt}，请写通知中的名称")
    near = _like(text, view)
    hint = f"，是否指：{'、'.join(near)}" if near else ""
    raise ValueError(f"“{text}”不是通知的责任单位，请写通知中的名称{hint}")


def period_meant(text: str, view: View) -> Period:
    """Return the period that `text` names: 2023Q2, 四季度, 上半年, 2023-04.

    ValueError in words for people where it names none.
    """
    cycle = view.notice.schedule.cycle
    try:
        return cycle.from_id(text)
    except ValueError:
        facts = read_facts(text, view)
        if not facts.period or facts.units or facts.wrong:
            raise
        return cycle.from_id(facts.period)


def _like(text: str, view: View) -> tuple[str, ...]:
    """Return the units with a name much like `text`, the likest first."""
    scored = []
    for unit in view.roster.units:
        # a name of two characters stands in too many words to be a hint by itself
        names = [n for n in unit.names if len(n) > 2] or [unit.name]  # noqa: PLR2004
        best = max(max(ratio(text, n), partial_ratio(text, n)) for n in names)
        if best >= _ALIKE:
            scored.append((-best, unit.name))
    return tuple(name for _, name in sorted(scored)[:_CANDIDATES])
