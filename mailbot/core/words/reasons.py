"""Why something waits for staff, in the words they read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from mailbot.core.notice.periods import from_id
from mailbot.core.record.clues import Clue, CopyKind, FileVerdict
from mailbot.core.record.flags import FLAGS, flag_of, flag_word
from mailbot.core.words.words import COPY_WORDS, listed

# Where a clue stood.
CLUE_WORDS = {
    "reply": "回复我处来信",
    "seal": "印章",
    "heading": "文件标题",
    "file_name": "附件名",
    "subject": "主题",
    "address": "发件地址",
    "display_name": "发件人名称",
    "behalf": "代报说明",
    "other_file": "同信其他附件",
    "forwarded": "转发的原信",
    "signature": "落款",
    "body": "正文",
    "name": "名称",
    "copy": "文件形式",
    "copies": "两种版本对照",
    "period": "季度",
    "month": "月份",
    "date": "日期",
}
# What a name that is no unit's turned out to be, where no flag has the word for it.
SORT_WORDS = {
    "unit": "责任单位",
    "weak": "责任单位的简称",
    "unclear": "名称所指不明",
    "company": "企业的名称",
    "office": "责任单位以外的部门",
    "addressee": "收件人的名称",
}
# Where two copies of a report disagree.
WHERE_WORDS = {
    "title": "标题",
    "unit": "单位",
    "year": "年份",
    "period": "季度",
    "row": "表格的行",
    "progress": "工作进展",
    "due": "完成时限",
}


def reasons_in_words(verdict: FileVerdict, *also: str) -> tuple[str, ...]:
    """Return why a file, or a whole mail, waits: first the doubts, then the clues.

    `also` are sentences that come before all, such as what is wrong with the file.
    """
    return tuple(dict.fromkeys((*also, *_doubts(verdict), *_clues(verdict))))


def clue_in_words(clue: Clue) -> str:
    """Write one clue: 主题：“教体局二季度” → 县教育和体育局."""
    where, says = CLUE_WORDS.get(clue.clue, "其他"), _meaning(clue.says)
    return f"{where}：“{clue.text}” → {says}" if clue.text else f"{where}：{says}"


def _doubts(verdict: FileVerdict) -> Iterator[str]:
    for flag in verdict.flags:
        word = flag_word(flag.flag)
        told = (_detail(name, value) for name, value in flag.details)
        details = "、".join(words for words in told if words)
        yield f"{word}（{details}）" if details else word


def _detail(name: str, value: str) -> str:
    """Write a flag's parameter for people; "" for what says nothing to them."""
    return WHERE_WORDS.get(value, "") if name == "where" else value


def _clues(verdict: FileVerdict) -> Iterator[str]:
    """Yield one sentence for each thing the clues speak for, all its places in it."""
    spoken: dict[str, list[str]] = {}
    for clue in verdict.reasons:
        where = CLUE_WORDS.get(clue.clue, "其他")
        place = f"{where}“{clue.text}”" if clue.text else where
        spoken.setdefault(_meaning(clue.says), []).append(place)
    for says, places in spoken.items():
        yield f"{says}：见{listed(tuple(dict.fromkeys(places)))}"


def _meaning(says: str) -> str:
    """Write what a clue speaks for: a period, a copy, a doubt, or a unit as it is."""
    with suppress(ValueError):
        return from_id(says).chinese
    with suppress(ValueError):
        return COPY_WORDS[CopyKind(says)]
    kind = flag_of(says)
    return FLAGS[kind].word if kind else SORT_WORDS.get(says, says)
