"""Names that a roster leaves open, told from the notice's place.

The roster that travels with mailbot belongs to one county. Anywhere else a unit's full
name, its seal and its usual short names follow from the place and from how county
offices are named everywhere (`office_titles`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.core.names.legal_names import legal_names
from mailbot.core.names.office_titles import COMPANY, IN_THE_PARTY, NO_LEVEL, TITLES
from mailbot.core.names.variants import short_place
from mailbot.core.notice.notice import Place
from mailbot.core.notice.units import Roster, Unit
from mailbot.core.words.wording import plain

_LEAGUE = "团委"
_LEAST = 2  # signs of a county's short name that may stand for it (桃源, not 莒)


def agree(one: Place, other: Place) -> bool:
    """Tell whether two notices are at home in one place; a blank agrees with any.

    There are several 鼓楼区: city and province count where both say them.
    """
    pairs = ((one.city, other.city), (one.province, other.province))
    same = plain(one.county) == plain(other.county)
    return same and all(not a or not b or plain(a) == plain(b) for a, b in pairs)


def with_own_names(roster: Roster, place: Place) -> Roster:
    """Give every unit a full name and a seal where the roster says none.

    `derived` of the new roster are the units for which a name was told from the place.
    Every unit gets its legal names, and a host department's seal those of its own.
    """
    units = tuple(_completed(unit, place) for unit in roster.units)
    pairs = zip(roster.units, units, strict=True)
    derived = tuple(new.name for old, new in pairs if new != old)
    named = tuple(_legally_named(unit, place) for unit in units)
    return replace(roster, units=named, derived=derived)


def _legally_named(unit: Unit, place: Place) -> Unit:
    hosts = [name for seal in unit.seals[1:] for name in legal_names(seal, place)]
    return replace(
        unit,
        seals=tuple(dict.fromkeys((*unit.seals, *hosts))),
        legal_names=legal_names(unit.full_name, place),
    )


def without_names_of(
    roster: Roster, shipped: Roster, away: Place, home: Place
) -> Roster:
    """Take out names that came with the shipped roster and name its place, not ours.

    Whoever fills in the shipped file for another county may leave them standing. One
    warning tells of all.
    """
    foreign = _words(away) - _words(home)
    known = {unit.name: unit for unit in shipped.units}
    units = tuple(_shed(unit, known.get(unit.name), foreign) for unit in roster.units)
    pairs = list(zip(roster.units, units, strict=True))
    shed = [old for old, new in pairs if new != old]
    if not shed:
        return roster
    words = (
        f"名册中{len(shed)}家单位（如{shed[0].name}）的名称或印章文字仍是随附样例"
        f"{away.county}的，与通知所在地{home.county}不符，未采用，请在名册中改正或清空"
    )
    return replace(roster, units=units, warnings=(*roster.warnings, words))


def full_name(unit: str, place: Place) -> str:
    """Return the official name of a unit of the notice: 县妇联 → 桃源县妇女联合会.

    A unit of the city or the province keeps that level; a firm keeps its own name.
    """
    owner, title = _split(unit, place)
    if title in {_LEAGUE, "共青团"}:
        return f"共青团{owner}委员会"
    title = TITLES.get(title, title)
    bare = title.removeprefix("委")
    if bare in IN_THE_PARTY:
        return f"中共{owner}委{IN_THE_PARTY[bare]}"
    if title.endswith(("镇", "乡")):
        return f"{owner}{title}人民政府"
    if title.endswith("街道"):
        return f"{owner}{title}办事处"
    return unit if COMPANY.search(title) else owner + title


def _split(unit: str, place: Place) -> tuple[str, str]:
    """Return to whom a unit belongs, and its title without that.

    团县委 and 县团委 are the same.
    """
    county, level = place.county, place.county[-1:]
    short = short_place(county)
    league = re.fullmatch("(?:共青)?团(.+?)委(?:员会)?", unit)
    if league and league[1] in {county, short, level}:
        return county, _LEAGUE
    owners = [(county, county), (short if len(short) >= _LEAST else "", county)]
    if not NO_LEVEL.match(unit):
        owners.append((level, county))
        owners += [(plain(above)[-1:], above) for above in (place.city, place.province)]
    above = ((name, name) for name in (place.city, place.province))
    for word, owner in (*above, *owners):
        if word and unit.startswith(word) and unit != word:
            return owner, unit.removeprefix(word)
    return county, unit


def _completed(unit: Unit, place: Place) -> Unit:
    """Return the unit with what it lacks; nothing it says of itself is changed."""
    if unit.full_name and unit.seals:
        return unit
    own = unit.full_name or next(iter(unit.seals), "") or full_name(unit.name, place)
    seals = unit.seals or (own,)
    aliases = unit.aliases or _aliases(own, place)
    return replace(unit, full_name=own, seals=seals, aliases=aliases)


def _aliases(own: str, place: Place) -> tuple[str, ...]:
    """Return the short names of an office with that full name, of its county only."""
    if own == f"共青团{place.county}委员会":
        return (f"共青团{place.county}委", f"{place.county[-1:]}{_LEAGUE}")
    title = own.removeprefix(place.county)
    shorts = [short for short, full in TITLES.items() if full == title != own]
    return tuple(name for short in shorts for name in (place.county + short, short))


def _words(place: Place) -> frozenset[str]:
    every = (place.county, place.city, place.province)
    return frozenset(short_place(plain(name)) for name in every if name)


def _shed(unit: Unit, shipped: Unit | None, foreign: frozenset[str]) -> Unit:
    if shipped is None:
        return unit
    given = {*shipped.names, *shipped.weak_aliases, *shipped.seals} - {unit.name}
    wrong = {name for name in given if any(word in name for word in foreign)}
    kept = {
        key: tuple(name for name in getattr(unit, key) if name not in wrong)
        for key in ("aliases", "weak_aliases", "seals")
    }
    full = "" if unit.full_name in wrong else unit.full_name
    return replace(unit, full_name=full, **kept)  # type: ignore[arg-type]  # names only
