"""To which target a number in a sentence belongs, if to any.

A number's thing stands before it (儿童友好社区已建成2个) or behind it
(2个儿童友好社区), with nothing between but words known to carry a sentence. Where its
clause names no thing at all, the thing named last is meant (…项目进展顺利。已竣工6所).
Any other noun beside a number makes it that noun's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from mailbot.core.figures.looks import NumberLook, after_number, before_number
from mailbot.core.figures.mentions import TargetMention, mention_at
from mailbot.core.figures.model import kin_unit, same_unit
from mailbot.core.figures.pieces.clauses import clause_end, clause_start
from mailbot.core.figures.pieces.times import TimeSense
from mailbot.core.figures.pieces.tokens import Ground, Tok, Token
from mailbot.core.figures.topics import LastTopics, value_of
from mailbot.core.figures.words.word_table import Sense

INCOMPLETE = "事项名称不完整"
UNCLEAR = "未写明属于哪一项目标"


@dataclass(frozen=True, slots=True)
class Bound:
    """A number's target, and why that is not sure ("" where it is)."""

    mention: TargetMention
    doubt: str = ""


def bound(
    tokens: tuple[Token, ...], at: int, topics: LastTopics, ground: Ground
) -> Bound | None:
    """Return the target of the number at `at`, None where it has none."""
    unit, item = tokens[at].unit, ground.item
    before, after = before_number(tokens, at), after_number(tokens, at)
    if unit:
        topics.counted.append((unit, value_of(tokens, at)))
    choice = _choose(before, after, unit) or _around(tokens, at, ground)
    if choice is not None:
        return _judged(choice, tokens[at], item, topics)
    if before.foreign or after.foreign or before.mention or after.mention:
        if unit and not _is_aside(tokens, at):
            topics.foreign.add(unit)
        return None
    if topics.last is None:
        return _named_next(tokens, at, item)
    return _elided(tokens, at, before, topics, item)


def _is_new(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a number is put in another's place, and so is of the same thing."""
    clause = tokens[clause_start(tokens, at) : clause_end(tokens, at)]
    return any(t.sense is Sense.NEW for t in clause)


def _has_other_object(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether the clause before did something else: 组织志愿服务，共12场."""
    end = clause_start(tokens, at) - 1
    if end <= 0 or tokens[end].text != ",":
        return False
    clause = tokens[clause_start(tokens, end) : end]
    if any(t.kind in {Tok.MENTION, Tok.NUMBER} for t in clause):
        return False
    return any(
        one.sense in {Sense.VERB, Sense.DONE} and other.kind is Tok.UNKNOWN
        for one, other in pairwise(clause)
    )


def _around(tokens: tuple[Token, ...], at: int, ground: Ground) -> NumberLook | None:
    """Find a thing whose name the number parts: 回购的1所幼儿园."""
    if at == 0 or at + 1 >= len(tokens) or tokens[at + 1].kind is not Tok.ITEM:
        return None
    ahead = tokens[at - 2 if tokens[at - 1].text in {"的", "了"} else at - 1].text
    name = ahead + tokens[at + 1].text
    mention = mention_at(name, 0, ground.names, ground.item)
    if mention is None or mention.end < len(name) or not mention.strong:
        return None
    if not kin_unit(mention.target.unit, tokens[at].unit):
        return None
    return NumberLook(mention, near=True, verbs=True)


_ASIDE = frozenset({Sense.PART, Sense.EACH, Sense.FROM, Sense.MORE})


def _is_aside(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a number leaves the thing spoken of as it is.

    其中交通安全5场 and 每校2场 are its parts, 从年初的57.2% its old value.
    """
    clause = tokens[clause_start(tokens, at) : at]
    return any(t.sense in _ASIDE for t in clause)


def _named_next(tokens: tuple[Token, ...], at: int, item: int) -> Bound | None:
    """Take the thing of the next clause: 四季度新增46名，累计保障妇女79名."""
    start = clause_start(tokens, at)
    thing = next((t.mention for t in tokens[at:] if t.mention is not None), None)
    if thing is None or not kin_unit(thing.target.unit, tokens[at].unit):
        return None
    told = any(t.when is TimeSense.QUARTER for t in tokens[start:at])
    total = any(t.when is TimeSense.CUMULATIVE for t in tokens[at:])
    if not (told and total and thing.strong):
        return None
    return Bound(thing, _doubt(thing, tokens[at], item))


def _choose(before: NumberLook, after: NumberLook, unit: str) -> NumberLook | None:
    """Return the side whose thing the number counts."""
    fits = [
        look
        for look in (before, after)
        if look.mention
        and not (look.foreign and look is after)
        and kin_unit(look.mention.target.unit, unit)
    ]
    if not fits:
        return None
    if len(fits) == 2 and after.near and not before.near:  # noqa: PLR2004
        return after
    return fits[0]


def _judged(
    look: NumberLook, token: Token, item: int, topics: LastTopics
) -> Bound | None:
    mention = look.mention
    if mention is None:
        return None
    text = mention.target.text
    named = text in topics.named
    ill = _ill_named(look, mention, named=named)
    if ill:
        return Bound(mention, ill)
    known = named or (mention.strong and not look.bare)
    if not known and not _is_target_told(mention, token):
        return Bound(mention, INCOMPLETE)
    topics.named.add(text)
    if look.beside:
        return Bound(mention, "几项目标合在一起写")
    return Bound(mention, _doubt(mention, token, item))


def _ill_named(look: NumberLook, mention: TargetMention, *, named: bool) -> str:
    """Return what is wrong with the way in which a thing is named, "" if nothing."""
    if mention.generic and not _is_made(look) and not named:
        return UNCLEAR
    if look.typo:
        return "事项名称疑有错字"
    if look.unread:
        return "句中有未能识别的词"
    if any(word in mention.joints for word in look.items):
        return "只是该目标的一部分"
    return ""


def _is_made(look: NumberLook) -> bool:
    """Tell whether a verb stands by a thing whose name alone says little."""
    return look.verbs or (look.mention is not None and look.mention.led)


def _is_target_told(mention: TargetMention, token: Token) -> bool:
    """Tell whether a number is the target's own: 100处微站 can only be that one."""
    value = token.number.value if token.number else None
    return value == mention.target.value and same_unit(mention.target.unit, token.unit)


def _doubt(mention: TargetMention, token: Token, item: int) -> str:
    if mention.item != item:
        return "属于其他实事的目标"
    if mention.part:
        return "只是该目标的一部分"
    if not same_unit(mention.target.unit, token.unit):
        return f"单位与目标的“{mention.target.unit}”不同"
    return ""


def _elided(
    tokens: tuple[Token, ...],
    at: int,
    before: NumberLook,
    topics: LastTopics,
    item: int,
) -> Bound | None:
    """Take the thing named last for a number that names none."""
    token = tokens[at]
    last = topics.of_unit(token.unit)
    if last is None:
        return None
    summed = topics.is_sum(tokens, at)
    sure = summed or _is_new(tokens, at)
    if not sure and topics.is_foreign(token.unit):
        return None
    other = not sure and _has_other_object(tokens, at)
    if other or _is_vague(before, topics, last):
        return Bound(last, UNCLEAR)
    if summed and last.part and same_unit(last.target.unit, token.unit):
        return Bound(last)
    return Bound(last, _doubt(last, token, item))


def _is_vague(before: NumberLook, topics: LastTopics, last: TargetMention) -> bool:
    """Tell whether it is open that the thing named last is meant."""
    headed = bool(last.rest) and all(word in last.rest for word in before.items)
    if before.items and not headed:
        return True
    named = last.target.text in topics.named
    ill = not named and (bool(last.cut) or not last.strong)
    return ill or topics.several or topics.is_vague(last)
