"""Things first, then their numbers in the same order: A、B分别完成9场、21场."""

from __future__ import annotations

from collections.abc import Mapping

from mailbot.core.figures.mentions import TargetMention
from mailbot.core.figures.model import kin_unit
from mailbot.core.figures.pieces.clauses import clause_end
from mailbot.core.figures.pieces.tokens import Tok, Token
from mailbot.core.figures.words.word_table import Sense


def in_order(tokens: tuple[Token, ...]) -> Mapping[int, TargetMention | None]:
    """Return for the places of numbers behind 分别 the things they count.

    Where there are more of the one than of the other, or counters do not fit, such
    numbers count nothing (None).
    """
    found: dict[int, TargetMention | None] = {}
    for place, token in enumerate(tokens):
        if token.sense is not Sense.BOTH:
            continue
        end = clause_end(tokens, place)
        numbers = [p for p in range(place, end) if tokens[p].kind is Tok.NUMBER]
        things = _things(tokens, place, len(numbers))
        fit = len(things) == len(numbers) > 1 and all(
            kin_unit(thing.target.unit, tokens[p].unit)
            for thing, p in zip(things, numbers, strict=True)
        )
        if fit:
            found |= dict(zip(numbers, things, strict=True))
        elif len(numbers) > 1:
            found |= dict.fromkeys(numbers, None)
    return found


def _things(tokens: tuple[Token, ...], place: int, most: int) -> list[TargetMention]:
    """Return the things named before, back to the last number or as far as needed.

    A基地3处、B微站100处的任务，分别完成2处、76处: the things have their targets beside.
    """
    things: list[TargetMention] = []
    for token in reversed(tokens[:place]):
        counted = token.kind is Tok.NUMBER and len(things) >= most
        if counted or token.text in {";", ":"}:
            break
        if token.mention is not None:
            things.insert(0, token.mention)
    return things
