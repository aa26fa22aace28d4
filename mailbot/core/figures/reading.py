"""Reads the figures of one row's progress text: the way into this room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mailbot.core.figures.binding import Bound, bound
from mailbot.core.figures.cores import names_of
from mailbot.core.figures.coverage_words import done_without_count, whole_coverage
from mailbot.core.figures.doubts import doubts_of
from mailbot.core.figures.mentions import TargetMention
from mailbot.core.figures.model import (
    Figure,
    FigureSpan,
    FigureState,
    kind_of,
    same_unit,
)
from mailbot.core.figures.orders import in_order
from mailbot.core.figures.pieces.clauses import (
    parts_between,
    previous_number,
    sentences,
)
from mailbot.core.figures.pieces.tables import parts_of
from mailbot.core.figures.pieces.times import Season, TimeSense
from mailbot.core.figures.pieces.tokens import Ground, Tok, Token, tokens_of
from mailbot.core.figures.rates import rate_of
from mailbot.core.figures.remarks import (
    agrees,
    beside_of,
    is_raised,
    is_surplus,
    is_timed,
    rated,
)
from mailbot.core.figures.spans import covered
from mailbot.core.figures.states import NumberState, standing
from mailbot.core.figures.topics import LastTopics, value_of
from mailbot.core.figures.wholes import Read, with_wholes
from mailbot.core.figures.words.word_table import Sense
from mailbot.core.notice.notice import Notice, TargetKind

MOST_TEXT = 20_000
_DONE = frozenset({FigureState.DONE})
_TOLD = _DONE | {FigureState.UNDER_WAY, FigureState.BEGUN}
_HEADING = re.compile("[（(]?[一二三四五六七八九十]{1,2}[）)、]")
_PLANS_AHEAD = ("下一步", "下步", "接下来", "后续", "下阶段", "下一阶段", "下季度")
_BACK = frozenset({TimeSense.CUMULATIVE, TimeSense.QUARTER, TimeSense.NOW})


def read_progress(
    text: str, notice: Notice, item: int, period: str | None
) -> tuple[Figure, ...]:
    """Return the figures that a row's progress text tells of the notice's targets.

    `item` is the number of the row's item, `period` the id of the quarter that the
    form is about. In the text's order; figures of another item's targets and all that
    is doubtful are not sure. Never raises, whatever the text holds.
    """
    ground = Ground(names_of(notice), item, Season.of(period))
    reader = _Reader(ground)
    figures: list[Figure] = []
    untold: tuple[Figure, ...] = ()
    for part in parts_of(text[:MOST_TEXT]):
        for sentence, fresh in sentences(part):
            found = reader.read(sentence, fresh=fresh)
            if reader.doubted and not found:
                figures = _taken_back(figures)
            figures = [_as_target(f, found, untold) for f in figures]
            untold += reader.untold
            figures += [_as_target(f, found, reader.untold, _TOLD) for f in found]
    if reader.mended:
        figures = [replace(f, corrected=True) for f in figures]
    return tuple(f for n, f in enumerate(figures) if f not in figures[:n])


def _as_target(
    figure: Figure,
    beside: tuple[Figure, ...],
    untold: tuple[Figure, ...],
    states: frozenset[FigureState] = _DONE,
) -> Figure:
    """Return a figure as others show it: 新改扩建7所。已投用5所，在建2所.

    The target's own number, with no state told, is the target told again.
    """
    if figure not in untold or figure.value != figure.target.value:
        return figure
    less = any(
        f.target == figure.target
        and f.sure
        and f.state in states
        and f.span is not FigureSpan.QUARTER
        and _is_apart(f.value, figure.target.value, states)
        for f in beside
    )
    return replace(figure, state=FigureState.PLANNED) if less else figure


def _is_apart(
    value: float | None, promised: float, states: frozenset[FigureState]
) -> bool:
    """Tell whether a value shows that another was the target: less, or told beside."""
    return (value or 0) < promised if states is _DONE else value != promised


def _taken_back(figures: list[Figure]) -> list[Figure]:
    """Return figures as a sentence behind them leaves them: 以上数据有误，待核实."""
    return [replace(f, sure=False, says="原文注明尚待核实") for f in figures]


@dataclass(slots=True)
class _Reader:
    """Goes through a text from its beginning to its end."""

    ground: Ground
    topics: LastTopics = field(default_factory=LastTopics)
    ahead: bool = False  # the text speaks of what comes next
    stern: bool = False  # … and says so: 下一步
    ahead_alone: bool = False  # … said in a line that holds no number
    doubted: bool = False
    inherited: FigureState | None = None
    untold: tuple[Figure, ...] = ()
    mended: bool = False  # the text openly takes something back

    def read(self, sentence: str, *, fresh: bool) -> tuple[Figure, ...]:
        """Return the figures of the next sentence; `fresh` begins a line."""
        tokens = tokens_of(sentence, self.ground)
        if fresh and (not self.ahead_alone or _is_heading(sentence)):
            self.ahead = self.stern = self.ahead_alone = False
        self.ahead = self.ahead and (self.stern or self.ahead_alone)
        self.topics.counted.clear()
        numbers = any(token.kind is Tok.NUMBER for token in tokens)
        self.doubted = any(
            t.sense in {Sense.DOUBT, Sense.WRONG} for t in tokens
        ) and not any(t.sense is Sense.NEW for t in tokens)
        reads = tuple(self._reads(tokens, sentence))
        if self.ahead and not numbers:
            self.ahead_alone = True
        self.mended = self.mended or any(_mends(t) for t in tokens)
        self.untold = tuple(r.figure for r in reads if not r.told)
        places = frozenset(read.place for read in reads)
        without = self._without_numbers(tokens, places, sentence)
        return (*with_wholes(reads), *without)

    def _reads(self, tokens: tuple[Token, ...], sentence: str) -> Iterator[Read]:
        ordered = in_order(tokens)
        last: Read | None = None
        self.inherited = None
        for at, token in enumerate(tokens):
            self._note(tokens, at)
            if token.kind is not Tok.NUMBER:
                continue
            rated = self._rated(tokens, at, last)
            if rated is not None:
                last = rated
                continue
            read = self._read_number(tokens, at, ordered, sentence)
            if read is not None:
                yield from (last,) if last else ()
                last = read
        yield from (last,) if last else ()

    def _rated(
        self, tokens: tuple[Token, ...], at: int, last: Read | None
    ) -> Read | None:
        """Return the last figure with the rate told at `at`, None where it is none."""
        if last is None or tokens[at].unit != "%":
            return None
        rate = self._rate(tokens, at, last)
        if rate is None:
            return None
        return replace(last, figure=rated(last.figure, rate))

    def _rate(self, tokens: tuple[Token, ...], at: int, last: Read) -> float | None:
        if last.figure.percent is not None or last.figure.unit == "%":
            return None
        rate = rate_of(tokens, at, last.place)
        if rate is None or agrees(last.figure, rate):
            return rate
        between = tokens[last.place + 1 : at]
        others = any(t.unit and same_unit(t.unit, last.figure.unit) for t in between)
        if others or kind_of(last.figure.target) is TargetKind.SHARE:
            return None  # 托位数3.88个，完成率260% is the rate of something else
        return rate

    def _note(self, tokens: tuple[Token, ...], at: int) -> None:
        """Take note of what a token says of those behind it."""
        token = tokens[at]
        if token.mention is not None:
            beside = at > 1 and tokens[at - 2].mention is not None
            self.topics.name(token.mention, beside=beside)
        elif token.text in _PLANS_AHEAD:
            self.ahead = self.stern = True
        elif token.when is TimeSense.FUTURE:
            # 下半年，… speaks of all that follows; …，预计10月底开放 of one thing
            self.ahead = self.ahead or _leads(tokens, at)
        elif token.sense is Sense.HARD or token.when in _BACK:
            self.ahead = self.stern = False
            self.inherited = None
        elif token.text in {";", "另外"}:
            self.inherited = None
            self.ahead = self.stern

    def _read_number(
        self,
        tokens: tuple[Token, ...],
        at: int,
        ordered: Mapping[int, TargetMention | None],
        sentence: str,
    ) -> Read | None:
        link = self._link(tokens, at, ordered)
        if link is None:
            return None
        against, cover = doubts_of(tokens, at), covered(tokens, at)
        refused = against.refused or cover.refused
        if refused or is_surplus(tokens, at, link.mention):
            return None
        stand = self._standing(tokens, at)
        if is_raised(tokens, at, link.mention):
            raised = "是自行提高的目标数"
            stand = NumberState(FigureState.PLANNED, doubt=raised, goal=True)
        late = "" if against.corrected else cover.doubt
        says = link.doubt or against.doubt or late or stand.doubt
        figure = Figure(
            link.mention.target,
            value_of(tokens, at),
            tokens[at].unit,
            stand.state,
            self._span(tokens, at, cover.span, stand),
            sure=not says,
            says=says,
            sentence=sentence,
            own_share=against.own,
            corrected=against.corrected,
        )
        around = beside_of(tokens, at, link.mention)
        total = self.topics.is_sum(tokens, at)
        return Read(figure, at, link.mention, around, told=stand.told, summed=total)

    def _link(
        self,
        tokens: tuple[Token, ...],
        at: int,
        ordered: Mapping[int, TargetMention | None],
    ) -> Bound | None:
        """Return the target of a number: by its order behind 分别, or by its place."""
        if at not in ordered:
            return bound(tokens, at, self.topics, self.ground)
        thing = ordered[at]
        return None if thing is None else Bound(thing)

    def _span(
        self,
        tokens: tuple[Token, ...],
        at: int,
        span: FigureSpan | None,
        stand: NumberState,
    ) -> FigureSpan | None:
        """Return a figure's span: a plan covers a quarter it names, never the year."""
        if self.topics.is_sum(tokens, at) and not is_timed(tokens, at):
            return None
        if stand.state is FigureState.DONE or span is FigureSpan.QUARTER:
            return span
        return None

    def _standing(self, tokens: tuple[Token, ...], at: int) -> NumberState:
        inherited = FigureState.PLANNED if self.ahead else self._inherited(tokens, at)
        stand = standing(tokens, at, inherited)
        if self.stern and stand.state is FigureState.DONE:
            stand = replace(stand, state=FigureState.PLANNED, told=True)
        number = tokens[at].number
        if number is not None and not number.value and not stand.goal:
            stand = NumberState(FigureState.DONE, told=True)  # 0场，计划9月开展
        if stand.told and not stand.goal:
            done = stand.state is FigureState.DONE
            self.inherited = None if done else stand.state
        return stand

    def _inherited(self, tokens: tuple[Token, ...], at: int) -> FigureState | None:
        """Return the state of the number before that holds on: 计划A3处、B2处."""
        start = previous_number(tokens, at)
        listed = any(t.kind is Tok.LIST for t in tokens[start:at])
        if listed or self.inherited is FigureState.PLANNED:
            return self.inherited
        return None

    def _without_numbers(
        self, tokens: tuple[Token, ...], places: frozenset[int], sentence: str
    ) -> Iterator[Figure]:
        """Yield what parts of a sentence tell that hold no figure of their own."""
        for start, end in parts_between(tokens):
            part = tokens[start:end]
            mention = next((t.mention for t in part if t.mention), None)
            if mention is None or places & set(range(start, end)):
                continue
            found = whole_coverage(part, mention, sentence) or done_without_count(
                part, mention, sentence
            )
            yield from (found,) if found else ()


def _mends(token: Token) -> bool:
    """Tell whether a word takes back what was reported: 上季度误报, 更正为."""
    if token.sense in {Sense.OLD, Sense.WRONG}:
        return True
    return token.sense is Sense.NEW and any(w in token.text for w in "更订修纠误减")


def _leads(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether a token begins its sentence, or what stands behind a semicolon."""
    return at == 0 or (tokens[at - 1].kind is Tok.STOP and tokens[at - 1].text != ",")


def _is_heading(sentence: str) -> bool:
    return bool(_HEADING.match(sentence))
