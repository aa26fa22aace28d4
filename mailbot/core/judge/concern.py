"""Does a mail concern the notice at all? The mailbox is an office's everyday one.

By DOMAIN §3: a mail from a known address or answering our letter does; any other
only where subject, file names or document headings name a period, the notice's
title or one of its items. A unit merely mentioned (我已向公安局报案) is no sign.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from mailbot.core.judge.sender import Sender
from mailbot.core.judge.signs import MailSigns
from mailbot.core.notice.notice import Notice
from mailbot.core.period.words import PeriodWord, Said
from mailbot.core.words.wording import plain

# What every official title has; what is left is the matter itself.
_TITLE_FRAME = re.compile(
    r"^关于(?:做好|印发|报送|开展)?|(?:20\d\d)年度?|的(?:通知|意见|方案|函)$|为?全[县市区省旗]|"
    r"(?:工作)?(?:进展|完成)?情况(?:报|统计|汇总)?表?$"
)
_ITEM_FRAME = re.compile(r"^(?:实施|开展|推进)|(?:行动|工程|计划|项目)$")
_QUOTES = re.compile(r"[“”‘’\"'《》]")
_SHORTEST_ITEM = 4
_ALIKE = 85.0  # of 100: a word left out or put differently, not another matter
_REPORT = re.compile(r"报表|实事(?!求是)|台账")
# A clerk's words, whatever is asked or complained of beside them.
_REPORTING = re.compile(r"报表|实事(?!求是)|台账|报送|填报|上报|补报|进展情况")
# A citizen's words: such a letter is none of ours, whatever unit or quarter it names.
_PETITION = re.compile(
    r"举报|投诉|控告|申诉|信访(?!局)|上访|反映|求助|不作为|枉法|冤|请求立案|问题$"
)
# Words that everyday mail uses, too (截止6月30日, 全年): a sign only beside another.
_EVERYDAY = re.compile(r"^截|[底末]$|半年|年[终底末]|全年")


def concerns_notice(signs: MailSigns, sender: Sender, notice: Notice) -> bool:
    """Tell whether the mail is about the notice: its sender or its words say so."""
    if sender.own:
        return sender.known
    if sender.known or sender.forged or signs.replied is not None:
        return True
    return not _is_petition(signs) and speaks_of_notice(signs, notice)


def speaks_of_notice(signs: MailSigns, notice: Notice) -> bool:
    """Tell whether subject, a file name or a heading names period, title or item.

    A vague period counts only where the text opens with a unit's name or calls
    itself a report; so does a unit's name beside the word report.
    """
    places = [signs.subject_periods, *(p for f in signs.files for p in f.periods)]
    words = [word for place in places for word in place.words.words]
    if any(_is_plain(word) for word in words):
        return True
    if any(names_matter(place.text, notice) for place in places):
        return True
    vague = any(word.said is not Said.DATE for word in words)
    return [vague, _opens_with_name(signs), _is_report(signs)].count(True) > 1


def _is_petition(signs: MailSigns) -> bool:
    """Tell whether subject, file name or heading is a citizen's, and none a clerk's.

    A clerk asks of reports (二季度报表填报问题), or sends the form.
    """
    places = [signs.subject, *(p for f in signs.files for p in (f.name, f.heading))]
    texts = [plain(place.text).split("\n", maxsplit=1)[0] for place in places]
    if any(_REPORTING.search(t) for t in texts) or any(
        f.form.found for f in signs.files
    ):
        return False
    return any(_PETITION.search(text) for text in texts)


def names_matter(text: str, notice: Notice) -> bool:
    """Tell whether `text` names the notice's title, its annex or one of its items."""
    lines = [_bare(line) for line in plain(text).split("\n")]
    titles = [_bare(plain(notice.title)), _bare(plain(notice.annex_title))]
    items = [_ITEM_FRAME.sub("", _QUOTES.sub("", plain(i.name))) for i in notice.items]
    matters = [words for words in (*titles, *items) if len(words) >= _SHORTEST_ITEM]
    return any(_alike(words, line) for words in matters for line in lines)


def names_any_unit(signs: MailSigns) -> bool:
    """Tell whether subject, a file name, a heading or a seal names a unit clearly."""
    named = [signs.subject, *(p for f in signs.files for p in f.places)]
    return any(p.units for p in named)


def _is_plain(word: PeriodWord) -> bool:
    """Tell whether a word tells a quarter as only a report's does."""
    plainly = {Said.QUARTER, Said.MONTHS, Said.UP_TO}
    return word.said in plainly and not _EVERYDAY.search(word.text)


def _bare(title: str) -> str:
    """Return a title without its frame and quotation marks."""
    words = _QUOTES.sub("", title)
    while (shorter := _TITLE_FRAME.sub("", words)) != words:
        words = shorter
    return words


def _alike(words: str, line: str) -> bool:
    """Tell whether `line` holds `words`, up to a character or two."""
    if len(line) < len(words):
        return fuzz.ratio(words, line) >= _ALIKE
    return fuzz.partial_ratio(words, line) >= _ALIKE


def _opens_with_name(signs: MailSigns) -> bool:
    """Tell whether subject, a file's name or its heading opens with a unit's name."""
    places = [signs.subject, *(p for f in signs.files for p in f.places)]
    return any(m.start == 0 for p in places for m in p.mentions)


def _is_report(signs: MailSigns) -> bool:
    """Tell whether a file comes along and subject or file name calls it a report."""
    texts = [signs.subject.text, *(f.name.text for f in signs.files)]
    return bool(signs.files) and any(_REPORT.search(text) for text in texts)
