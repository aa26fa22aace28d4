"""Which units a line of text names, and which look-alikes it does not name.

The longest name wins; what stands left of it tells the level or the owner, what
stands right of it tells a body inside it. A name behind words that are neither is
UNCLEAR: it may support, it never decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from mailbot.core.names import offices
from mailbot.core.names.sides import after_name, before_name, is_to_whom, stands_alone
from mailbot.core.names.sorts import Mention, Sort
from mailbot.core.names.variants import Home, Spelling, forms_of, office_pattern
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.units import Roster
from mailbot.core.words.wording import HAN, plain

_KEY_LENGTH = 2
_LONGEST_LINE = 2_000  # characters that are read as one line
_NEAR = 80  # characters beside a name that make something of it
_GAPS = re.compile(rf"[^{HAN}]")
_OWNER_WORDS = re.compile(r"(?:系统|机关|县|直属)+$")
_PIECES = re.compile(rf"[{HAN}]+")
_JOINS = re.compile(r"[、,和与及暨同]|联合|共同")
_INTRODUCTION = re.compile(r"^(?:关于|转发|转|报送|上报|代|附件[一二三1-9]?)")


@dataclass(frozen=True)
class Gazetteer:
    """Everything that names may mean under one notice; build with `gazetteer`."""

    home: Home
    forms: Mapping[str, tuple[Spelling, ...]]
    host: frozenset[str]
    pattern: re.Pattern[str]

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the names in `text`, in order; `text` need not be `plain` yet."""
        words = plain(text)
        found: list[Mention] = []
        for line in words.split("\n"):
            for start, piece in _in_pieces(line):
                found.extend(_moved(m, start) for m in self._in_line(piece))
        return tuple(found)

    def units_like(self, words: str) -> tuple[str, ...]:
        """Return the units one of whose names holds `words` (two Han or more)."""
        if len(words) < _KEY_LENGTH:
            return ()
        forms = [form for name, f in self.forms.items() if words in name for form in f]
        return tuple(dict.fromkeys(form.unit for form in forms))

    def parent(self, words: str) -> str:
        """Return the only unit whose names hold `words`, "" if none or several."""
        units = self.units_like(words)
        return units[0] if len(units) == 1 else ""

    def names_of(self, unit: str) -> tuple[str, ...]:
        """Return every name under which `unit` is known."""
        return tuple(
            name
            for name, forms in self.forms.items()
            if any(f.unit == unit for f in forms)
        )

    def _in_line(self, line: str) -> list[Mention]:
        """Return the names of one line: listed ones first, then bodies by kind."""
        by_kind = list(self._unlisted(line))
        bodies = [m for m in by_kind if m.sort is Sort.SUB_UNIT and m.unit]
        listed = [
            m
            for m in self._listed(line)
            if not (self._is_weak(m.text) and any(_overlap(m, b) for b in bodies))
        ]
        kept = [m for m in _joined(listed) if not self._is_empty_word(line, m)]
        others = [m for m in by_kind if not any(_overlap(m, k) for k in kept)]
        return self._written_to(line, sorted([*kept, *others], key=lambda m: m.start))

    def _written_to(self, line: str, found: list[Mention]) -> list[Mention]:
        """Read 妇联二季度报表-公安局 as written to the host, if nothing joins them."""
        said = [m for m in found if m.sort is Sort.UNIT]
        apart = all(_is_apart(line[a.end : b.start]) for a, b in pairwise(said))
        if len({m.unit for m in said} - self.host) != 1 or not apart:
            return found
        return [
            replace(m, sort=Sort.ADDRESSEE)
            if m.sort is Sort.UNIT and m.unit in self.host
            else m
            for m in found
        ]

    def _is_weak(self, name: str) -> bool:
        """Tell whether `name` is a weak alias only (交通 in 交通警察大队)."""
        return all(form.weak for form in self.forms.get(name, ()))

    def _is_empty_word(self, line: str, mention: Mention) -> bool:
        """Tell whether a weak alias is only a piece of words (交通安全, 人民政府)."""
        weak = mention.text in self.forms and self._is_weak(mention.text)
        loose = mention.sort is Sort.WEAK or (weak and mention.sort is Sort.UNCLEAR)
        after = line[mention.end :]
        return loose and not (stands_alone(after) or offices.BODY_AFTER.match(after))

    def _listed(self, line: str) -> Iterator[Mention]:
        """Yield the roster's and the office's names as they stand in `line`."""
        for match in self.pattern.finditer(line):
            name = match[0]
            if match["office"] and (name not in self.forms or self._is_weak(name)):
                yield self._office(line[: match.start()], match)
            else:
                for form in self.forms[name]:
                    yield self._judged(line, match, form)

    def _office(self, before: str, match: re.Match[str]) -> Mention:
        """Return the receiving office, or its namesake above or below us (市…办)."""
        above = before.endswith((*self.home.above, "市", "省"))
        sort = Sort.OTHER_LEVEL if above else Sort.ADDRESSEE
        if before.endswith(self.home.towns) or offices.TOWN_END.search(before):
            sort = Sort.TOWN
        return Mention(sort, match[0], match.start(), match.end())

    def _judged(self, line: str, match: re.Match[str], form: Spelling) -> Mention:
        """Return the mention of `form` as its surroundings make it."""
        before = line[max(0, match.start() - _NEAR) : match.start()]
        after = line[match.end() : match.end() + _NEAR]
        mention = Mention(Sort.UNIT, match[0], match.start(), match.end(), form.unit)
        if is_to_whom(before, after, recipient=form.unit in self.host):
            return replace(mention, sort=Sort.ADDRESSEE)
        if offices.PARTNER_OF.search(before):
            return replace(mention, sort=Sort.UNCLEAR)
        right = after_name(after, self.home)
        left = before_name(before, match[0], self.home)
        sort = right if right is Sort.COMPANY or left is Sort.UNIT else left
        if sort is Sort.UNIT:
            return replace(mention, sort=Sort.WEAK if form.weak else Sort.UNIT)
        return self._possessed(replace(mention, sort=sort), before)

    def _possessed(self, mention: Mention, before: str) -> Mention:
        """Give a body inside somebody its parent: the owner named before it."""
        left_unclear = mention.sort in {Sort.UNCLEAR, Sort.SUB_UNIT}
        inner = bool(offices.POSSESSED.search(mention.text))
        if not (left_unclear and inner and _han_end(before)):
            return mention
        if mention.sort is Sort.SUB_UNIT and before.endswith(self.home.county):
            return mention
        owner = _OWNER_WORDS.sub("", _han_end(before))
        parent = self.parent(owner[-_KEY_LENGTH:])
        return replace(mention, sort=Sort.SUB_UNIT, unit=parent)

    def _unlisted(self, line: str) -> Iterator[Mention]:
        """Yield bodies known by their kind only, at the head of a run of words."""
        for piece in _PIECES.finditer(line):
            if offices.PARTNER_FIRST.match(piece[0]):
                continue
            lead = _INTRODUCTION.match(piece[0])
            skip = lead.end() if lead else 0
            found = self._by_kind(piece[0][skip:])
            if found:
                at = piece.start() + skip
                yield replace(found, start=at, end=at + found.end)

    def _by_kind(self, words: str) -> Mention | None:
        """Return the body `words` begin with, None if they name none."""
        for pattern, trade in offices.TRADES:
            match = pattern.match(words)
            if match and stands_alone(words[match.end() :]):
                return self._subordinate(match[0], trade)
        kinds = (
            (offices.SCHOOL, Sort.SUB_UNIT),
            (offices.FIRM, Sort.COMPANY),
            (offices.OFFICE, Sort.OFFICE),
        )
        for pattern, sort in kinds:
            match = pattern.match(words)
            if match and stands_alone(words[match.end() :]):
                nobody = offices.NO_OFFICE.search(match[0])
                return None if nobody else self._placed(match[0], sort)
        return self._town(words)

    def _subordinate(self, words: str, trade: str) -> Mention:
        """Return a subordinate body with the parent its trade tells."""
        placed = self._placed(words, Sort.SUB_UNIT)
        if placed.sort is not Sort.SUB_UNIT:
            return placed
        return replace(placed, unit=self.parent(trade))

    def _placed(self, words: str, sort: Sort) -> Mention:
        """Return a body by kind, or as another level's or a town's by its head."""
        higher = words.startswith(self.home.above) or offices.HIGHER.search(words)
        if sort is Sort.COMPANY:
            pass  # 山东…公司 says where a firm is registered, not an office's level
        elif higher and not self.home.names_county(words):
            sort = Sort.OTHER_LEVEL
        elif words.startswith(self.home.towns) and sort is Sort.OFFICE:
            sort = Sort.TOWN
        return Mention(sort, words, 0, len(words))

    def _town(self, words: str) -> Mention | None:
        """Return a town written by its full name, None if there is none."""
        for town in self.home.towns:
            if words.startswith(town) and (
                offices.TOWN_END.search(town) or stands_alone(words[len(town) :])
            ):
                return Mention(Sort.TOWN, town, 0, len(town))
        match = offices.TOWN.match(words)
        if match and stands_alone(words[match.end() :]):
            return Mention(Sort.TOWN, match[0], 0, match.end())
        return None


def _in_pieces(line: str) -> Iterator[tuple[int, str]]:
    """Yield a line in pieces a person may have written, each with its place in it.

    A hostile line of a thousand names would be read a thousand times over.
    """
    start = 0
    while len(line) - start > _LONGEST_LINE:
        last = start + _LONGEST_LINE
        cut = next((m.end() for m in _GAPS.finditer(line, last - _NEAR, last)), last)
        yield start, line[start:cut]
        start = cut
    yield start, line[start:]


def _moved(mention: Mention, by: int) -> Mention:
    """Return a mention as it stands in the whole line."""
    if not by:
        return mention
    return replace(mention, start=mention.start + by, end=mention.end + by)


def _han_end(text: str) -> str:
    """Return the run of Han that `text` ends with."""
    return re.search(rf"[{HAN}]*$", text)[0]  # type: ignore[index]  # always matches


def _is_apart(between: str) -> bool:
    """Tell whether the words between two names keep them apart (no 甲、乙, 甲与乙)."""
    return len(_PIECES.findall(between)) > 0 and not _JOINS.search(between)


def _overlap(one: Mention, other: Mention) -> bool:
    """Tell whether two mentions share characters."""
    return one.start < other.end and other.start < one.end


def _joined(found: list[Mention]) -> list[Mention]:
    """Read names that touch as one: 教体局|工会 is a body inside the first."""
    out: list[Mention] = []
    for mention in found:
        owner = next((m for m in out if m.end == mention.start), None)
        if owner is None:
            out.append(mention)
        elif owner.sort is Sort.ADDRESSEE:
            clear = mention.sort is Sort.UNCLEAR
            out.append(replace(mention, sort=Sort.UNIT) if clear else mention)
        else:
            out[out.index(owner)] = _owned(owner, mention)
    return out


def _owned(owner: Mention, mention: Mention) -> Mention:
    """Return what two touching names say together."""
    whole = replace(owner, text=owner.text + mention.text, end=mention.end)
    if owner.sort is Sort.SUB_UNIT:
        return whole  # 公安局|交通|警察大队: the weak word is a piece of the body
    if owner.unit == mention.unit and mention.sort is not Sort.SUB_UNIT:
        return replace(whole, sort=Sort.UNIT)  # 县委宣传部文明办
    if offices.POSSESSED.search(mention.text):
        return replace(whole, sort=Sort.SUB_UNIT)
    return replace(whole, sort=Sort.UNCLEAR)


@lru_cache(maxsize=8)
def gazetteer(notice: Notice, roster: Roster) -> Gazetteer:
    """Build (once) the gazetteer of a notice and its roster."""
    home = Home.of(notice.place)
    forms = forms_of(roster, home)
    names = sorted(forms, key=lambda name: (-len(name), name))
    office = office_pattern(notice.office, home)
    pattern = re.compile("|".join((f"(?P<office>{office})", *map(re.escape, names))))
    host = frozenset(unit.name for unit in roster.units if unit.self_reporting)
    return Gazetteer(home, forms, host, pattern)
