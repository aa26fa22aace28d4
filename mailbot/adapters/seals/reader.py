"""Reads the name on a seal and says which listed unit it is, or that it is none.

Every listed text and many names of other offices are held against what was read.
A listed one is accepted only if it explains the strip nearly as well as the freest
reading does, clearly better than any other name, and no character contradicts it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mailbot.adapters.seals.decoys import decoys_for, far_places, hardly_an_office
from mailbot.adapters.seals.engine import Reading, greedy, is_chinese, recognize
from mailbot.adapters.seals.likelihood import (
    Names,
    encode,
    likelihoods,
    places,
    shortfall,
)
from mailbot.adapters.seals.strips import Close, Cut, strip, under_emblem
from mailbot.adapters.seals.vision import np

if TYPE_CHECKING:
    from mailbot.adapters.seals.vision import Flags, Floats
    from mailbot.core.documents import SealNames

FIRST = Cut()
RETRIES = (
    Cut(margin=0.2, gap=0.4, stretch=1.15),
    Cut(margin=0.05, firm=True),
    Cut(gap=0.35, stretch=0.85, even=True),
    Cut(stretch=1.4),
    Cut(usual=True, gap=0.6),
)
ROOMY = Cut(margin=0.2, stretch=1.4, gap=99.0)  # keeps the room between characters
FEWEST_PAIRS = 2  # neighbours that show how characters are set
UNEVEN = 0.6  # of the way from one character to the next
SHORTEST_TITLE = 2
PARTS = "室会部科局处股队心站所组"  # last characters of what is a part of an office
# Natural logarithms. LACK: what a name may fall short of the free reading, for each of
# its characters; WHOLE_LACK: in all, less than one plainly read other character costs
# (-ln FLOOR = 11.5); LEAD: by how much it must beat every other office's name, and
# how much less will do against one of another province, whose mail hardly comes here,
# and against a name that no office is known to have.
LACK, WHOLE_LACK = 1.5, 10.0
LEAD, FAR, RARE = 2.0, 1.0, 3.0
SURE_LACK, SURE_LEAD = 0.35, 6.0
LIKELY, CLEAR = 0.5, 0.85  # certainty of a character; of one that needs no second look
PLAIN = 6  # characters that make a plainly read name


@dataclass(frozen=True, slots=True)
class SealReading:
    """What a seal says: `text` as read, `unit` if a listed one was accepted.

    `best` is the listed unit that fits best, accepted or not; `chinese` how many Han
    characters were read with confidence; `lack` and `lead` are the figures the
    acceptance rests on; `confidence` 0-1.
    """

    text: str
    chinese: int
    unit: str = ""
    best: str = ""
    confidence: float = 0.0
    lack: float = 99.0
    lead: float = -99.0


@dataclass(frozen=True, slots=True, eq=False)
class Title:
    """A level line under the emblem: its surely read Han characters, its frames."""

    text: str
    frames: Floats | None = None


UNTITLED = Title("")


@dataclass(frozen=True, slots=True)
class Line:
    """One freely read line: its Han characters, how many are certain, their weight."""

    text: str
    certain: int
    weight: float

    @property
    def clear(self) -> float:
        """The mean certainty of a character."""
        return self.weight / max(1, len(self.text))


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The names a seal is held against; the first `listed` are the roster's.

    `far` is what each name is held back by: from another province, or hardly one.
    """

    names: Names
    units: tuple[str, ...]
    far: Floats

    @property
    def listed(self) -> int:
        """How many of the names are the roster's."""
        return len(self.units)

    def of_unit(self, unit: str) -> Flags:
        """Say of every name whether it is one of the unit's."""
        same = np.zeros(len(self.names.texts), dtype=bool)
        same[: self.listed] = [owner == unit for owner in self.units]
        return same


@lru_cache(maxsize=4)
def book_of(listed: tuple[SealNames, ...]) -> Book:
    """Prepare the roster's seal texts and their decoys once per roster."""
    pairs = [(text, names.unit) for names in listed for text in names.texts]
    texts = tuple(text for text, _ in pairs)
    decoys = decoys_for(frozenset(texts)) if texts else ("某单位",)
    every = texts + decoys
    away = far_places(frozenset(texts))
    far = np.array(
        [
            FAR * any(place in text for place in away) + RARE * hardly_an_office(text)
            for text in every
        ]
    )
    return Book(encode(every), tuple(unit for _, unit in pairs), far)


def read_seal(
    close: Close, listed: tuple[SealNames, ...], title: Title = UNTITLED
) -> SealReading:
    """Read a magnified seal; harder cuts are tried only when the first is unsure.

    A title that names a part of an office (办公室) belongs to the name around it.
    """
    book = book_of(listed)
    readings = [_entitled(recognize(strip(close, FIRST)), title)]
    lines = [_line(readings[0])]
    found = _judge(readings, lines, book)
    if not _settled(found, lines[0]):
        more = [_entitled(recognize(strip(close, cut)), title) for cut in RETRIES]
        readings += more
        lines += [_line(reading) for reading in more]
        found = _judge(readings, lines, book)
    around = found.text.removesuffix(title.text)
    if not found.unit or _evenly_set(close, around):
        return found
    clearest = max(lines, key=lambda line: line.weight)
    return replace(found, text=clearest.text, unit="")


def _entitled(reading: Reading, title: Title) -> Reading:
    named = len(title.text) >= SHORTEST_TITLE and title.text[-1] in PARTS
    if title.frames is None or not named:
        return reading
    between = np.zeros_like(reading.frames[:1])
    between[0, 0] = 1.0  # nothing, else equal neighbours would be one character
    return Reading(np.concatenate([reading.frames, between, title.frames]))


def _evenly_set(close: Close, name: str) -> bool:
    """Say whether a name's surely read characters stand evenly, as engravers set them.

    Two worn characters may read like one, or leave no trace at all: 人民检察院 like
    人民法院. The room they had tells.
    """
    seen = places(recognize(strip(close, ROOMY)), name)
    sure = [(at, number) for number, (at, share) in enumerate(seen) if share > LIKELY]
    pairs = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(sure)]
    if len(pairs) < FEWEST_PAIRS:
        return False
    step = float(np.median([way / count for way, count in pairs]))
    return all(abs(way - step * count) <= UNEVEN * step for way, count in pairs)


def title_under_emblem(close: Close) -> Title:
    """Read the level line under the emblem: 财务专用章, 办公室 and the like."""
    line = under_emblem(close)
    if line.size == 0:
        return UNTITLED
    reading = recognize(line)
    sure = [char for char, share in greedy(reading) if share > CLEAR]
    return Title("".join(filter(is_chinese, sure)), reading.frames)


def _settled(found: SealReading, line: Line) -> bool:
    """Say whether it is accepted beyond doubt, or plainly read and not listed."""
    accepted = found.lack < SURE_LACK and found.lead > SURE_LEAD
    others = line.certain >= PLAIN and line.clear > CLEAR and found.lack > 2 * LACK
    return accepted or others


def _line(reading: Reading) -> Line:
    seen = [(char, sure) for char, sure in greedy(reading) if is_chinese(char)]
    return Line(
        text="".join(char for char, _ in seen),
        certain=sum(sure > LIKELY for _, sure in seen),
        weight=sum(sure for _, sure in seen),
    )


def _judge(readings: list[Reading], lines: list[Line], book: Book) -> SealReading:
    clearest = max(lines, key=lambda line: line.weight)
    text, certain = clearest.text, clearest.certain
    if not book.listed:
        return SealReading(text, certain)
    score = likelihoods(readings, book.names, book.listed).mean(axis=0) - book.far
    top = int(score[: book.listed].argmax())
    unit, name = book.units[top], book.names.texts[top]
    lead = float(score[top] - score[~book.of_unit(unit)].max())
    lack = shortfall(readings, book.names, top) / len(name)
    sure = float(np.clip(1 - lack / (2 * LACK), 0, 1))
    if lack > LACK or lack * len(name) > WHOLE_LACK or lead < LEAD:
        return SealReading(text, certain, "", unit, round(sure, 3), lack, lead)
    return SealReading(name, certain, unit, unit, round(sure, 3), lack, lead)
