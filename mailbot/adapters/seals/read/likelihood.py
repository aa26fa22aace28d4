"""How likely a read line is each of many names: CTC's forward sum, all at once.

Everything that is no Han character counts as "nothing here", so that an engraver's
number along the lower edge does not speak against a name.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.adapters.seals.read.engine import LineReading, chinese_classes, numbers
from mailbot.adapters.seals.vision import Flags, Floats, Points, np

FLOOR = 1e-5  # no character is ever held to be impossible in a frame
FINE_FLOOR = 1e-7  # where names are compared, smaller chances still tell them apart
ANY = "？"  # in a name: some other character than the one we know there
ANY_SHARE = 1e-4  # one of the ten thousand characters that a name may hold
LIVELY = 0.5  # a frame with less chance of nothing than this shows a character
SHORTLIST = 120  # names per reading that are worth the exact sum


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names as padded rows of class columns with nothing (0) between and around.

    `states` and `skips` are (names, 2 * longest + 1); `ends` is each row's last
    state; `classes` maps column k + 1 to the recognizer's class; of the two columns
    after the last, the first stands for characters the recognizer does not know, the
    second for ANY.
    """

    texts: tuple[str, ...]
    states: Points
    skips: Flags
    ends: Points
    classes: Points


def encode(texts: tuple[str, ...]) -> Names:
    """Prepare names for `likelihoods`."""
    known = numbers()
    used = sorted({known[c] for c in set("".join(texts)) - {ANY} if c in known})
    column = {place: k + 1 for k, place in enumerate(used)}
    longest = max(len(text) for text in texts)
    states = np.zeros((len(texts), 2 * longest + 1), dtype=np.int64)
    for row, text in enumerate(texts):
        codes = [
            len(used) + 2
            if char == ANY
            else column.get(known.get(char, -1), len(used) + 1)
            for char in text
        ]
        states[row, 1 : 2 * len(text) : 2] = codes
    skips = np.zeros(states.shape, dtype=bool)
    skips[:, 3::2] = states[:, 3::2] != states[:, 1:-2:2]
    ends = np.array([2 * len(text) for text in texts])
    return Names(texts, states, skips, ends, np.array(used, dtype=np.int64))


def likelihoods(readings: list[LineReading], names: Names, always: int) -> Floats:
    """Return each name's log likelihood in each reading, to compare names by.

    The shape is (readings, names). Names that no reading makes likely by a quick
    estimate are -inf; the first `always` are computed exactly whatever it says.
    """
    frames = [columns_of(reading, names, FINE_FLOOR) for reading in readings]
    quick = [_estimate(np.maximum(columns, FLOOR), names) for columns in frames]
    chosen = _shortlist(quick, always)
    score = np.full((len(readings), len(names.texts)), -np.inf)
    for row, columns in enumerate(frames):
        score[row, chosen] = _forward(columns, names, chosen)
    return score


def alignments(columns: Floats, names: Names) -> tuple[Points, Floats]:
    """Return where each character of every name stands in a line, and how surely.

    That is the frame of the likeliest alignment that shows it best, and the share
    there; both are (names, longest name).
    """
    steps = np.log(columns)[:, names.states]
    count, width = names.states.shape
    score = np.full((count, width), -np.inf)
    score[:, :2] = steps[0, :, :2]
    came = np.zeros(steps.shape, dtype=np.int8)
    for frame in range(1, len(steps)):
        ways = np.full((3, count, width), -np.inf)
        ways[0], ways[1, :, 1:] = score, score[:, :-1]
        ways[2, :, 2:] = np.where(names.skips[:, 2:], score[:, :-2], -np.inf)
        came[frame] = ways.argmax(axis=0)
        score = ways.max(axis=0) + steps[frame]
    return _traced(steps, came, names.ends - _one_earlier(score, names.ends))


def _one_earlier(score: Floats, ends: Points) -> Flags:
    """Say of every name whether its last character ends the line, not a blank."""
    every = np.arange(len(ends))
    earlier: Flags = score[every, ends - 1] > score[every, ends]
    return earlier


def _traced(steps: Floats, came: Points, state: Points) -> tuple[Points, Floats]:
    count, width = steps.shape[1:]
    every = np.arange(count)
    where = np.zeros((count, width // 2), dtype=np.int64)
    sure = np.zeros(where.shape)
    for frame in range(len(steps) - 1, -1, -1):
        share = np.exp(steps[frame, every, state])
        place = np.minimum(state // 2, where.shape[1] - 1)
        better = (state % 2 == 1) & (share > sure[every, place])
        where[every[better], place[better]] = frame
        sure[every[better], place[better]] = share[better]
        state = state - came[frame, every, state]
    return where, sure


def _shortlist(quick: list[Floats], always: int) -> Points:
    size = min(SHORTLIST, len(quick[0]))
    best = [np.argpartition(-each, size - 1)[:size] for each in quick]
    return np.unique(np.concatenate([np.arange(always), *best]))


def han_of(reading: LineReading) -> Floats:
    """Return the Han characters' part of a reading: (frames, characters)."""
    han: Floats = reading.frames[:, chinese_classes()]
    return han


def columns_of(reading: LineReading, names: Names, floor: float) -> Floats:
    """Reduce the classes to nothing, the names' characters, unknown, any."""
    han = han_of(reading)
    columns = np.full((len(han), len(names.classes) + 3), floor)
    columns[:, 0] = 1 - han.sum(axis=1)
    columns[:, 1:-2] = np.take(reading.frames, names.classes, axis=1)
    columns[:, -1] = han.max(axis=1) * ANY_SHARE
    clipped: Floats = np.clip(columns, floor, 1.0)
    return clipped


def _estimate(frames: Floats, names: Names) -> Floats:
    """Estimate: each character at its best place, and read ones that are not named."""
    best = np.log(frames.max(axis=0))
    best[0] = 0.0
    quick = best[names.states].sum(axis=1)
    lively = np.flatnonzero(frames[:, 0] < LIVELY)
    winners = frames[lively, 1:].argmax(axis=1) + 1
    for place, column in zip(lively, winners, strict=True):
        unnamed = ~(names.states == column).any(axis=1)
        quick = quick + np.log(frames[place, 0]) * unnamed
    estimate: Floats = quick
    return estimate


def _forward(frames: Floats, names: Names, rows: Points) -> Floats:
    """Sum over all alignments, in plain probabilities rescaled at every frame."""
    states, skips = names.states[rows], names.skips[rows]
    score = np.zeros(states.shape)
    score[:, :2] = frames[0][states[:, :2]]
    total = np.zeros(len(rows))
    for frame in frames[1:]:
        moved = score.copy()
        moved[:, 1:] += score[:, :-1]
        moved[:, 2:] += np.where(skips[:, 2:], score[:, :-2], 0.0)
        score = moved * frame[states]
        largest = np.maximum(score.max(axis=1), 1e-300)
        score /= largest[:, None]
        total += np.log(largest)
    ends = names.ends[rows]
    every = np.arange(len(rows))
    final = score[every, ends] + score[every, ends - 1]
    result: Floats = total + np.log(np.maximum(final, 1e-300))
    return result
