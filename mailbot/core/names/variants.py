"""Every way a roster's units may be written, and the places they belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.core.notice.notice import Place
from mailbot.core.notice.units import Roster, Unit
from mailbot.core.words.wording import HAN, plain

_LEVEL_END = re.compile(
    r"(?:自治区|自治县|省|市|县|区|旗|街道办事处|街道|镇|乡|苏木|经济开发区|开发区)$"
)
_OFFICE_END = re.compile(r"办公室$|办$")
_ORGANISATION = re.compile(r"[局委办院会中心联协部]$")
_SHORTEST_SPELLED = 3  # signs of a short name that may be spelled out in full
_SHORTEST_BASE = 3  # 民政局 may stand alone; 法院 only where the roster says so


def short_place(name: str) -> str:
    """Return a place's name without its level (沂源县 → 沂源)."""
    return _LEVEL_END.sub("", name)


@dataclass(frozen=True, slots=True)
class Home:
    """The notice's place as words: which of them stand for our level or another."""

    county: tuple[str, ...]
    above: tuple[str, ...]
    towns: tuple[str, ...]
    level: str

    @classmethod
    def of(cls, place: Place) -> Home:
        """Return the words of `place`, full and short, longest first."""
        county = plain(place.county)
        above = [plain(name) for name in (place.city, place.province) if name]
        towns = [plain(name) for name in place.towns]
        short_towns = [short_place(town) for town in towns]
        inside = [t for t in short_towns if t and not t.startswith(short_place(county))]
        return cls(
            county=tuple(name for name in (county, short_place(county)) if name),
            above=(*above, *(short_place(name) for name in above)),
            towns=(*towns, *inside),
            level=county[-1:],
        )

    def names_county(self, text: str) -> bool:
        """Tell whether `text` holds the county's own name."""
        return any(word in text for word in self.county)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a unit; `weak` forms need a second sign."""

    unit: str
    weak: bool


def forms_of(roster: Roster, home: Home) -> dict[str, tuple[Spelling, ...]]:
    """Return each written form with the units it may mean, strong ones first.

    A form that is strong for one unit is not weak for another; a form that two
    units share strongly keeps both, and so decides nothing.
    """
    strong: dict[str, dict[str, Spelling]] = {}
    weak: dict[str, dict[str, Spelling]] = {}
    for unit in roster.units:
        for name in _strong_forms(unit, home):
            strong.setdefault(name, {})[unit.name] = Spelling(unit.name, weak=False)
        for name in (*unit.weak_aliases, *unit.seals[1:]):
            weak.setdefault(plain(name), {})[unit.name] = Spelling(unit.name, weak=True)
    merged = {**weak, **strong}
    return {name: tuple(by_unit.values()) for name, by_unit in merged.items() if name}


def _strong_forms(unit: Unit, home: Home) -> set[str]:
    """Return the names the roster gives, and each with and without the county.

    A further seal is the unit's own where it only adds to its name (…办公室), else
    a host department's.
    """
    own = {seal for seal in unit.seals if seal.startswith(unit.names)}
    given = {plain(name) for name in (*unit.names, *unit.seals[:1], *own)}
    bases = {base for name in given if (base := _base(name, home))}
    prefixes = (*home.county, home.level)
    derived = {prefix + base for base in bases for prefix in prefixes if prefix}
    alone = {base for base in bases if len(base) >= _SHORTEST_BASE}
    return given | derived | {b for b in alone if _ORGANISATION.search(b)}


def _base(name: str, home: Home) -> str:
    """Return `name` without our county in front, "" if it stands at another level."""
    if home.above and name.startswith((*home.above, "市", "省")):
        return ""
    for prefix in (*home.county, home.level):
        if prefix and name.startswith(prefix):
            return name.removeprefix(prefix)
    return ""


def office_pattern(office: str, home: Home) -> str:
    """Return a pattern for all ways to write the receiving office.

    县妇儿工委办公室 is 妇儿工委, 县妇儿工委办, and at full length 沂源县人民政府
    妇女儿童工作委员会办公室: the short name's signs, with words spelled out between.
    """
    full = plain(office)
    core = _OFFICE_END.sub("", _base(full, home) or full)
    if not core:
        return r"(?!)"
    gap = rf"[{HAN}]{{0,2}}?" if len(core) >= _SHORTEST_SPELLED else ""
    spelled = gap.join(map(re.escape, core))
    places = "|".join(map(re.escape, (*home.county, home.level)))
    return rf"(?:(?:{places})(?:人民)?(?:政府)?)?{spelled}(?:员会)?(?:办公室|办)?"
