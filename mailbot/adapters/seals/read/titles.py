"""The level line under a seal's emblem, and words that make a seal no unit's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from mailbot.adapters.seals.read.engine import greedy, is_chinese, recognize
from mailbot.adapters.seals.see.strips import Close, bears_a_line, under_emblem
from mailbot.adapters.seals.vision import Floats, np
from mailbot.core.record.documents import SealNames

SHORTEST_TITLE = 2
SEAL = "章"  # the last character of whatever calls itself a seal; 章丘区 begins so
PARTS = "室会部科局处股队心站所组"  # last characters of what is a part of an office
SURE = 0.85  # certainty of a title's character that counts for a name
SEEN = 0.3  # and of one that may tell a special seal: three of them must agree
APART = 0.2  # radians between two guesses of where the lower side is


@dataclass(frozen=True, slots=True, eq=False)
class Title:
    """A level line under the emblem: its surely read Han characters, its frames.

    `special` is what on it says that the seal is for special use, "" if nothing does;
    `stands` says that there is a line, legible or not.
    """

    text: str
    frames: Floats | None = None
    special: str = ""
    stands: bool = False

    @property
    def part(self) -> str:
        """The title if it names a part of an office (办公室), else nothing."""
        named = len(self.text) >= SHORTEST_TITLE and self.text[-1] in PARTS
        return self.text if named and self.frames is not None else ""


UNTITLED = Title("")


@cache
def special_words() -> tuple[tuple[str, str], ...]:
    """Return the words that tell a special seal, each with a seal that bears it."""
    data = resources.files(__package__).joinpath("special_words.txt")
    lines = data.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("|") for line in lines if line and line[0] != "#")
    return tuple((word.strip(), example.strip()) for word, example in pairs)


def special_in(text: str) -> str:
    """Return the text if it names a seal for special use (财务专用章), else nothing.

    A unit's own seal bears its name and nothing else: never that it is a seal (章).
    """
    told = text.endswith(SEAL) or any(word in text for word, _ in special_words())
    return text if told else ""


def title_under_emblem(close: Close) -> Title:
    """Read the level line under the emblem: 财务专用章, 办公室 and the like.

    A number beneath it leaves no gap there, so the page's own lower side is tried, too.
    """
    found = [_title(close, close.band.start)]
    off = abs((close.band.start - np.pi / 2 + np.pi) % (2 * np.pi) - np.pi)
    if off > APART and not found[0].special and not found[0].part:
        found.append(_title(close, np.pi / 2))
    best = max(found, key=lambda one: (bool(one.special), bool(one.part)))
    return replace(best, stands=any(one.stands for one in found))


def _title(close: Close, down: float) -> Title:
    line = under_emblem(close, down)
    if line.size == 0:
        return UNTITLED
    reading = recognize(line)
    seen = [(char, share) for char, share in greedy(reading) if is_chinese(char)]
    sure = "".join(char for char, share in seen if share > SURE)
    faint = "".join(char for char, share in seen if share > SEEN)
    special = special_in(sure) or special_in(faint)
    return Title(sure, reading.frames, special, bears_a_line(close, down))


def part_of_unit(
    line: str, title: Title, unit: str, listed: tuple[SealNames, ...]
) -> str:
    """Return what makes a seal one of a part of a listed unit (民政局办公室), if so.

    `line` is what was read around the seal, `unit` the likeliest listed one's name.
    """
    for text in (t for one in listed if one.unit == unit for t in one.texts):
        rest = line.removeprefix(text) if line.startswith(text) else None
        if rest == "" and title.part:
            return title.part
        if rest and len(rest) >= SHORTEST_TITLE and rest[-1] in PARTS:
            return rest
    return ""
