"""Does a mail concern the notice at all? The mailbox is an office's everyday one.

By DOMAIN §3: a mail from a known address or answering our letter does; any other
only where subject, file names or document headings name a period, the notice's
title or one of its items. A unit merely mentioned (我已向公安局报案) is no sign.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.core.period_words import Said
from mailbot.core.wording import plain
from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailbot.core.notice import Notice
    from mailbot.core.sender import Sender
    from mailbot.core.signs import MailSigns

_TITLE_FRAME = re.compile(
    r"^关于(?:做好|印发|报送|开展)?|(?:20\d\d)年度?|的(?:通知|意见|方案|函)$|为?全[县市区省旗]|"
    r"(?:工作)?(?:进展|完成)?情况(?:报|统计|汇总)?表?$|[为“”\"'《》]"
)
_ITEM_FRAME = re.compile(r"^(?:实施|开展|推进)|(?:行动|工程|计划|项目)$|[“”\"'《》]")
_SHORTEST_ITEM = 4
_ALIKE = 85.0  # of 100: a word left out or put differently, not another matter
_SOON = frozenset({Said.QUARTER, Said.UP_TO, Said.MONTHS, Said.SOME, Said.LAST})
_VAGUE = frozenset({Said.WHOLE_YEAR, Said.MONTH, Said.ODD_MONTHS, Said.EITHER})
_COMMON_ALIAS = re.compile(r"半年")
_REPORT = re.compile(r"报表|实事|台账")


def concerns_notice(signs: MailSigns, sender: Sender, notice: Notice) -> bool:
    """Tell whether the mail is about the notice: its sender or its words say so."""
    if sender.known or sender.forged or signs.replied is not None:
        return not (sender.own and not sender.known)
    if sender.own:
        return False
    return speaks_of_notice(signs, notice)


def speaks_of_notice(signs: MailSigns, notice: Notice) -> bool:
    """Tell whether subject, a file name or a heading names period, title or item."""
    places = [signs.subject_periods, *(p for f in signs.files for p in f.periods)]
    said = {word.said for p in places for w in (p.words.words,) for word in w}
    aliases = [w.alias for p in places for w in p.words.words]
    plainly = {
        word.said
        for p in places
        for word in p.words.words
        if not _COMMON_ALIAS.search(word.alias)
    }
    if plainly & _SOON:
        return True
    if any(names_matter(p.text, notice) for p in places):
        return True
    vague = bool(said & _VAGUE) or any(_COMMON_ALIAS.search(a) for a in aliases)
    return _names_body_first(signs) and (vague or _is_report(signs))


def names_matter(text: str, notice: Notice) -> bool:
    """Tell whether `text` names the notice's title, its annex or one of its items."""
    lines = [_TITLE_FRAME.sub("", line) for line in plain(text).split("\n")]
    titles = {_bare(notice.title), _bare(notice.annex_title)} - {""}
    if any(_alike(title, line) for title in titles for line in lines):
        return True
    items = [_ITEM_FRAME.sub("", plain(item.name)) for item in notice.items]
    items = [re.sub(r"[“”\"]", "", item) for item in items]
    return any(
        _alike(item, re.sub(r"[“”\"]", "", line))
        for item in items
        if len(item) >= _SHORTEST_ITEM
        for line in plain(text).split("\n")
    )


def _bare(title: str) -> str:
    """Return a title without the frame that every official title has."""
    words = plain(title)
    while (shorter := _TITLE_FRAME.sub("", words)) != words:
        words = shorter
    return words


def _alike(words: str, line: str) -> bool:
    """Tell whether `line` holds `words`, up to a character or two."""
    if len(line) < len(words):
        return fuzz.ratio(words, line) >= _ALIKE
    return fuzz.partial_ratio(words, line) >= _ALIKE


def _names_body_first(signs: MailSigns) -> bool:
    """Tell whether subject, a file's name or its heading opens with a unit's name."""
    places = [signs.subject, *(p for f in signs.files for p in f.places)]
    return any(_opens(p.mentions and p.mentions[0].start) for p in places if p.mentions)


def _opens(start: int | tuple[()]) -> bool:
    """Tell whether a name stands at the very beginning."""
    return start == 0


def _is_report(signs: MailSigns) -> bool:
    """Tell whether a file comes along and subject or file name calls it a report."""
    texts = [signs.subject.text, *(f.name.text for f in signs.files)]
    return bool(signs.files) and any(_REPORT.search(text) for text in texts)


def names_any_unit(signs: MailSigns, places: Iterable[str] = ()) -> bool:
    """Tell whether subject, file name, heading or seal names a unit clearly."""
    del places
    named = [signs.subject, *(p for f in signs.files for p in f.places)]
    return any(p.units for p in named)
