"""A sentence taken apart: numbers with their counters, names of targets, known words.

At each place the longest name of a target comes first, then numbers that belong to
names, dates and ages, then words of time, counted numbers, and known words; what is
left is unknown, and an unknown noun beside a number is another's noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mailbot.core.figures.cores import QUOTES, CoreNames
from mailbot.core.figures.mentions import TargetMention, mention_at, words_of_item
from mailbot.core.figures.model import KIN_UNITS, SAME_UNITS
from mailbot.core.figures.pieces.numerals import Number, number_at, range_end
from mailbot.core.figures.pieces.times import HEADS, Season, TimeSense, time_at
from mailbot.core.figures.words.corrections import correction_at
from mailbot.core.figures.words.plain_words import PLAIN_WORDS
from mailbot.core.figures.words.plan_words import PLAN_WORDS
from mailbot.core.figures.words.scope_words import SCOPE_WORDS
from mailbot.core.figures.words.stage_words import STAGE_WORDS
from mailbot.core.figures.words.verbs import VERBS
from mailbot.core.figures.words.word_table import Lexicon, Sense
from mailbot.core.words.wording import plain

LEXICON = Lexicon(VERBS + PLAIN_WORDS + PLAN_WORDS + STAGE_WORDS + SCOPE_WORDS)
_LONGEST_QUOTE = 24
_UNITS = sorted(
    {unit for group in (*SAME_UNITS, *KIN_UNITS) for unit in group}
    | {"%", "个百分点", "个月", "个工作日", "元", "万元", "亿元", "条", "件", "户"},
    key=len,
    reverse=True,
)
# The same sign begins another word: 个 of 个月, 所 of 所有, 人 of 人口.
_NOT_UNITS = re.compile(
    r"个(?:季度|方面|小时|多月|环节|层面|维度)|人(?:口|民|大|才|均|员|力|社)"
    r"|次(?:数|序)|所(?:在|有|属)"
    r"|处(?:理|于|长|室(?!内))|位(?:于|置)|名(?:单|称|录)|家(?:庭|长|园|教)|场(?:所|地|景)"
    r"|条(?:例|件)|户(?:籍|外)|期(?:间|末|满)|间(?:隔|断)|座(?:谈)|批(?:次|准|复)"
    r"|堂(?:课)|件(?:套)|种(?:植|子)|节(?:日|目|点|假)"
)
# Behind digits a counter is a counter, but for these.
_NEVER_UNITS = re.compile(
    "个(?:季度|方面|小时|多月|环节|层面|维度)|人(?:口|均)|家(?:长|庭)"
)
# Numbers that are names, ages, versions, hours, document numbers, telephones.
_NAMES = re.compile(
    r"\d+(?:\.\d+)?版|\d+(?:[-~至到]\d+)?(?:周?岁|小时|学时|课时|分钟|天|周年?|年级|日)(?:以[上下内])?"
    r"|\d+(?:\+\d+)+|\d+[xX×]\d+|第[\d一二三四五六七八九十百]+[^\s,;:。、]?"
    r"|[〔\[(]20\d\d[〕\])]第?\d+号|\d{3,4}-\d{7,8}|1\d{10}|\d+(?:\.\d+)?[a-hjkmnp-z]\w*"
    r"|[一二两三四五六七八九十]+(?:大|化|级|体|心|性|手|力|专|环节|方面|个方面|季|线|站|步)"
)
_SMALL_WORDS = re.compile(
    "统一|之一|进一步|一并|一体|一线|一批|一次性|一系列|万元以上|万家"
)
_ENUMERATED = re.compile(
    r"\(?[一二三四五六七八九十]{1,2}[)、]|\(\d{1,2}\)|\d{1,2}(?:[、)]|\.(?!\d))"
    r"|[一二三四五六七八九]是|[①-⑳]"
)
# The signs that a number, words of time or a name with a number may begin with.
_NUMERIC = HEADS | frozenset(
    "0123456789oli零〇一二三四五六七八九十百千万两半亿〔[(统之进第"
)
_SIGNS = dict.fromkeys(",;:。!?…", "stop") | {"、": "list", "(": "open", ")": "close"}


class Tok(StrEnum):
    """The sorts of pieces that a sentence falls into."""

    NUMBER = "number"
    MENTION = "mention"
    WORD = "word"
    TIME = "time"
    ITEM = "item"  # a word that stands in some name of the row's item
    STOP = "stop"
    LIST = "list"
    OPEN = "open"
    CLOSE = "close"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence, with what it is known to be.

    A NUMBER has `number` and `unit` ("" where none is known); a MENTION its
    `mention`; a WORD its `sense`; a TIME its `when`.
    """

    kind: Tok
    text: str
    sense: Sense | None = None
    number: Number | None = None
    unit: str = ""
    mention: TargetMention | None = None
    when: TimeSense | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a text is read against: the notice's names, the row's item, the quarter."""

    names: CoreNames
    item: int
    season: Season


def tokens_of(sentence: str, ground: Ground) -> tuple[Token, ...]:
    """Take one sentence apart."""
    text, quoted = _unquoted(plain(sentence))
    return tuple(_joined(_tokens(text, quoted, ground)))


def _unquoted(text: str) -> tuple[str, frozenset[int]]:
    """Return the text without quotes, and the places in it that stood in quotes."""
    signs: list[str] = []
    inside: set[int] = set()
    opened: int | None = None
    for sign in text:
        if not QUOTES.match(sign):
            signs.append(sign)
            continue
        if opened is not None and sign not in "“‘「『《〈【":
            if len(signs) - opened <= _LONGEST_QUOTE:
                inside.update(range(opened, len(signs)))
            opened = None
        else:
            opened = len(signs)
    return "".join(signs), frozenset(inside)


def _tokens(text: str, quoted: frozenset[int], ground: Ground) -> Iterator[Token]:
    at, fresh = 0, True
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        listed = _ENUMERATED.match(text, at) if fresh else None
        if listed:
            token, end = Token(Tok.STOP, listed[0]), listed.end()
        else:
            token, end = _token_at(text, at, quoted, ground)
        fresh = token.kind is Tok.STOP and token.text in ",;:"
        yield token
        at = end


def _token_at(
    text: str, at: int, quoted: frozenset[int], ground: Ground
) -> tuple[Token, int]:
    if sign := _SIGNS.get(text[at]):
        return Token(Tok(sign), text[at]), at + 1
    mention = mention_at(text, at, ground.names, ground.item)
    word = known_at(text, at)
    if word and word[1] is Sense.OLD and not mention:
        return Token(Tok.WORD, word[0], sense=word[1]), at + len(word[0])
    if mention and (mention.strong or word is None or len(word[0]) < mention.matched):
        return Token(Tok.MENTION, text[at : mention.end], mention=mention), mention.end
    if text[at] not in _NUMERIC:
        return _worded(text, at, ground, word)
    return _numbered(text, at, quoted, ground) or _worded(text, at, ground, word)


def _numbered(
    text: str, at: int, quoted: frozenset[int], ground: Ground
) -> tuple[Token, int] | None:
    """Read words of time, a number that is a name, or a counted number."""
    time = time_at(text, at, ground.season)
    if time is not None:
        return Token(Tok.TIME, text[at : time.end], when=time.when), time.end
    named = _NAMES.match(text, at) or _SMALL_WORDS.match(text, at)
    if named is None:
        return None if at in quoted else _counted(text, at)
    word = known_at(text, at)
    if word and len(word[0]) >= named.end() - at:
        return None
    return Token(Tok.UNKNOWN, named[0]), named.end()


def known_at(text: str, at: int) -> tuple[str, Sense] | None:
    """Return the longest known word at `at`, those of corrections before others."""
    word, correction = LEXICON.at(text, at), correction_at(text, at)
    if correction and (word is None or len(correction[0]) >= len(word[0])):
        return correction
    return word


def _worded(
    text: str, at: int, ground: Ground, word: tuple[str, Sense] | None
) -> tuple[Token, int]:
    shared = words_of_item(text, at, ground.names, ground.item)
    if shared > max(1, len(word[0]) if word else 0):
        return Token(Tok.ITEM, text[at : at + shared]), at + shared
    if word:
        return Token(Tok.WORD, word[0], sense=word[1]), at + len(word[0])
    return Token(Tok.UNKNOWN, text[at]), at + 1


def _counted(text: str, at: int) -> tuple[Token, int] | None:
    number = number_at(text, at)
    if number is None:
        return None
    if number.percent:
        return Token(
            Tok.NUMBER, text[at : number.end], number=number, unit="%"
        ), number.end
    digits = text[number.end - 1].isdigit()
    if text.startswith(" %", number.end):
        return Token(Tok.NUMBER, text[at : number.end + 2], number=number, unit="%"), (
            number.end + 2
        )
    unit = unit_at(text, number.end, digits=digits)
    ranged = range_end(text, number, number.end + len(unit))
    if ranged:
        number = ranged
        unit = unit_at(text, number.end) or unit
        end = number.end + len(unit_at(text, number.end))
    else:
        end = number.end + len(unit)
    if not unit and text[at] not in "0123456789oli":
        return None  # a Chinese numeral without a counter is mostly part of a word
    return Token(Tok.NUMBER, text[at:end], number=number, unit=unit), end


def unit_at(text: str, at: int, *, digits: bool = False) -> str:
    """Return the counter that stands at `at` (behind `digits`), "" where none does."""
    others = _NEVER_UNITS if digits else _NOT_UNITS
    for unit in _UNITS:
        if text.startswith(unit, at):
            return "" if others.match(text, at) else unit
    return ""


def _joined(tokens: Iterator[Token]) -> Iterator[Token]:
    """Put unknown signs that stand together into one token."""
    unknown = ""
    for token in tokens:
        if token.kind is Tok.UNKNOWN:
            unknown += token.text
            continue
        if unknown:
            yield Token(Tok.UNKNOWN, unknown)
            unknown = ""
        yield token
    if unknown:
        yield Token(Tok.UNKNOWN, unknown)
