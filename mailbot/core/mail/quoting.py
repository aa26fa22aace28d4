"""What the writer wrote himself, and what a mail program copied beneath it.

Mail programs mark the copied letter in a few ways: a separator line (QQ
`------------------ 原始邮件 ------------------`, Outlook, Gmail), a line of
attribution (163 `在 2023-07-01 09:00:00，"x" <a@b> 写道：`), a block of header
fields (Foxmail, Outlook), or `>` before each line (RFC 3676 4.5). Every function
here is linear in the length of the text and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailbot.core.mail.quoting_words import (
    ATTRIBUTIONS,
    BARE_SEPARATORS,
    FIELD_CC,
    FIELD_FROM,
    FIELD_SENT,
    FIELD_SUBJECT,
    FIELD_TO,
    SENT_FROM,
    SEPARATORS,
)
from mailbot.core.record.mail import Address

_LONGEST_LINE = 2000  # no mark of quoting is longer; keeps every search short
_BLOCK_REACH = 8  # lines a block of header fields may stretch over
_ATTRIBUTION_REACH = 3  # lines over which phones wrap 在…写道：

_SEPARATOR = SEPARATORS.compiled()
_BARE_SEPARATOR = BARE_SEPARATORS.compiled()
_ONE_LINE_BLOCK = re.compile(  # what is left of a table when HTML becomes text
    r"^[\s>]*(?:发件人|From)\s*[:：].{1,200}?(?:发送时间|日期|时间|Sent|Date)\s*[:：]"
    r".{1,200}?(?:收件人|主题|To|Subject)\s*[:：]",
    re.IGNORECASE,
)
_ATTRIBUTION = ATTRIBUTIONS.compiled()
_ATTRIBUTION_START = re.compile(
    r"^[\s>]*(?:(?:在|于|於|On|At)\s*\S|\d{4}\s*[年/-]|.{0,120}?[<＜]\S+@\S+[>＞]\s*(?:于|在|於))",
    re.IGNORECASE,
)
_FIELDS = {
    "from": FIELD_FROM,
    "sent": FIELD_SENT,
    "to": FIELD_TO,
    "cc": FIELD_CC,
    "subject": FIELD_SUBJECT,
}
_FIELD = re.compile(
    r"^[\s>|*]*\**(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _FIELDS.items())
    + r")\s*\**\s*(?:[:：]\**|\|)\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_ADDR = re.compile(r"[\w.+=%&'*/-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_SENT_FROM = SENT_FROM.compiled()
_RULE = re.compile(r"^\s*(?:--\s?|[-_—─=*]{4,})\s*$")
_SENTENCE_END = ("。", "！", "？", "；", "!", "?", ";", "：", ":", "，")
_LONGEST_SIGNATURE = 8  # lines
_SIGNATURE_LINE = 50  # characters


def own_words(text: str) -> str:
    """Return `text` without what was quoted from earlier letters, stripped.

    Everything from the first separator or header block on is cut. After a line of
    attribution only the `>` lines are, where there are any: an answer may stand
    below them.
    """
    lines = _lines(text)
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if _opens_copy(lines, at):
            break
        width = _attribution(lines, at)
        if width and not _marked(lines, at + width):
            break
        if not width and not lines[at].lstrip().startswith((">", "＞")):
            kept.append(lines[at])
        at += width or 1
    while kept and _says_nothing(kept[-1]):
        kept.pop()
    return "\n".join(kept).strip()


def signature(text: str) -> str:
    """Return the block of short lines that closes the writer's own words, or "".

    A weak clue to the unit: the last block after a rule (`-- `, `-----`), or the
    last paragraph if others stand before it and none of its lines is a sentence.
    """
    lines = own_words(text).split("\n")
    rules = [at for at, line in enumerate(lines) if _RULE.match(line)]
    if rules and len(lines) - rules[-1] <= _LONGEST_SIGNATURE:
        return _joined(lines[rules[-1] + 1 :])
    blanks = [at for at, line in enumerate(lines) if not line.strip()]
    if not blanks:
        return _joined(_closing_lines(lines))
    last = lines[blanks[-1] + 1 :]
    return _joined(last) if all(map(_signs, last)) else _joined(_closing_lines(last))


def forwarded_senders(text: str) -> tuple[Address, ...]:
    """Return the From of every copied letter in `text`, outermost first.

    The address is "" where the mail program wrote the display name only. What was
    copied in a reply stands there too: whether the mail is a forward is the
    subject's business.
    """
    found = (_address(block["from"]) for block in _blocks(text) if "from" in block)
    return tuple(a for a in found if a.name or a.address)


def forwarded_subjects(text: str) -> tuple[str, ...]:
    """Return the subject of every copied letter in `text`, outermost first."""
    return tuple(b["subject"] for b in _blocks(text) if b.get("subject"))


def _lines(text: str) -> list[str]:
    """Return the lines of `text`, odd spaces made plain, over-long ones cut."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.replace("\xa0", " ").replace("\u3000", " ").replace("&nbsp;", " ")
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("\u200b", "")
    return plain.split("\n")


def _says_nothing(line: str) -> bool:
    """Tell whether a last line is empty, a rule, or a telephone's 发自我的…."""
    return not line.strip() or bool(_RULE.match(line) or _SENT_FROM.match(line))


def _opens_copy(lines: Sequence[str], at: int) -> bool:
    """Tell whether a copied letter begins at line `at`."""
    line = lines[at][:_LONGEST_LINE]
    marks = (_SEPARATOR, _BARE_SEPARATOR, _ONE_LINE_BLOCK)
    if any(mark.match(line) for mark in marks):
        return True
    first = _FIELD.match(line)
    return bool(first) and len(_block(lines, at)) >= 3  # noqa: PLR2004  # From and two more


def _block(lines: Sequence[str], at: int) -> dict[str, str]:
    """Return the header fields copied at line `at`: field name to its value.

    Empty unless the first of them names the sender, so that a letter's own
    `时间：… 主题：…` (an invitation) is not taken for a copy.
    """
    found: dict[str, str] = {}
    pending = ""
    for raw in lines[at : at + _BLOCK_REACH]:
        match = _FIELD.match(raw[:_LONGEST_LINE])
        if match is None:
            if pending and raw.strip(" >|-"):
                found[pending], pending = raw.strip(" >|*"), ""
            continue
        name = match.lastgroup if match.lastgroup != "value" else ""
        name = name or next(k for k in _FIELDS if match.group(k))
        if name in found:
            break
        found[name] = match["value"].strip(" |*")
        pending = "" if found[name] else name
    return found if "from" in found and next(iter(found)) in {"from", "sent"} else {}


def _blocks(text: str) -> Iterator[dict[str, str]]:
    """Yield every block of copied header fields, from the top down."""
    lines = _lines(text)
    at = 0
    while at < len(lines):
        block = _block(lines, at) if _FIELD.match(lines[at][:_LONGEST_LINE]) else {}
        if len(block) >= 2:  # noqa: PLR2004  # a sender and one field more
            yield block
            at += len(block)
        else:
            at += 1


def _attribution(lines: Sequence[str], at: int) -> int:
    """Return over how many lines 在…写道： stretches from line `at`, 0 if none."""
    if not _ATTRIBUTION_START.match(lines[at][:_LONGEST_LINE]):
        return 0
    joined = ""
    for width, line in enumerate(lines[at : at + _ATTRIBUTION_REACH], start=1):
        joined = f"{joined} {line.strip(' >')}"[:_LONGEST_LINE]
        if _ATTRIBUTION.match(joined):
            return width
    return 0


def _marked(lines: Sequence[str], at: int) -> bool:
    """Tell whether the next written line from `at` on is marked with `>`."""
    for line in lines[at : at + 3]:
        if line.strip():
            return line.lstrip().startswith((">", "＞"))
    return False


def _address(value: str) -> Address:
    """Return the mailbox written as `"x" <a@b>`, `x [mailto:a@b]` or `x`."""
    match = _ADDR.search(value)
    name = value[: match.start()] if match else value
    name = re.sub(r"\[?mailto:", "", name)
    return Address(
        name.strip(" \t\"'“”<[(（;；,，|*"), match[0].lower() if match else ""
    )


def _signs(line: str) -> bool:
    """Tell whether a line may stand in a signature: short, and no sentence."""
    stripped = line.strip()
    return len(stripped) <= _SIGNATURE_LINE and not stripped.endswith(_SENTENCE_END)


def _closing_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines below the last sentence, [] when there is none."""
    sentences = [
        at for at, line in enumerate(lines) if line.strip() and not _signs(line)
    ]
    return list(lines[sentences[-1] + 1 :]) if sentences else []


def _joined(lines: Sequence[str]) -> str:
    """Return a signature's lines as one text, "" if there are too many."""
    written = [line.strip() for line in lines if line.strip()]
    return "\n".join(written) if len(written) <= _LONGEST_SIGNATURE else ""
