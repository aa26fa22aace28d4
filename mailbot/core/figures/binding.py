"""To which target a number in a sentence belongs, if to any.

A number's thing stands before it (儿童友好社区已建成2个) or behind it (2个儿童友好社区),
with nothing between but words known to carry a sentence. Where its clause names no
thing at all, the thing named last is meant (…项目进展顺利。已竣工6所). Any other noun
beside a number makes it that noun's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

from mailbot.core.figures.clauses import clause_end, clause_start
from mailbot.core.figures.cores import Mention, mention_at
from mailbot.core.figures.model import kin_unit, same_unit
from mailbot.core.figures.times import When
from mailbot.core.figures.tokens import Ground, Tok, Token
from mailbot.core.figures.word_table import Sense

INCOMPLETE = "事项名称不完整"
_SILENT = frozenset(
    {
        Sense.VERB,
        Sense.FILL,
        Sense.HARD,
        Sense.DONE,
        Sense.WAY,
        Sense.BEGUN,
        Sense.PLAN,
        Sense.GOAL,
        Sense.LACK,
        Sense.REST,
        Sense.ALL,
        Sense.BOTH,
        Sense.APPROX,
        Sense.AFTER,
        Sense.AGAIN,
        Sense.OLD,
        Sense.NEW,
        Sense.DOUBT,
        Sense.WRONG,
        Sense.OWN,
        Sense.PART,
        Sense.PREP,
        Sense.FROM,
    }
)
_PREDICATES = frozenset(
    {Sense.VERB, Sense.DONE, Sense.WAY, Sense.BEGUN, Sense.LACK, Sense.HARD}
)
# An unknown word that ends so is who did it.
_BODIES = (
    "局",
    "委",
    "会",
    "联",
    "办",
    "院",
    "中心",
    "镇",
    "街道",
    "村",
    "校",
    "部门",
    "区",
)
_SHORT = 2
_TOTALS = frozenset({"共", "共计", "合计", "总计", "计", "累计", "一共", "总共"})
_ENDS = frozenset({Tok.STOP, Tok.OPEN, Tok.LIST, Tok.NUMBER})


@dataclass(slots=True)
class Topics:
    """What the text spoke of last; it is read from the beginning to the end.

    `foreign` holds the counters of nouns that are no target's, counted since the
    last target was named: 举办讲座14场，累计20场 speaks of lectures still.
    """

    last: Mention | None = None
    named: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    strong: list[Mention] = field(default_factory=list)
    counted: list[tuple[str, float]] = field(default_factory=list)
    several: bool = False

    def name(self, mention: Mention, *, beside: bool = False) -> None:
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

    def of_unit(self, unit: str) -> Mention | None:
        """Return the thing named last that is counted so."""
        last = self.last
        if last is not None and kin_unit(last.target.unit, unit):
            return last
        back = (m for m in reversed(self.strong) if same_unit(m.target.unit, unit))
        return next(back, None)

    def is_sum(self, tokens: tuple[Token, ...], at: int) -> bool:
        """Tell whether a number is the total of those before it: 2场、3场，共5场."""
        value, unit = _value(tokens, at), tokens[at].unit
        before = [v for u, v in self.counted[:-1] if same_unit(u, unit)]
        named = any(t.text in _TOTALS for t in tokens[clause_start(tokens, at) : at])
        sums = (sum(before[-n:]) for n in range(2, len(before) + 1))
        return named and any(total == value for total in sums)

    def is_vague(self, thing: Mention) -> bool:
        """Tell whether a thing that was not named last has rivals in the text."""
        if thing is self.last:
            return False
        return any(
            m.target != thing.target and same_unit(m.target.unit, thing.target.unit)
            for m in self.strong
        )


@dataclass(frozen=True, slots=True)
class Bound:
    """A number's target, and why that is not sure ("" where it is)."""

    mention: Mention
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """What stands on one side of a number."""

    mention: Mention | None = None
    foreign: bool = False
    items: tuple[str, ...] = ()
    near: bool = False
    typo: bool = False
    verbs: bool = False
    unread: bool = False
    bare: bool = False
    beside: bool = False


def bound(
    tokens: tuple[Token, ...], at: int, topics: Topics, ground: Ground
) -> Bound | None:
    """Return the target of the number at `at`, None where it has none."""
    unit, item = tokens[at].unit, ground.item
    before, after = _before(tokens, at), _after(tokens, at)
    if unit:
        topics.counted.append((unit, _value(tokens, at)))
    choice = _choose(before, after, unit) or _around(tokens, at, ground)
    if choice is not None:
        return _judged(choice, tokens[at], item, topics)
    new = _is_new(tokens, at) or topics.is_sum(tokens, at)
    if before.foreign or after.foreign or before.mention or after.mention:
        if unit and not _per_head(tokens, at):
            topics.foreign.add(unit)
        return None
    if topics.last is None:
        return _named_next(tokens, at, item)
    if not new and topics.is_foreign(unit):
        return None
    if not new and _has_other_object(tokens, at):
        before = replace(before, items=before.items or ("",))
    summed = topics.is_sum(tokens, at)
    return _elided(before, tokens[at], topics, item, summed=summed)


def _value(tokens: tuple[Token, ...], at: int) -> float:
    number = tokens[at].number
    return number.value if number else 0.0


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


def _around(tokens: tuple[Token, ...], at: int, ground: Ground) -> _Look | None:
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
    return _Look(mention, near=True, verbs=True)


def _per_head(tokens: tuple[Token, ...], at: int) -> bool:
    return any(t.sense is Sense.EACH for t in tokens[clause_start(tokens, at) : at])


def _named_next(tokens: tuple[Token, ...], at: int, item: int) -> Bound | None:
    """Take the thing of the next clause: 四季度新增46名，累计保障妇女79名."""
    start = clause_start(tokens, at)
    thing = next((t.mention for t in tokens[at:] if t.mention is not None), None)
    if thing is None or not kin_unit(thing.target.unit, tokens[at].unit):
        return None
    told = any(t.when is When.QUARTER for t in tokens[start:at])
    total = any(t.when is When.CUMULATIVE for t in tokens[at:])
    if not (told and total and thing.strong):
        return None
    return Bound(thing, _doubt(thing, tokens[at], item))


def _choose(before: _Look, after: _Look, unit: str) -> _Look | None:
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


def _judged(look: _Look, token: Token, item: int, topics: Topics) -> Bound | None:
    mention = look.mention
    assert mention is not None  # noqa: S101 (chosen because it has one)
    text = mention.target.text
    known = mention.strong or text in topics.named
    if mention.generic and not _is_made(look) and text not in topics.named:
        return Bound(mention, "未写明属于哪一项目标")
    if look.typo:
        return Bound(mention, "事项名称疑有错字")
    if look.unread:
        return Bound(mention, "句中有未能识别的词")
    if any(word in mention.joints for word in look.items):
        return Bound(mention, "只是该目标的一部分")
    known = known and (text in topics.named or not look.bare)
    if not known and not _is_target_told(mention, token):
        return Bound(mention, INCOMPLETE)
    topics.named.add(text)
    if look.beside:
        return Bound(mention, "几项目标合在一起写")
    return Bound(mention, _doubt(mention, token, item))


def _is_made(look: _Look) -> bool:
    """Tell whether a verb stands by a thing whose name alone says little."""
    return look.verbs or (look.mention is not None and look.mention.led)


def _is_target_told(mention: Mention, token: Token) -> bool:
    """Tell whether a number is the target's own: 100处微站 can only be that one."""
    value = token.number.value if token.number else None
    return value == mention.target.value and same_unit(mention.target.unit, token.unit)


def _doubt(mention: Mention, token: Token, item: int) -> str:
    if mention.item != item:
        return "属于其他实事的目标"
    if mention.part:
        return "只是该目标的一部分"
    if not same_unit(mention.target.unit, token.unit):
        return f"单位与目标的“{mention.target.unit}”不同"
    return ""


def _elided(
    before: _Look, token: Token, topics: Topics, item: int, *, summed: bool
) -> Bound | None:
    """Take the thing named last for a number that names none."""
    last = topics.of_unit(token.unit)
    if last is None:
        return None
    vague = topics.several or topics.is_vague(last)
    headed = bool(last.rest) and all(item in last.rest for item in before.items)
    vague = vague or bool(last.cut and last.target.text not in topics.named)
    known = last.strong or last.target.text in topics.named
    if (before.items and not headed) or vague or not known:
        return Bound(last, "未写明属于哪一项目标")
    if summed and last.part and same_unit(last.target.unit, token.unit):
        return Bound(last)
    return Bound(last, _doubt(last, token, item))


def _before(tokens: tuple[Token, ...], at: int) -> _Look:
    """Look from a number back to the thing before it, or to its clause's beginning."""
    verbs = typo = False
    items: tuple[str, ...] = ()
    place = at - 1
    while place >= 0 and tokens[place].kind not in _ENDS:
        token = tokens[place]
        if token.kind is Tok.CLOSE:
            place = _opening(tokens, place)
        elif token.kind is Tok.MENTION:
            mention = token.mention
            verbs = verbs or _has_verb(tokens, place)
            return _Look(
                mention,
                items=items,
                near=place == at - 1,
                typo=typo,
                verbs=verbs,
                beside=_is_beside(tokens, place),
                unread=_is_modified(tokens, place),
                bare=_is_bare(tokens, place),
            )
        elif token.kind is Tok.UNKNOWN:
            typo = _is_typo(tokens, place)
            if not typo:
                if not _is_adjunct(tokens, place, at):
                    return _stopped(tokens, place)
                place = (
                    max(_preposition(tokens, place), 0)
                    if _in_phrase(tokens, place)
                    else place
                )
        else:
            items += (token.text,) if token.kind is Tok.ITEM else ()
            verbs = verbs or token.sense in _PREDICATES
        place -= 1
    return _Look(items=items, verbs=verbs)


def _is_modified(tokens: tuple[Token, ...], place: int) -> bool:
    """Tell whether an unknown word makes a cut name another's: 蒲公英进校园活动."""
    mention = tokens[place].mention
    if place == 0 or mention is None or not mention.cut:
        return False
    return tokens[place - 1].kind is Tok.UNKNOWN


def _is_bare(tokens: tuple[Token, ...], place: int) -> bool:
    """Tell whether what a short name leaves out stands nowhere before.

    研学基地35处 may be any; 为妇女儿童开展体质监测186名 leaves nothing open.
    """
    mention = tokens[place].mention
    if mention is None or not mention.cut:
        return False
    words = tokens[: clause_end(tokens, place)]
    around = "".join(t.text for t in words if t is not tokens[place])
    pairs = (mention.cut[i : i + 2] for i in range(max(1, len(mention.cut) - 1)))
    return not any(pair in around for pair in pairs)


def _is_beside(tokens: tuple[Token, ...], place: int) -> bool:
    """Tell whether another target stands before, without a number of its own."""
    if place < 2:  # noqa: PLR2004 (a name and what joins it)
        return False
    joined = tokens[place - 1].kind is Tok.LIST or tokens[place - 1].text in "和及与"
    other, mine = tokens[place - 2].mention, tokens[place].mention
    return joined and bool(other and mine and other.target != mine.target)


def _has_verb(tokens: tuple[Token, ...], place: int) -> bool:
    """Tell whether words before a thing say that it was done or made."""
    place -= 1
    while place >= 0 and tokens[place].kind not in _ENDS:
        if tokens[place].sense in _PREDICATES:
            return True
        place -= 1
    return False


def _opening(tokens: tuple[Token, ...], place: int) -> int:
    """Return the place of the bracket that is closed at `place`."""
    back = place
    while back > 0 and tokens[back].kind is not Tok.OPEN:
        back -= 1
    return back


def _is_typo(tokens: tuple[Token, ...], place: int) -> bool:
    """Tell whether one odd sign ends a name that broke off: 巾帼共富微占."""
    if place == 0 or len(tokens[place].text) > 1:
        return False
    mention = tokens[place - 1].mention
    return bool(mention and mention.headless)


def _preposition(tokens: tuple[Token, ...], place: int) -> int:
    """Return the place of the 在, 面向, … that an unknown noun belongs to, -1 if none."""
    back = place - 1
    while back >= 0 and tokens[back].kind not in {Tok.STOP, Tok.OPEN, Tok.MENTION}:
        if tokens[back].sense in {Sense.PREP, Sense.FROM}:
            return back
        back -= 1
    return -1


def _is_adjunct(tokens: tuple[Token, ...], place: int, at: int) -> bool:
    """Tell whether an unknown noun only says where or for whom: 在9所学校举办，… ."""
    said = (t for t in tokens[place + 1 : at] if t.sense is not Sense.FILL)
    following = next(said, None)
    if following is None or following.sense not in _PREDICATES:
        return False
    return _in_phrase(tokens, place) or tokens[place].text.endswith(_BODIES)


def _in_phrase(tokens: tuple[Token, ...], place: int) -> bool:
    return _preposition(tokens, place) >= 0


def _stopped(tokens: tuple[Token, ...], place: int) -> _Look:
    """Return what a noun that is not known makes of the number behind it.

    A short word behind a whole name may be a verb that is not known: 示范点选址2个.
    """
    back = place - 1
    while back > 0 and tokens[back].sense in {Sense.FILL, Sense.HARD, Sense.VERB}:
        back -= 1
    mention = tokens[back].mention if back >= 0 else None
    if mention and mention.strong and len(tokens[place].text) <= _SHORT:
        return _Look(mention, unread=True)
    return _Look(foreign=True)


def _after(tokens: tuple[Token, ...], at: int) -> _Look:
    """Look from a number on to the thing behind it, or to its clause's end."""
    items: tuple[str, ...] = ()
    verbs = _has_verb(tokens, at)
    for place in range(at + 1, len(tokens)):
        token = tokens[place]
        if token.kind is Tok.MENTION:
            near = place == at + 1
            bare = _is_bare(tokens, place)
            return _Look(token.mention, items=items, near=near, verbs=verbs, bare=bare)
        if token.kind is Tok.UNKNOWN:
            return _Look(foreign=place == at + 1)
        if token.kind in _ENDS or token.kind is Tok.CLOSE:
            return _Look()
        if token.sense is not None and token.sense not in _SILENT:
            return _Look()
        if token.sense in {Sense.HARD, Sense.LACK, Sense.ALL, Sense.WAY, Sense.PREP}:
            return _Look()
        items += (token.text,) if token.kind is Tok.ITEM else ()
        verbs = verbs or token.sense in _PREDICATES
    return _Look()
