"""Where a text names a target, and how sure the name is."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.figures.cores import Core, CoreNames, is_generic, without_leads
from mailbot.core.notice.notice import Target

_FEW, _PAIR = 4, 2
_LEAST, _HALF, _MOST = 0.3, 0.5, 0.6
_LEAST_HEADLESS = 5
_LONGEST_SKIP = "的、和及与类等"


@dataclass(frozen=True, slots=True)
class TargetMention:
    """A target named in a text: from where to where, and how sure.

    `strong`: enough of the name stands there. `part`: only one of the things of a
    joint target, whose names `joints` are. `headless`: the name breaks off before its
    head, which is `rest`. `cut` is the beginning that a short name leaves out, where
    much is left out. `led`: it begins with the target's own verb (新改扩建…).
    """

    item: int
    target: Target
    start: int
    end: int
    matched: int
    strong: bool
    part: bool = False
    headless: bool = False
    generic: bool = False
    joints: tuple[str, ...] = ()
    led: bool = False
    cut: str = ""
    rest: str = ""


def mention_at(
    text: str, start: int, names: CoreNames, item: int
) -> TargetMention | None:
    """Return the target best named by the words that begin at `start`.

    A name of the row's own item wins over another item's as long; what names two
    targets of the item equally well is no sure name. None where too little stands.
    """
    found = [
        mention
        for number, at in names.places.get(text[start : start + 2], ())
        if (mention := _measured(text, start, names.cores[number], at)) is not None
    ]
    if not found:
        return None

    def rank(mention: TargetMention) -> tuple[int, bool, bool]:
        return mention.matched, not mention.headless, mention.item == item

    best = max(found, key=rank)
    if best.item != item and not best.strong:
        return None  # a few signs of another item's target are chance
    rivals = {
        m.target.text
        for m in found
        if rank(m) == rank(best) and m.strong == best.strong
    }
    if len(rivals) > 1:
        return TargetMention(
            best.item, best.target, start, best.end, best.matched, strong=False
        )
    return best


def _measured(text: str, start: int, core: Core, at: int) -> TargetMention | None:
    """Return the core named at `start` by its signs from `at` on, None if too few."""
    end, reached, matched, used = _run(text, start, core.words, at)
    headless = reached < len(core.words)
    if headless and matched < _FEW:
        return None  # most chance likenesses end here
    if core.lead and core.lead not in used and core.lead not in text[:start]:
        return None
    titled = not headless and any(title in used for title in core.titles)
    strong = titled or _strength(core, used, headless=headless)
    if strong is None:
        return None
    missing = sum(joint not in used for joint in core.joints)
    share = matched / len(core.words)
    return TargetMention(
        core.item,
        core.target,
        start,
        end,
        matched,
        strong=strong,
        part=0 < missing < len(core.joints) and "+" not in core.target.text,
        headless=headless,
        generic=core.generic or is_generic(used),
        joints=core.joints,
        led=without_leads(used) != used,
        cut="" if titled else _left_out(core, at, share),
        rest=core.words[reached:] if headless else "",
    )


def _strength(core: Core, used: str, *, headless: bool) -> bool | None:
    """Tell whether the signs of a core that stand there name it for sure.

    None where they are too few to name it at all.
    """
    matched, share = len(used), len(used) / len(core.words)
    if headless:
        enough = matched >= _LEAST_HEADLESS and share >= _MOST
        return (
            True if enough else (False if matched >= _FEW and share >= _HALF else None)
        )
    generic = is_generic(without_leads(used))
    telling = matched >= _FEW and share >= _LEAST
    if matched == len(core.words) or (telling and not generic):
        return True
    if telling and matched >= _LEAST_HEADLESS:
        return True
    return None if generic else False


def _left_out(core: Core, at: int, matched: float) -> str:
    """Return the beginning that a short name leaves open, "" where it leaves little."""
    if at == 0 or core.lead or matched >= _MOST:
        return ""
    return without_leads(core.words[:at])


def _run(text: str, start: int, words: str, at: int) -> tuple[int, int, int, str]:
    """Follow the core's parts through the text.

    Return the end in the text, the end in the core, the signs matched, and those signs.
    """
    end, reached, used = start, at, ""
    while True:
        size = _same(text, end, words, reached)
        if size:
            used += words[reached : reached + size]
            end, reached = end + size, reached + size
        following = _next_part(text, end, words, reached)
        if following is None:
            return end, reached, len(used), used
        end, reached = following


def _same(text: str, end: int, words: str, at: int) -> int:
    size = 0
    while (
        at + size < len(words)
        and end + size < len(text)
        and text[end + size] == words[at + size]
    ):
        size += 1
    while size and _cuts_a_number(text, end + size, words, at + size):
        size -= 1  # 提升38处 names no 提升3.0版, nor is its 3 one of a name
    return size


def _cuts_a_number(text: str, end: int, words: str, reached: int) -> bool:
    """Tell whether a likeness ends inside a number, the text's or the name's."""
    if not text[end - 1].isdigit():
        return False
    if end < len(text) and text[end].isdigit():
        return True
    following = words[reached : reached + 1]
    return following.isdigit() or following == "."


def _next_part(text: str, end: int, words: str, at: int) -> tuple[int, int] | None:
    """Return where the core goes on after signs that the text leaves out."""
    if at >= len(words):
        return None
    for skip in range(2):
        if skip and (end >= len(text) or text[end] not in _LONGEST_SKIP):
            break
        pair = text[end + skip : end + skip + 2]
        place = words.find(pair, at) if len(pair) == _PAIR else -1
        if place >= 0:
            return end + skip, place
        last = text[end + skip : end + skip + 1]
        if last and last == words[-1] and at < len(words):
            return end + skip, len(words) - 1
    return None


def words_of_item(text: str, start: int, names: CoreNames, item: int) -> int:
    """Return how many signs at `start` also stand in a name of the item (0, or 2+)."""
    longest = 0
    for number, at in names.places.get(text[start : start + 2], ()):
        core = names.cores[number]
        if core.item == item:
            longest = max(longest, _same(text, start, core.words, at))
    return longest
