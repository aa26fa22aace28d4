"""Names of offices that are not asked: a seal must fit a listed name better.

They are built from the roster's own names by changing the place or the office, so
that 沂水县民政局 or 沂源县财政局 is recognised as somebody else's seal.
"""

from __future__ import annotations

import re

from mailbot.adapters.seals.read.likelihood import ANY
from mailbot.adapters.seals.read.office_names import AWAY, NEAR, OFFICES, PARTY, PLACES

TAILS = ("办公室", "工会委员会", "财务专用章", "妇女委员会", "机关委员会", "服务中心")

LONG = 6  # characters of an office's name that no other differs from by one
HEADS = ("中国共产党", "中共", "共青团", "中国共产主义青年团")

_PARTS = re.compile(
    rf"(?P<head>{'|'.join(HEADS)})?"
    r"(?P<place>[^省市县区旗]{1,4}[省市县区旗])(?P<office>.+)"
)
_BRANCH = re.compile(r"(?P<front>.+中心|.+分局)(?P<town>[^中]{2})(?P<tail>分中心|分局)")


def decoys_for(texts: frozenset[str]) -> tuple[str, ...]:
    """Return names that could be on a seal but are none of `texts`."""
    built: set[str] = set()
    for text in texts:
        built.update(text + tail for tail in TAILS)
        built.update(_elsewhere(text))
    own = {_bare(text) for text in texts}
    others = (text for text in built if _bare(text) not in own)
    return (*sorted(others), *sorted(_one_other_character(texts)))


def _one_other_character(texts: frozenset[str]) -> set[str]:
    """Return every name with one character left open: offices nobody listed here."""
    return {
        text[:place] + ANY + text[place + 1 :]
        for text in texts
        for place in range(len(text))
    }


def hardly_an_office(name: str) -> bool:
    """Say whether a name's open character makes no other office's name.

    Counties differ by one character and so do short names (民政局, 人民法院); nobody
    is called 人力资源？社会保障局, 沂源？民政局 or ？青团沂源县委员会. A name's last
    character always counts.
    """
    if ANY not in name or name.endswith(ANY):
        return False
    if any(_opened(name[: len(head)], head) for head in HEADS):
        return True
    parts = _PARTS.fullmatch(name)
    if parts is None:
        whole = _PARTS.fullmatch(name.replace(ANY, "县"))
        return whole is not None and name[whole.end("place") - 1] == ANY
    branch = _BRANCH.fullmatch(name)
    elsewhere = branch is not None and ANY in branch["town"]
    office = (parts["head"] or "") + parts["office"]
    return ANY in office and len(office) >= LONG and not elsewhere


def _opened(piece: str, whole: str) -> bool:
    """Say whether a piece is a whole but for an open character."""
    same = len(piece) == len(whole) and ANY in piece
    return same and all(a in (b, ANY) for a, b in zip(piece, whole, strict=True))


def far_places(texts: frozenset[str]) -> tuple[str, ...]:
    """Return the places outside the province in which the listed offices are."""
    at_home = any(place in text for text in texts for place in NEAR)
    return AWAY if at_home else ()


def from_afar(name: str, away: tuple[str, ...]) -> bool:
    """Say whether a name's place lies outside the province, by `far_places`.

    All places of the province are known: one that is left open is none of them.
    """
    if not away:
        return False
    parts = _PARTS.fullmatch(name)
    is_open = parts is not None and ANY in parts["place"] and not name.endswith(ANY)
    return is_open or any(place in name for place in away)


def _bare(text: str) -> str:
    """Return a name without what changes nothing: 文化旅游局, 团沂源县委 are the same.

    An office renamed by such a word is still that office.
    """
    plain = text.replace("和", "")
    return re.sub(r"^(共青团.+委)$", r"\1员会", plain)


def _elsewhere(text: str) -> set[str]:
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return set()
    head, place, office = parts["head"] or "", parts["place"], parts["office"]
    built = {head + other + office for other in PLACES}
    built |= {place + other for other in OFFICES}
    built |= {"中共" + place + other for other in PARTY}
    built |= {"共青团" + place + other for other in ("委员会", "委")}
    built |= _other_branches(text)
    return built


def _other_branches(text: str) -> set[str]:
    parts = _BRANCH.fullmatch(text)
    if parts is None:
        return set()
    towns = {place[:-1] for place in PLACES if len(place) == len(parts["town"]) + 1}
    built = {parts["front"] + town + parts["tail"] for town in towns}
    return built | {parts["front"]}
