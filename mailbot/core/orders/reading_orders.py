"""Reads the lines by which staff settle things: `R12-7K3F-Q2MX 确认`.

Strict where it acts, patient where it listens: a statement is an order only if all
of its words were understood; whatever is left over makes it unclear, and the answer
says how to write it. Nothing here acts, and nothing here knows which codes exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.core.orders.codes import (
    MAIL,
    CodeRef,
    FoundCode,
    find_codes,
    folded,
    piece_of_code,
    visible,
)
from mailbot.core.orders.facts import View
from mailbot.core.orders.figure_orders import HOW_FIGURE, names_figures
from mailbot.core.orders.orders import Order, Reading, Unclear, Undo
from mailbot.core.orders.remarks import goes_on, means_others
from mailbot.core.orders.statements import HOW_ITEM, HOW_MAIL, SaidOfCode, understand
from mailbot.core.orders.words import (
    ABOUT_ITEMS,
    STRONG,
    Verb,
    leading_verb,
    says_otherwise,
    substance,
)

# Our mails to staff carry this line; what stands below it is ours, not theirs.
CUT_LINE = "请在此线以上回复"
_CUT = re.compile(r"^.{0,40}请在此线以上回复", re.MULTILINE)
_PREFIX = re.compile(
    r"^\s*(?:(?:re|fwd?|回复|答复|转发|回覆)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
_JOINING = re.compile(r"[\s,，、;；和与及&/+.。·\-~“”\"'【】\[\]()（）*>|]*")
_NEXT_ORDER = re.compile(
    r"[;；。\n]\s*(?=(?:请|再|同时|另)?\S{0,12}?(?:延期|展期|宽限|延至|免报|免除|暂停催报|停止催报"
    r"|恢复催报|放行|汇总))"
)
_REASON_TO_COME = re.compile(
    r"(?:退回(?:去)?|驳回|打回)[\s,，:：。]*(?:理由|原因)?(?:是|如下)?[\s:：。]*$"
)
_REASON = re.compile(r"退回|驳回|打回")
# What counts the next code of a line: （2） 2. ②
_COUNTED = re.compile(r"[\s;；,，。]*(?:[(（]\d{1,2}[)）]|\d{1,2}[.、)）]|[①-⑳])\s*$")
_PLAIN_YES = frozenset({"确认", "同意", "没问题", "可以", "无误", "通过", "批准"})
_LONGEST_LINE = 2000
_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class _Statement:
    """Codes and what was said of them, as written and with its places in `plain`."""

    codes: tuple[CodeRef, ...]
    written: str
    line: str


_NOTHING = _Statement((), "", "")


def read_orders(own_words: str, subject: str, view: View) -> Reading:
    """Return the orders in an answer whose quoted text was cut already.

    A mailto link fills in both subject and body, and some programs lose the body:
    the subject speaks of those codes only of which the body says nothing.
    """
    bare = _PREFIX.sub("", visible(subject))
    body = _above_cut(visible(own_words))
    codes = tuple(dict.fromkeys((*_codes(body), *_codes(bare))))
    mail_code = next((code for code in codes if code.kind == MAIL), None)
    told = _read(_lines(body), mail_code, view)
    spoken = {order.code for order in told.orders} | _unclear_codes(told)
    aside = _read([bare], None, view)
    late = tuple(order for order in aside.orders if order.code not in spoken)
    if late and says_otherwise("" if spoken else body):
        doubt = Unclear(bare.strip(), "主题与正文的意思不一致，未作处理", HOW_ITEM)
        told, late = replace(told, unclear=(doubt,)), ()
    elif not (told.orders or told.unclear):
        told = replace(told, unclear=aside.unclear)
    if not (told.orders or late or told.unclear or body.strip()):
        told = replace(told, unclear=(Unclear(bare.strip(), _EMPTY, HOW_ITEM),))
    found = replace(told, orders=_once((*told.orders, *late)), codes=codes)
    return _without_contradictions(found)


def _above_cut(text: str) -> str:
    match = _CUT.search(text)
    return text[: match.start()] if match else text


def _lines(text: str) -> list[str]:
    lines = [line[:_LONGEST_LINE] for line in text.split("\n")]
    return lines[:_MOST_LINES]


def _codes(text: str) -> Iterator[CodeRef]:
    return (found.ref for found in find_codes(folded(text)))


def _read(lines: list[str], mail_code: CodeRef | None, view: View) -> Reading:
    orders: list[Order] = []
    unclear: list[Unclear] = []
    for statement in _statements(lines):
        if not statement.codes:
            _hear_loose(statement, mail_code, view, (orders, unclear))
            continue
        for said in _parted(statement.written):
            for code in statement.codes:
                told = understand(SaidOfCode.of(code, said, statement.line, view))
                _keep(told, orders, unclear)
    loose = [u for u in unclear if u.why == _NO_CODE and not _is_plain(u.line)]
    kept = [u for u in unclear if u not in loose] if orders else unclear
    return Reading(_once(tuple(orders)), tuple(dict.fromkeys(kept)))


def _keep(said: Order | Unclear, orders: list[Order], unclear: list[Unclear]) -> None:
    if isinstance(said, Unclear):
        unclear.append(said)
    else:
        orders.append(said)


_NO_CODE = "没有写代码"
_EMPTY = "没有看到处理意见，请写在来信最上方"


def _hear_loose(
    statement: _Statement,
    mail_code: CodeRef | None,
    view: View,
    kept: tuple[list[Order], list[Unclear]],
) -> None:
    """Understand a line without a code: by the mail's own code, if it bears one."""
    words = folded(statement.written)
    if names_figures(words) and leading_verb(words):
        _hear_figures(statement, mail_code, view, kept)
        return
    verb = leading_verb(words)
    piece = piece_of_code(words)
    if verb is None and "-" not in piece:
        return
    about_item = verb is None or verb.verb in ABOUT_ITEMS | {Verb.NOT}
    if verb is None or piece:
        why = f"“{piece}”不是完整的代码"
        kept[1].append(Unclear(statement.line, why, HOW_ITEM))
    elif mail_code and not about_item:
        for said in _parted(statement.written):
            _keep(
                understand(SaidOfCode.of(mail_code, said, statement.line, view)), *kept
            )
    elif verb.verb in STRONG or substance(words) in _PLAIN_YES or means_others(words):
        how = HOW_ITEM if about_item else HOW_MAIL
        kept[1].append(Unclear(statement.line, _NO_CODE, how))


def _hear_figures(
    statement: _Statement,
    mail_code: CodeRef | None,
    view: View,
    kept: tuple[list[Order], list[Unclear]],
) -> None:
    """Understand what is said of figures (F12) below the line with the mail's code."""
    if mail_code is None:
        kept[1].append(Unclear(statement.line, _NO_CODE, HOW_FIGURE))
        return
    said = SaidOfCode.of(mail_code, statement.written, statement.line, view)
    _keep(understand(said), *kept)


def _is_plain(line: str) -> bool:
    """Tell whether a line without a code orders something all the same: 免报 县科协.

    A verb further in (另外汇总表已打印) stands in a remark.
    """
    verb = leading_verb(folded(line))
    return means_others(line) or (verb is not None and verb.start == 0)


def _parted(written: str) -> list[str]:
    """Part orders about units that stand in one line, each with its own verb."""
    return [part for part in _NEXT_ORDER.split(written) if part.strip()] or [written]


def _statements(lines: list[str]) -> Iterator[_Statement]:
    """Yield what is said of which codes; a code's words may stand a line below."""
    waiting = _NOTHING
    for line in lines:
        if waiting.written and not _takes(waiting, line):
            yield waiting
            waiting = _NOTHING
        *whole, waiting = _with_line(waiting, line)
        yield from whole
    if waiting.codes:
        yield waiting


def _with_line(waiting: _Statement, line: str) -> list[_Statement]:
    """Return what is whole with this line and, last, what may go on below it."""
    if not line.strip():
        return [waiting]
    found = tuple(find_codes(folded(line)))
    said = (
        [*_of_line(line, found, waiting.codes)]
        if found
        else [_continued(waiting, line.strip())]
    )
    return said if _is_open(said[-1]) else [*said, _NOTHING]


def _takes(open_one: _Statement, line: str) -> bool:
    """Tell whether a line is the reason of a refusal above it, or more of it."""
    if next(_codes(line), None):
        return False
    lacks_it = bool(_REASON_TO_COME.search(open_one.written))
    return lacks_it or (bool(line.strip()) and goes_on(line))


def _continued(open_one: _Statement, line: str) -> _Statement:
    has_reason = open_one.written and not _REASON_TO_COME.search(open_one.written)
    ended = open_one.written.endswith(tuple("；;。，,、：:"))
    joint = "；" if has_reason and not ended else " "
    return _Statement(
        open_one.codes,
        f"{open_one.written}{joint}{line}".strip(),
        f"{open_one.line} {line}".strip(),
    )


def _is_open(statement: _Statement) -> bool:
    """Tell whether the next line may go on: only codes so far, or a refusal."""
    if not statement.codes:
        return False
    return not statement.written or bool(_REASON.search(statement.written))


def _of_line(
    line: str, found: tuple[FoundCode, ...], waiting: tuple[CodeRef, ...]
) -> Iterator[_Statement]:
    """Yield the statements of one line: codes that join share the words behind.

    Where nothing stands behind the last code, the words before the first one are
    meant (同意 R12-7K3F-Q2MX).
    """
    waiting = tuple(code for code in waiting if code.kind == found[0].ref.kind)
    ends = (*(f.start for f in found[1:]), len(line))
    behind = [
        _COUNTED.sub("", line[f.end : end]) if end < len(line) else line[f.end :]
        for f, end in zip(found, ends, strict=True)
    ]
    before = line[: found[0].start]
    if all(_JOINING.fullmatch(words) for words in behind):
        said = "" if _JOINING.fullmatch(before) else before.strip()
        said = said if leading_verb(folded(said)) else ""
        yield _Statement((*waiting, *(f.ref for f in found)), said, line.strip())
        return
    group = list(waiting)
    lead = leading_verb(folded(before))
    for at, (code, words) in enumerate(zip(found, behind, strict=True)):
        group.append(code.ref)
        joins = _JOINING.fullmatch(words) and at < len(found) - 1
        if joins:
            continue
        said = words.strip()
        if lead and leading_verb(folded(said)) is None:
            said = f"{before.strip()} {said}"
        yield _Statement(
            tuple(group), "" if _JOINING.fullmatch(said) else said, line.strip()
        )
        group = []


def _go_together(said: list[Order]) -> bool:
    """Tell whether orders about one item make one sense: 撤销, then a new opinion."""
    undone = isinstance(said[0], Undo)
    return len(said) == 1 or (undone and len(said) == 2)  # noqa: PLR2004


def _once(orders: tuple[Order, ...]) -> tuple[Order, ...]:
    return tuple(dict.fromkeys(orders))


def _unclear_codes(reading: Reading) -> set[CodeRef]:
    return {code for u in reading.unclear for code in _codes(u.line)}


def _without_contradictions(reading: Reading) -> Reading:
    """Take back what an answer says of one item in two ways.

    Most often our own mail was quoted without a mark, with all its examples.
    """
    about: dict[CodeRef, list[Order]] = {}
    for order in reading.orders:
        if order.code.kind != MAIL:
            about.setdefault(order.code, []).append(order)
    twice = {code for code, said in about.items() if not _go_together(said)}
    if not twice:
        return reading
    doubts = tuple(
        Unclear(code.text, "同一件写了几种不同的处理意见，均未执行", HOW_ITEM)
        for code in about
        if code in twice
    )
    kept = tuple(o for o in reading.orders if o.code not in twice)
    return replace(reading, orders=kept, unclear=(*reading.unclear, *doubts))
