"""Reads the name on a seal and says which listed unit it is, or that it is none.

Every listed text and many names of other offices are held against what was read.
A listed one is accepted only if its characters stand where an engraver would have
set them, were seen there by one look or another, and clearly more so than any other
name's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from mailbot.adapters.seals.read.decoys import (
    decoys_for,
    far_places,
    from_afar,
    hardly_an_office,
)
from mailbot.adapters.seals.read.engine import (
    LineReading,
    greedy,
    is_chinese,
    recognize,
)
from mailbot.adapters.seals.read.likelihood import Names, encode, likelihoods
from mailbot.adapters.seals.read.singly import look_at_each
from mailbot.adapters.seals.read.spacing import Setting, SlantedReading, grids, settings
from mailbot.adapters.seals.read.titles import UNTITLED, Title
from mailbot.adapters.seals.see.strips import Close, Cut, sharpened, strip
from mailbot.adapters.seals.vision import Flags, Floats, np
from mailbot.core.record.documents import SealNames

FIRST = Cut()
RETRIES = (
    Cut(gap=0.35, stretch=0.58, even=True, sharp=True),
    Cut(gap=0.35, stretch=0.58, even=True),
    Cut(gap=0.45, stretch=0.65, even=True, usual=True, sharp=True),
    Cut(gap=0.6, stretch=0.75, even=True, usual=True),
    Cut(gap=0.35, stretch=0.85, margin=0.2, even=True, sharp=True),
)
GIVEN_UP = 2  # looks after which no character at all means that none is there
ROUNDS = 2  # looks at each character: the second where the first changed the likeliest
CONSIDERED, CONSIDERED_LISTED = 60, 30  # names held against the seal place by place
UNHEARD = -99.0  # score of a name that no one thought of
# Natural logarithms. LEAD: by how much a name must beat every other office's, and how
# much less will do against one of another province, whose mail hardly comes here, and
# against a name that no office is known to have. WHOLE_LACK: what may speak against it
# in all. SURE_...: what needs no second look.
LEAD, FAR, RARE = 2.0, 2.0, 3.0
WHOLE_LACK = 20.0
SURE_LACK, SURE_LEAD = 2.0, 4.0
BESIDE = 0.35  # of a character next to the name, at most
UNREAD = 8.0  # nats that a part's title speaks against a name without it
LIKELY, CLEAR = 0.5, 0.85  # certainty of a character; of one that needs no second look
PLAIN = 6  # characters that make a plainly read name


@dataclass(frozen=True, slots=True)
class SealReading:
    """What a seal says: `text` as read, `unit` if a listed one was accepted.

    `best` is the listed unit that fits best, accepted or not; `chinese` how many Han
    characters were read with confidence; the acceptance rests on `lack`, what speaks
    against the best name, and `lead`, by how much it beats every other office's (both
    natural logarithms); `confidence` 0-1; `line` what the clearest look alone read;
    `letters` how many letters of our alphabet were read with confidence, as on a badge.
    """

    text: str
    chinese: int
    unit: str = ""
    best: str = ""
    confidence: float = 0.0
    lack: float = 99.0
    lead: float = -99.0
    line: str = ""
    letters: int = 0


@dataclass(frozen=True, slots=True)
class FreeLine:
    """One freely read line: its Han characters, how many are certain, their weight.

    `letters` counts its certain latin letters.
    """

    text: str
    certain: int
    weight: float
    letters: int = 0

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
    far = np.array([_held_back(text, away) for text in every])
    return Book(encode(every), tuple(unit for _, unit in pairs), far)


def _held_back(name: str, away: tuple[str, ...]) -> float:
    if hardly_an_office(name):
        return RARE
    return FAR if from_afar(name, away) else 0.0


def read_seal(
    close: Close, listed: tuple[SealNames, ...], title: Title = UNTITLED
) -> SealReading:
    """Read a magnified seal; harder cuts are tried only when the first is unsure.

    A title that names a part of an office (办公室) belongs to the name around it.
    """
    book = book_of(listed)
    looks = [_look(close, FIRST)]
    lines = [_line(looks[0].reading)]
    if lines[0].text:
        found = _judge(looks, lines, book, title)
        if _settled(found, lines[0]):
            return found
    sharp = sharpened(close)
    for cut in RETRIES:
        looks.append(_look(sharp if cut.sharp else close, cut))
        lines.append(_line(looks[-1].reading))
        if len(looks) == GIVEN_UP and not any(line.text for line in lines):
            # a logo, most likely: long scans have many
            return SealReading("", 0, letters=max(line.letters for line in lines))
    found = _judge(looks, lines, book, title, (close, sharp))
    return replace(found, letters=max(line.letters for line in lines))


def _look(close: Close, cut: Cut) -> SlantedReading:
    seen = strip(close, cut)
    reading = recognize(seen.line)
    count = len(reading.frames)
    middles = (np.arange(count) + 0.5) / count * (len(seen.angles) - 1)
    angles = np.interp(middles, np.arange(len(seen.angles)), seen.angles)
    return SlantedReading(reading, angles)


def _entitled(reading: LineReading, title: Title) -> LineReading:
    if title.frames is None or not title.part:
        return reading
    between = np.zeros_like(reading.frames[:1])
    between[0, 0] = 1.0  # nothing, else equal neighbours would be one character
    return LineReading(np.concatenate([reading.frames, between, title.frames]))


def _settled(found: SealReading, line: FreeLine) -> bool:
    """Say whether it is accepted beyond doubt, or plainly read and not listed."""
    if found.unit:
        return found.lack < SURE_LACK and found.lead > SURE_LEAD
    plain = line.certain >= PLAIN and line.clear > CLEAR
    return plain and found.lead < -SURE_LEAD


def _line(reading: LineReading) -> FreeLine:
    every = greedy(reading)
    seen = [(char, sure) for char, sure in every if is_chinese(char)]
    return FreeLine(
        text="".join(char for char, _ in seen),
        certain=sum(sure > LIKELY for _, sure in seen),
        weight=sum(sure for _, sure in seen),
        letters=sum(c.isascii() and c.isalpha() and s > LIKELY for c, s in every),
    )


def _judge(
    looks: list[SlantedReading],
    lines: list[FreeLine],
    book: Book,
    title: Title,
    closes: tuple[Close, ...] = (),
) -> SealReading:
    """Find the listed name that fits best, and say whether it is accepted.

    Close-ups are given where each character shall be looked at alone, too.
    """
    clearest = max(lines, key=lambda line: line.weight)
    text, certain = clearest.text, clearest.certain
    if not book.listed:
        return SealReading(text, certain, line=text)
    rows = _considered([_entitled(look.reading, title) for look in looks], book)
    held = _held(looks, book, rows, title.part, closes)
    listed = [row for row in held if row < book.listed]
    if not listed:
        return SealReading(text, certain, best=book.units[rows[0]], line=text)
    top = max(listed, key=lambda row: held[row].score)
    unit, lack = book.units[top], -held[top].score
    same = book.of_unit(unit)
    rivals = [fit.score for row, fit in held.items() if not same[row]]
    lead = -lack - max(rivals, default=UNHEARD)
    sure = round(float(np.clip(1 - lack / (2 * WHOLE_LACK), 0, 1)), 3)
    if lack > WHOLE_LACK or lead < LEAD or held[top].beside > BESIDE:
        return SealReading(text, certain, "", unit, sure, lack, lead, text)
    name = book.names.texts[top]
    return SealReading(name, certain, unit, unit, sure, lack, lead, text)


def _considered(readings: list[LineReading], book: Book) -> list[int]:
    """Return the likeliest names as lines go, the best listed one first."""
    likely = likelihoods(readings, book.names, book.listed)
    each = likely - likely.max(axis=1, keepdims=True)
    order = np.argsort(-np.logaddexp.reduce(each, axis=0)).tolist()
    listed = [row for row in order if row < book.listed][:CONSIDERED_LISTED]
    return listed + [row for row in order[:CONSIDERED] if row not in listed]


def _held(
    looks: list[SlantedReading],
    book: Book,
    rows: list[int],
    part: str,
    closes: tuple[Close, ...],
) -> dict[int, Setting]:
    """Hold names against the seal; a part's title stands apart from the round."""
    texts = [book.names.texts[row] for row in rows]
    round_ = tuple(text.removesuffix(part) for text in texts)
    against = [
        float(book.far[row]) + UNREAD * (not text.endswith(part))
        for row, text in zip(rows, texts, strict=True)
    ]
    where = grids(looks, round_)
    fits = _less(settings(looks, round_, where), against)
    looked_at = None
    for _ in range(ROUNDS if closes else 0):
        best = max(fits, key=lambda place: fits[place].score, default=0)
        grid = where[best]
        if grid is None or (grid, len(round_[best])) == looked_at:
            break
        looked_at = (grid, len(round_[best]))
        singly = look_at_each(closes, *looked_at)
        fits = _less(settings(looks, round_, where, singly), against)
    return {rows[place]: fit for place, fit in fits.items()}


def _less(fits: list[Setting | None], against: list[float]) -> dict[int, Setting]:
    return {
        place: replace(fit, score=fit.score - less)
        for place, (fit, less) in enumerate(zip(fits, against, strict=True))
        if fit is not None
    }
