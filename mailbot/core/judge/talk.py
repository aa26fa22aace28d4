"""What a letter without a report talks about, as examples of such letters teach it.

Talk touches no copy: staff see its label and its words. Subject and body are read
together, as people write them (主题: 报表是几号截止？ 正文: 如题).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import log
from typing import Final

from mailbot.core.record.flags import FlagKind
from mailbot.core.words.asking import ASKING
from mailbot.core.words.remarks import REMARKS
from mailbot.core.words.telling import TELLING
from mailbot.core.words.wording import plain


class Talk(StrEnum):
    """What somebody talks about instead of sending a report; text = the flag."""

    WITHDRAWAL = "withdrawal"
    DELAY_REQUEST = "delay_request"
    CONTACT_CHANGE = "contact_change"
    FORM_REQUEST = "form_request"
    STATE_REQUEST = "state_request"
    QUESTION = "question"
    ALREADY_REPORTED = "already_reported"
    PROMISE = "promise"

    @property
    def flag(self) -> FlagKind:
        """The flag that tells staff so."""
        return FlagKind(self.value)


EXAMPLES: Final = {**ASKING, **TELLING, **REMARKS}
_SMOOTH: Final = 0.3  # seen nowhere is not impossible (Lidstone)
_MARGIN: Final = 4.0  # of log likelihood: less than fiftyfold is a guess
_ANYTHING: Final = 4.0  # for what people write besides
_LONGEST: Final = 200  # characters: a whole report has words of everything
_CLAUSES: Final = re.compile(r"[,。;!、:\s]+")
_DIGITS: Final = re.compile(r"[0-9]+")
_PIECE: Final = 3  # characters that stand together at most
# Beside a file only a plain question counts: 有问题请联系 is courtesy.
_BESIDE: Final = re.compile(r"[?]|请问|可以吗|行吗|对吗|是否(?:可以|正确|需要|合适)")
# So is a signature: whom to ring is no change of contact.
_COURTESY: Final = re.compile(
    r"(?:如)?有(?:什么|任何)?(?:问题|疑问)[,，]?(?:请|可)?[^。\n]{0,12}"
    r"|^联系人:?.{1,6}[,，\s](?:联系)?电话:?[\d-]+$",
    re.MULTILINE,
)
# A polite question whether the mail arrived asks nothing of the report.
_ARRIVED: Final = re.compile(
    r"(?:请问)?(?:是否)?收到(?:了)?(?:吗|没有|没|否)?[?。]?|收到请回复?"
)


def talk_of(subject: str, words: str) -> Talk | None:
    """Return what a letter talks about, None where that is not sure enough.

    The words are heard first; where they say nothing (如题), the subject. Each is held
    against the examples of every talk (`EXAMPLES`), by the pieces of one to three
    characters that stand in it: naive Bayes with even priors.
    """
    return _heard(words) or _heard(subject)


def asks_beside(subject: str, words: str) -> bool:
    """Tell whether a letter that brings a file also asks something about it."""
    text = _ARRIVED.sub("", _COURTESY.sub("", plain(f"{subject}\n{words}")))
    return _BESIDE.search(text) is not None


def _heard(words: str) -> Talk | None:
    text = _COURTESY.sub("", plain(words))
    if len(text) > _LONGEST:
        return None
    talk = _known().hears(_pieces(text))
    return Talk(talk) if talk else None


def _pieces(text: str) -> frozenset[str]:
    """Return the runs of one to three characters of each clause, its ends marked."""
    clauses = (f"^{c}$" for c in _CLAUSES.split(_DIGITS.sub("0", text)) if c)
    return frozenset(
        clause[at : at + long]
        for clause in clauses
        for long in range(1, _PIECE + 1)
        for at in range(len(clause) - long + 1)
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """In how many examples of each talk each piece stands."""

    counts: Mapping[str, Counter[str]]
    pieces: frozenset[str]

    def hears(self, pieces: frozenset[str]) -> str:
        """Return the talk that these pieces are of, "" where none is sure enough."""
        said = pieces & self.pieces
        ranked = sorted(((self.likes(t, said), t) for t in EXAMPLES), reverse=True)
        (best, talk), (second, _) = ranked[:2]
        return talk if said and best - second >= _MARGIN else ""

    def likes(self, talk: str, said: frozenset[str]) -> float:
        """Return how likely a talk's examples make these pieces (log).

        What is none of them may be anything: it is likelier than its examples say.
        """
        counts, every = self.counts[talk], len(EXAMPLES[talk]) + 2 * _SMOOTH
        pieces = sum(log((counts[piece] + _SMOOTH) / every) for piece in said)
        return pieces if talk else pieces + _ANYTHING


@cache
def _known() -> _Known:
    counts = {
        talk: Counter(piece for text in texts for piece in _pieces(plain(text)))
        for talk, texts in EXAMPLES.items()
    }
    return _Known(counts, frozenset().union(*counts.values()))
