"""What a target is called, whole or shortened.

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

from mailbot.core.figures.model import kind_of
from mailbot.core.figures.words.nouns import GENERIC_NOUNS
from mailbot.core.notice.notice import Notice, Target, TargetKind
from mailbot.core.words.wording import plain

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
_PAIR = 2


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
class CoreNames:
    """Every core of a notice, found by two signs that stand together in it."""

    cores: tuple[Core, ...]
    places: Mapping[str, tuple[tuple[int, int], ...]] = field(repr=False)
    units: tuple[str, ...] = ()


@lru_cache(maxsize=32)
def names_of(notice: Notice) -> CoreNames:
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
    return CoreNames(
        cores, {pair: tuple(at) for pair, at in places.items()}, tuple(sorted(units))
    )


def _cores(item: int, target: Target) -> Iterator[Core]:
    seen: set[str] = set()
    joints = _joints(_without_number(target))
    for words in (_without_quotes(target.measure), _without_number(target)):
        whole = _LOOSE_TAIL.sub("", words)
        bare = without_leads(whole)
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
                is_generic(version),
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


@lru_cache(maxsize=4096)
def without_leads(words: str) -> str:
    """Return a name without the verbs that lead it: 打造提升."""
    for lead in _LEADS:
        if words.startswith(lead) and len(words) > len(lead) + 1:
            return without_leads(words[len(lead) :])
    return words


@lru_cache(maxsize=4096)
def is_generic(words: str) -> bool:
    """Tell whether words are all nouns that name no target alone."""
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
