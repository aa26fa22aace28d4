"""What stands on both sides of a number: its thing, another's, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.core.figures.mentions import TargetMention
from mailbot.core.figures.pieces.clauses import clause_end
from mailbot.core.figures.pieces.tokens import Tok, Token
from mailbot.core.figures.words.word_table import Sense

# Words behind a number that end the look for its thing: another word follows them.
_SPEAKS = frozenset({Sense.EACH, Sense.BASE, Sense.PAST, Sense.OTHER, Sense.MORE})
_SAYS = frozenset({Sense.HARD, Sense.LACK, Sense.ALL, Sense.WAY, Sense.PREP})
_PREDICATES = frozenset(
    {Sense.VERB, Sense.DONE, Sense.WAY, Sense.BEGUN, Sense.LACK, Sense.HARD}
)
# An unknown word that ends so is who did it.
_BODIES = (
    *("局", "委", "会", "联", "办", "院", "中心"),
    *("镇", "街道", "村", "校", "部门", "区"),
)
_SHORT = 2
_ENDS = frozenset({Tok.STOP, Tok.OPEN, Tok.LIST, Tok.NUMBER})


@dataclass(frozen=True, slots=True)
class NumberLook:
    """What stands on one side of a number.

    `mention` is the thing found, `near` if nothing stands between; `items` the words
    passed that also stand in names of the item, `verbs` if one tells of doing. Doubts:
    `foreign`, another's noun; `typo`, an odd sign ends the name; `unread`, a word that
    is not known; `bare`, a short name that leaves it open; `beside`, two things joined.
    """

    mention: TargetMention | None = None
    foreign: bool = False
    items: tuple[str, ...] = ()
    near: bool = False
    typo: bool = False
    verbs: bool = False
    unread: bool = False
    bare: bool = False
    beside: bool = False


def before_number(tokens: tuple[Token, ...], at: int) -> NumberLook:
    """Look from a number back to the thing before it, or to its clause's beginning."""
    seen = NumberLook()
    place = at - 1
    while place >= 0 and tokens[place].kind not in _ENDS:
        token = tokens[place]
        if token.kind is Tok.MENTION:
            return _found(tokens, place, replace(seen, near=place == at - 1))
        if token.kind is Tok.CLOSE:
            place = _opening(tokens, place)
        elif token.kind is not Tok.UNKNOWN:
            seen = _passed(seen, token)
        elif _is_typo(tokens, place):
            seen = replace(seen, typo=True)
        elif _is_adjunct(tokens, place, at):
            back = _preposition(tokens, place)
            place = back if back >= 0 else place
        else:
            return _stopped(tokens, place)
        place -= 1
    return seen


def _passed(seen: NumberLook, token: Token) -> NumberLook:
    """Return what was seen with one more word that does not end the look."""
    if token.kind is Tok.ITEM:
        return replace(seen, items=(*seen.items, token.text))
    return replace(seen, verbs=True) if token.sense in _PREDICATES else seen


def _found(tokens: tuple[Token, ...], place: int, seen: NumberLook) -> NumberLook:
    """Return what was seen up to the thing before a number, and how it is named."""
    return replace(
        seen,
        mention=tokens[place].mention,
        verbs=seen.verbs or _has_verb(tokens, place),
        beside=_is_beside(tokens, place),
        unread=_is_modified(tokens, place),
        bare=_is_bare(tokens, place),
    )


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
    """Return the place of the 在 or 面向 that a noun belongs to, -1 if none."""
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


def _stopped(tokens: tuple[Token, ...], place: int) -> NumberLook:
    """Return what a noun that is not known makes of the number behind it.

    A short word behind a whole name may be a verb that is not known: 示范点选址2个.
    """
    back = place - 1
    while back > 0 and tokens[back].sense in {Sense.FILL, Sense.HARD, Sense.VERB}:
        back -= 1
    mention = tokens[back].mention if back >= 0 else None
    if mention and mention.strong and len(tokens[place].text) <= _SHORT:
        return NumberLook(mention, unread=True)
    return NumberLook(foreign=True)


def after_number(tokens: tuple[Token, ...], at: int) -> NumberLook:
    """Look from a number on to the thing behind it, or to its clause's end."""
    seen = NumberLook(verbs=_has_verb(tokens, at))
    for place in range(at + 1, len(tokens)):
        token = tokens[place]
        if token.kind is Tok.MENTION:
            bare = _is_bare(tokens, place)
            near = place == at + 1
            return replace(seen, mention=token.mention, near=near, bare=bare)
        if token.kind is Tok.UNKNOWN:
            return NumberLook(foreign=place == at + 1)
        if token.kind in {*_ENDS, Tok.CLOSE} or token.sense in _SPEAKS | _SAYS:
            return NumberLook()
        seen = _passed(seen, token)
    return NumberLook()
