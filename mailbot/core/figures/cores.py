"""What a target is called, whole or shortened, and where a text names it.

A target's core is its measure without the leading verbs (打造提升) and without quotes:
儿童友好研学实践基地. A text names it with parts of the core in their order, standing
together: 研学实践基地, 研学基地. How much of the core stands there, and whether its
head (the last two signs) is among it, tells how sure the name is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from mailbot.core.figures.model import TargetKind, kind_of
from mailbot.core.figures.words.plain_words import GENERIC_NOUNS
from mailbot.core.notice import Notice, Target
from mailbot.core.wording import plain

QUOTES = re.compile("[“”‘’\"'「」『』《》〈〉【】]")
_LEADS = (
    "打造提升",
    "建设提升",
    "新打造",
    "新改扩建",
    "打造",
    "建设",
    "提升",
    "新建",
    "寻找各类",
    "寻找",
    "创建",
    "开展",
    "开发",
    "开通",
    "举办",
    "实现",
    "为全县",
    "为至少",
    "各类",
    "多子女家庭",
)
_NUMERAL = "[0-9.零一二三四五六七八九十百千万两]+"
_LOOSE_TAIL = re.compile("(?:系列)?活动$|数$|工程$|项目$")
_JOINT = "[、和及与]"
_GENERIC = re.compile("|".join(sorted(GENERIC_NOUNS, key=len, reverse=True)))
_FEW, _LEAST, _MOST, _PAIR = 4, 0.3, 0.6, 2
_LEAST_HEADLESS = 5
_LONGEST_SKIP = "的、和及与类等"


@dataclass(frozen=True, slots=True)
class Core:
    """One way in which a target is called (see the module).

    `generic`: made of nouns that name no target alone; `joints`: two signs of each
    thing that a joint target names (戏曲、合唱、非遗); `lead`: of a measure per head
    the words that must stand there (每千人口); `titles`: what its text puts in quotes.
    """

    item: int
    target: Target
    words: str
    generic: bool = False
    joints: tuple[str, ...] = ()
    lead: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A target named in a text: from where to where, and how sure.

    `strong`: enough of the name stands there. `part`: only one of the things of a
    joint target, whose names `joints` are. `headless`: the name breaks off before its
    head, which is `rest`. `cut` is the beginning that a short name leaves out, where
    much is left out. `led`: it begins with the target's own verb (新改扩建…).
    """

    item: int
    target: Target
    start: int
    end: int
    matched: int
    strong: bool
    part: bool = False
    headless: bool = False
    generic: bool = False
    joints: tuple[str, ...] = ()
    led: bool = False
    cut: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Every core of a notice, found by two signs that stand together in it."""

    cores: tuple[Core, ...]
    places: Mapping[str, tuple[tuple[int, int], ...]] = field(repr=False)
    units: tuple[str, ...] = ()


@lru_cache(maxsize=32)
def names_of(notice: Notice) -> Names:
    """Return the names of a notice's targets."""
    cores = tuple(
        core
        for item in notice.items
        for target in item.targets
        for core in _cores(item.no, target)
    )
    places: dict[str, list[tuple[int, int]]] = {}
    for number, core in enumerate(cores):
        for at in range(len(core.words) - 1):
            places.setdefault(core.words[at : at + 2], []).append((number, at))
    units = {t.unit for item in notice.items for t in item.targets}
    return Names(
        cores, {pair: tuple(at) for pair, at in places.items()}, tuple(sorted(units))
    )


def _cores(item: int, target: Target) -> Iterator[Core]:
    seen: set[str] = set()
    joints = _joints(_without_number(target))
    for words in (_without_quotes(target.measure), _without_number(target)):
        whole = _LOOSE_TAIL.sub("", words)
        bare = _without_leads(whole)
        # what is joint in one of its names is joint in all: “线上+线下”
        joints = joints or _joints(bare)
        for version in (bare, whole, *_shortened(bare)):
            if version in seen or len(version) < _PAIR:
                continue
            seen.add(version)
            yield Core(
                item,
                target,
                version,
                _is_generic(version),
                joints,
                _lead(target, version),
                _titles(target),
            )


def _shortened(words: str) -> Iterator[str]:
    """Yield what two joint things are called in short: 宫颈癌、乳腺癌 are 两癌."""
    found = re.search(r"(?P<sign>.)、.{1,4}?(?P=sign)(?P<rest>.*)$", words)
    if found:
        yield f"两{found['sign']}{found['rest']}"


def _without_quotes(text: str) -> str:
    return QUOTES.sub("", plain(text)).replace(" ", "")


def _without_number(target: Target) -> str:
    """Return the target's own text without its number: 为至少1万名妇女提供… ."""
    text = plain(target.text)
    shape = rf"(?:至少|不少于|达到|达|到)?{_NUMERAL}{re.escape(target.unit)}(?:以上)?"
    spans = [m.span() for m in re.finditer("“[^”]*”", text)]
    found = [
        m
        for m in re.finditer(shape, text)
        if not any(a <= m.start() < b for a, b in spans)
    ]
    if found:
        text = text[: found[-1].start()] + text[found[-1].end() :]
    return _without_quotes(text)


def _without_leads(words: str) -> str:
    for lead in _LEADS:
        if words.startswith(lead) and len(words) > len(lead) + 1:
            return _without_leads(words[len(lead) :])
    return words


def _is_generic(words: str) -> bool:
    return not re.sub(_JOINT, "", _GENERIC.sub("", words))


def _joints(words: str) -> tuple[str, ...]:
    parts = [part for part in re.split("[、+]", words) if part]
    if len(parts) < _PAIR:
        return ()
    first = re.split("[和及与]", parts[0])[-1][-2:]
    return (first, *(part[:2] for part in parts[1:]))


def _titles(target: Target) -> tuple[str, ...]:
    """Return the names in quotes: “百场巡讲” is its target, whatever is left out."""
    return tuple(
        name
        for name in re.findall("“([^”]+)”", plain(target.measure))
        if "+" not in name
    )


def _lead(target: Target, words: str) -> str:
    if kind_of(target) is not TargetKind.SHARE or not words.startswith("每"):
        return ""
    return words[1:3]


def mention_at(text: str, start: int, names: Names, item: int) -> Mention | None:
    """Return the target best named by the words that begin at `start`.

    A name of the row's own item wins over another item's as long; what names two
    targets of the item equally well is no sure name. None where too little stands.
    """
    found = [
        mention
        for number, at in names.places.get(text[start : start + 2], ())
        if (mention := _measured(text, start, names.cores[number], at)) is not None
    ]
    if not found:
        return None

    def rank(mention: Mention) -> tuple[int, bool, bool]:
        return mention.matched, not mention.headless, mention.item == item

    best = max(found, key=rank)
    if best.item != item and not best.strong:
        return None  # a few signs of another item's target are chance
    rivals = {
        m.target.text
        for m in found
        if rank(m) == rank(best) and m.strong == best.strong
    }
    if len(rivals) > 1:
        return Mention(
            best.item, best.target, start, best.end, best.matched, strong=False
        )
    return best


def _measured(text: str, start: int, core: Core, at: int) -> Mention | None:
    end, reached, matched, used = _run(text, start, core.words, at)
    size = len(core.words)
    headless = reached < size
    whole = matched == size
    if core.lead and core.lead not in used and core.lead not in text[:start]:
        return None
    thing = _without_leads(used)
    telling = matched >= _FEW and matched / size >= _LEAST
    strong = (telling and not headless and not _is_generic(thing)) or whole
    strong = strong or (telling and matched >= _LEAST_HEADLESS and not headless)
    if headless:
        enough = matched >= _LEAST_HEADLESS and matched / size >= _MOST
        if not enough and not (matched >= _FEW and matched / size >= 0.5):  # noqa: PLR2004
            return None
        strong = enough
    if not strong and not headless and _is_generic(thing):
        return None
    titled = not headless and any(title in used for title in core.titles)
    strong = strong or titled
    missing = sum(joint not in used for joint in core.joints)
    part = 0 < missing < len(core.joints) and "+" not in core.target.text
    return Mention(
        core.item,
        core.target,
        start,
        end,
        matched,
        strong=strong,
        part=part,
        headless=headless,
        generic=core.generic or _is_generic(used),
        joints=core.joints,
        led=thing != used,
        cut="" if titled else _left_out(core, at, matched / size),
        rest=core.words[reached:] if headless else "",
    )


def _left_out(core: Core, at: int, matched: float) -> str:
    """Return the beginning that a short name leaves open, "" where it leaves little."""
    if at == 0 or core.lead or matched >= _MOST:
        return ""
    return _without_leads(core.words[:at])


def _run(text: str, start: int, words: str, at: int) -> tuple[int, int, int, str]:
    """Follow the core's parts through the text.

    Return the end in the text, the end in the core, the signs matched, and those signs.
    """
    end, reached, used = start, at, ""
    while True:
        size = _same(text, end, words, reached)
        if size:
            used += words[reached : reached + size]
            end, reached = end + size, reached + size
        following = _next_part(text, end, words, reached)
        if following is None:
            return end, reached, len(used), used
        end, reached = following


def _same(text: str, end: int, words: str, at: int) -> int:
    size = 0
    while (
        at + size < len(words)
        and end + size < len(text)
        and text[end + size] == words[at + size]
    ):
        size += 1
    return size


def _next_part(text: str, end: int, words: str, at: int) -> tuple[int, int] | None:
    """Return where the core goes on after signs that the text leaves out."""
    if at >= len(words):
        return None
    for skip in range(2):
        if skip and (end >= len(text) or text[end] not in _LONGEST_SKIP):
            break
        pair = text[end + skip : end + skip + 2]
        place = words.find(pair, at) if len(pair) == 2 else -1  # noqa: PLR2004
        if place >= 0:
            return end + skip, place
        last = text[end + skip : end + skip + 1]
        if last and last == words[-1] and at < len(words):
            return end + skip, len(words) - 1
    return None


def words_of_item(text: str, start: int, names: Names, item: int) -> int:
    """Return how many signs at `start` also stand in a name of the item (0, or 2+)."""
    longest = 0
    for number, at in names.places.get(text[start : start + 2], ()):
        core = names.cores[number]
        if core.item == item:
            longest = max(longest, _same(text, start, core.words, at))
    return longest
