"""What a text spoke of before, which a number without a noun of its own is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from mailbot.core.figures.mentions import TargetMention
from mailbot.core.figures.model import kin_unit, same_unit
from mailbot.core.figures.pieces.clauses import clause_start
from mailbot.core.figures.pieces.tokens import Token

_TOTALS = frozenset({"共", "共计", "合计", "总计", "计", "累计", "一共", "总共"})


@dataclass(slots=True)
class LastTopics:
    """What the text spoke of last; it is read from the beginning to the end.

    `foreign` holds the counters of nouns that are no target's, counted since the
    last target was named: 举办讲座14场，累计20场 speaks of lectures still.
    """

    last: TargetMention | None = None
    named: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    strong: list[TargetMention] = field(default_factory=list)
    counted: list[tuple[str, float]] = field(default_factory=list)
    several: bool = False

    def name(self, mention: TargetMention, *, beside: bool = False) -> None:
        """Note that a target was named; `beside` another in the same clause."""
        other = self.last is not None and self.last.target != mention.target
        self.several = beside and other
        self.last = mention
        if mention.strong and not mention.generic and not mention.cut:
            self.named.add(mention.target.text)
            self.strong.append(mention)
        self.foreign = {
            u for u in self.foreign if not same_unit(u, mention.target.unit)
        }

    def is_foreign(self, unit: str) -> bool:
        """Tell whether a noun that is no target's was counted so since."""
        return any(same_unit(other, unit) for other in self.foreign)

    def of_unit(self, unit: str) -> TargetMention | None:
        """Return the thing named last that is counted so."""
        last = self.last
        if last is not None and kin_unit(last.target.unit, unit):
            return last
        back = (m for m in reversed(self.strong) if same_unit(m.target.unit, unit))
        return next(back, None)

    def is_sum(self, tokens: tuple[Token, ...], at: int) -> bool:
        """Tell whether a number is the total of those before it: 2场、3场，共5场."""
        value, unit = value_of(tokens, at), tokens[at].unit
        before = [v for u, v in self.counted[:-1] if same_unit(u, unit)]
        named = any(t.text in _TOTALS for t in tokens[clause_start(tokens, at) : at])
        sums = (sum(before[-n:]) for n in range(2, len(before) + 1))
        return named and any(total == value for total in sums)

    def is_vague(self, thing: TargetMention) -> bool:
        """Tell whether a thing that was not named last has rivals in the text."""
        if thing is self.last:
            return False
        return any(
            m.target != thing.target and same_unit(m.target.unit, thing.target.unit)
            for m in self.strong
        )


def value_of(tokens: tuple[Token, ...], at: int) -> float:
    """Return the value of the number at `at`."""
    number = tokens[at].number
    return number.value if number else 0.0
