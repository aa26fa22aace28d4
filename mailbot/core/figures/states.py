"""How far the thing that a number counts has come, by the words on both its sides.

Words before the number and those right behind it decide; a following clause without
a number of its own (…12处，均已开工) does where they say nothing. A thing counted
with no such word is done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.core.figures.model import FigureState
from mailbot.core.figures.pieces.clauses import clause_end, next_number, previous_number
from mailbot.core.figures.pieces.times import TimeSense
from mailbot.core.figures.pieces.tokens import Tok, Token
from mailbot.core.figures.words.word_table import Sense

_STAGES = {Sense.WAY: FigureState.UNDER_WAY, Sense.BEGUN: FigureState.BEGUN}
_FUTURE = frozenset({TimeSense.FUTURE, TimeSense.BEFORE})
UNREAD = "句中有未能识别的词"
_SAYS_STATE = frozenset({Sense.LACK, Sense.WAY, Sense.BEGUN, Sense.DONE, Sense.PLAN})


@dataclass(frozen=True, slots=True)
class NumberState:
    """A number's state; `told` by words of its own, `doubt` why that is not sure.

    `goal`: the words call the number the target itself; `rest`: what is left over.
    """

    state: FigureState
    told: bool = False
    doubt: str = ""
    goal: bool = False
    rest: bool = False


def standing(
    tokens: tuple[Token, ...], at: int, inherited: FigureState | None
) -> NumberState:
    """Return how far the number at `at` is.

    `inherited` is what the text said before that holds on: plans, or the state told
    of the first of several things.
    """
    before = _front(tokens[previous_number(tokens, at) : at])
    rear = _own_rear(tokens, at)
    behind = _rear(rear)
    if behind is None and _is_being(rear):
        return NumberState(FigureState.UNDER_WAY, told=True, doubt=UNREAD)
    found = _both(before, behind)
    if found is not None:
        return replace(found, doubt=UNREAD) if _is_unread(before, rear) else found
    later = _following(tokens, at)
    if inherited is not None and not (later and later.told):
        return NumberState(inherited, told=True)
    if later is None and (_told_unread(tokens, at) or _says_more(tokens, at, rear)):
        return NumberState(FigureState.DONE, doubt=UNREAD)
    return later or _shared(tokens, at) or NumberState(FigureState.DONE)


def _both(before: NumberState | None, behind: NumberState | None) -> NumberState | None:
    """Weigh what stands before a number against what stands behind it."""
    if before is None or behind is None:
        return before or behind
    if behind.state is FigureState.LACKING or before.state is FigureState.LACKING:
        told = before.rest and behind.state in {*_STAGES.values(), FigureState.DONE}
        return behind if told else NumberState(FigureState.LACKING, told=True)
    if before.state is not FigureState.DONE:
        done = before.goal and behind.state is FigureState.DONE
        return NumberState(FigureState.DONE, told=True) if done else before
    if behind.goal:
        return NumberState(
            FigureState.DONE, told=True, doubt="写的是目标数，未写实际完成数"
        )
    return behind if behind.state in _STAGES.values() else before


def _front(tokens: tuple[Token, ...]) -> NumberState | None:
    """Read the words between the number before and this one, in their order."""
    found: NumberState | None = None
    hard = False
    for place, token in enumerate(tokens):
        if token.text == "将" and place + 1 < len(tokens) and tokens[place + 1].mention:
            continue  # 将额度上浮20% takes the thing, it does not put it off
        step = _step(token, found, hard=hard)
        hard = hard or token.sense is Sense.HARD
        found = step if step is not None else found
    return found


def _step(token: Token, found: NumberState | None, *, hard: bool) -> NumberState | None:
    """Return what one more word before a number makes of it, None for no change."""
    sense = token.sense
    if sense in {Sense.LACK, Sense.REST}:
        return NumberState(FigureState.LACKING, told=True, rest=sense is Sense.REST)
    if found is not None and found.state is FigureState.LACKING:
        return None
    if token.when in _FUTURE or sense is Sense.PLAN:
        return (
            None if hard and token.when else NumberState(FigureState.PLANNED, told=True)
        )
    if sense is Sense.HARD:
        return NumberState(FigureState.DONE, told=True)
    return _goal(found) if sense is Sense.GOAL else _stage(sense, found)


def _goal(found: NumberState | None) -> NumberState:
    if found is not None and found.state is FigureState.DONE:
        return NumberState(
            FigureState.DONE, told=True, doubt="写的是目标数，未写实际完成数"
        )
    return NumberState(FigureState.PLANNED, told=True, goal=True)


def _stage(sense: Sense | None, found: NumberState | None) -> NumberState | None:
    planned = found is not None and found.state is FigureState.PLANNED
    if sense in _STAGES and not planned:
        return NumberState(_STAGES[sense], told=True)
    if sense is not Sense.DONE:
        return None
    if found is None or (found.goal and planned):
        return NumberState(FigureState.DONE, told=True)
    return None


def _rear(tokens: tuple[Token, ...]) -> NumberState | None:
    """Read the words right behind a number: the first that tells a state, or two."""
    found: NumberState | None = None
    finished = False
    for token in tokens:
        sense = token.sense
        if token.kind in {Tok.LIST, Tok.OPEN}:
            break
        if sense in _STAGES and (found is None or found.state is FigureState.DONE):
            return NumberState(_STAGES[sense], told=True)
        if sense is Sense.LACK:
            return NumberState(FigureState.LACKING, told=True)
        if token.kind is Tok.UNKNOWN and finished:
            # 完成土建招标 is begun, 完成XX some stage that is not known
            known = any(t.sense is Sense.BEGUN for t in tokens)
            return NumberState(
                FigureState.BEGUN, told=True, doubt="" if known else UNREAD
            )
        finished = token.text.endswith("完成")
        if found is None:
            found = _first_behind(token)
    return found


def _is_unread(before: NumberState | None, rear: tuple[Token, ...]) -> bool:
    """Tell whether 已 and a word that is not known alone tell the state: 已下单3处."""
    if before is not None or not rear or rear[0].sense is not Sense.HARD:
        return False
    known = any(t.sense in _SAYS_STATE | {Sense.VERB} for t in rear)
    return not known and any(t.kind is Tok.UNKNOWN for t in rear)


def _says_more(tokens: tuple[Token, ...], at: int, rear: tuple[Token, ...]) -> bool:
    """Tell whether words that are not known follow a number that no verb leads."""
    if _has_doing(tokens, at):
        return False
    return bool(rear) and rear[0].kind is Tok.UNKNOWN


def _has_doing(tokens: tuple[Token, ...], at: int) -> bool:
    front = tokens[previous_number(tokens, at) : at]
    return any(t.sense is Sense.VERB or (t.mention and t.mention.led) for t in front)


def _is_being(rear: tuple[Token, ...]) -> bool:
    """Tell whether 在 and one sign stand behind a number: 6处在装."""
    if len(rear) < 2 or rear[0].text != "在":  # noqa: PLR2004
        return False
    return rear[1].kind is Tok.UNKNOWN and len(rear[1].text) == 1


def _own_rear(tokens: tuple[Token, ...], at: int) -> tuple[Token, ...]:
    """Return the words behind a number without those that speak of the next.

    100处微站提升已完成82处: 已完成 is said of the 82.
    """
    end = next_number(tokens, at)
    rear = tokens[at + 1 : end]
    numbered = end < len(tokens) and tokens[end].kind is Tok.NUMBER
    if numbered and rear and rear[-1].sense in _SAYS_STATE | {Sense.HARD, Sense.VERB}:
        return ()
    part = next((p for p, t in enumerate(rear) if t.sense is Sense.PART), len(rear))
    return rear[:part]


def _first_behind(token: Token) -> NumberState | None:
    if token.when in _FUTURE or token.sense is Sense.PLAN:
        return NumberState(FigureState.PLANNED, told=True)
    if token.sense is Sense.GOAL:
        return NumberState(FigureState.PLANNED, told=True, goal=True)
    if token.sense in {Sense.DONE, Sense.HARD}:
        return NumberState(FigureState.DONE, told=True)
    return None


def _following(tokens: tuple[Token, ...], at: int) -> NumberState | None:
    """Read a clause behind the number's that has neither number nor noun of its own."""
    start = _next_clause(tokens, at)
    if start >= len(tokens) or tokens[start].text not in {",", "("}:
        return None
    clause = tokens[start + 1 : clause_end(tokens, start + 1)]
    own = {Tok.NUMBER, Tok.MENTION, Tok.UNKNOWN}
    others = any(t.sense is Sense.REST or t.sense is Sense.PART for t in clause)
    if others or any(t.kind in own for t in clause[:4]):
        return None
    found = _front(clause)
    if found is None or found.state is not FigureState.PLANNED:
        return replace(found, doubt="") if found else None
    if found.goal or any(t.sense in {Sense.ALL, Sense.DONE} for t in clause):
        return NumberState(FigureState.DONE, doubt="后文说的是计划")
    return NumberState(FigureState.PLANNED, told=True)


def _next_clause(tokens: tuple[Token, ...], at: int) -> int:
    """Return the place of the sign that ends the number's clause, or of its bracket."""
    opened = at + 1 < len(tokens) and tokens[at + 1].kind is Tok.OPEN
    return at + 1 if opened else clause_end(tokens, at + 1)


def _told_unread(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether the next clause says how far it is in words that are not known.

    社区2个，已制定实施方案 may be anything but done; where a verb of doing stands
    before the number (打造社区2个) it is done all the same.
    """
    if _has_doing(tokens, at):
        return False
    start = _next_clause(tokens, at)
    clause = tokens[start + 1 : clause_end(tokens, start + 1)]
    if not clause or any(t.kind in {Tok.NUMBER, Tok.MENTION} for t in clause):
        return False
    says = clause[0].sense in {Sense.HARD, Sense.WAY}
    return says and any(t.kind is Tok.UNKNOWN for t in clause)


def _shared(tokens: tuple[Token, ...], at: int) -> NumberState | None:
    """Read the words behind the last of several things that hold for all of them."""
    end = clause_end(tokens, at + 1)
    rest = tokens[next_number(tokens, at) : end]
    last = max((p for p, t in enumerate(rest) if t.kind is Tok.NUMBER), default=-1)
    tail = rest[last + 1 :]
    if last >= 0 and any(t.sense is Sense.GOAL for t in tail):
        return NumberState(FigureState.PLANNED, told=True, goal=True)
    if last < 0 or not any(t.sense is Sense.ALL or "均" in t.text for t in tail):
        return None
    return _rear(tuple(tail))
