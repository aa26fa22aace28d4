"""Why something waits for staff, in the words they read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from mailbot.core.notice.periods import from_id
from mailbot.core.record.clues import Clue, CopyKind, FileVerdict
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
# What makes a mail or file doubtful, or is worth knowing of it.
FLAG_WORDS = {
    "ambiguous_unit": "所写名称可能指几个单位",
    "archive_encrypted": "压缩包已加密，无法打开",
    "authentication_failed": "发件地址未通过本单位邮件系统的验证，可能系冒用",
    "blank_template": "表格未填写",
    "cloud_attachment": "只有网盘或超大附件链接，没有文件本身",
    "columns_clipped": "表格栏宽不够，部分文字被截断，请打开文件核对",
    "columns_unclear": "表格各栏无法可靠分开，内容未读取，请打开文件核对",
    "container": "文件放在压缩包内",
    "copies_differ": "电子版与盖章PDF版内容不一致",
    "display_name_conflict": "发件人名称与所报单位不一致",
    "too_large": "来信过大，未下载附件；请在邮箱网页中查看并登记",
    "duplicate": "与此前收到的文件相同",
    "extra_period": "不是通知要求报送的季度",
    "forwarded": "由他人转发",
    "from_junk": "来自垃圾邮件文件夹",
    "from_own_mailbox": "由收件邮箱自己发出",
    "joint_report": "几个单位联合报送",
    "late": "迟报",
    "missing_stamped": "未附盖章PDF版",
    "multi_part_scan": "扫描件分成了几个文件",
    "nil_report": "填写的是本季度无进展",
    "no_attachment": "没有附件",
    "not_a_quarter_report": "不像季度报表",
    "not_a_responsible_unit": "不是通知的责任单位",
    "ofd": "OFD格式，请核对是否盖章",
    "other_address_version": "与现有版本的发件地址不同",
    "other_business": "文件似与本通知无关",
    "other_quarter_column": "应报季度的栏未填写，只填写了其他季度的栏",
    "other_unit_heading": "文件标题写的是另一单位",
    "pdf_as_electronic": "电子版是PDF格式",
    "pdf_without_seal": "PDF上未见印章",
    "period_alias": "季度用其他说法写明",
    "period_conflict": "各处所写季度不一致",
    "period_from_date": "季度按来信日期推定",
    "period_month_only": "只写明月份",
    "period_summary": "内容为半年、三季度累计或全年总结",
    "period_unclear": "未写明季度",
    "photo_instead_of_pdf": "是照片或图片，不是PDF",
    "question": "来信是询问",
    "recall": "对方要求撤回",
    "reply_to_reminder": "回复我处催报",
    "revision": "更正版",
    "rows_unplaced": "有的行未能归入通知所列实事（待归项）",
    "same_as_other_unit": "与另一单位所报文件相同",
    "seal_cannot_tell": "无法判断有无印章",
    "seal_of_host_unit": "盖的是主管部门印章",
    "seal_of_other_unit": "盖的是另一单位印章",
    "seal_partial": "只见部分印章",
    "self_report": "收件邮箱所在单位的报送",
    "sender_of_other_unit": "发件地址属于另一单位",
    "several_periods": "同时写有几个季度",
    "several_units": "同时写有几个单位",
    "stale": "与以前季度所报文件相同",
    "stale_other_copy": "另一种版本早于本次更正",
    "sub_unit": "由下属单位报送",
    "text_file": "是纯文本文件",
    "text_in_body": "内容写在正文里",
    "town": "由镇（街道）报送",
    "unit_conflict": "各处所写单位不一致",
    "unit_from_seal": "只凭印章认定单位",
    "unit_not_named": "未写明单位",
    "unknown_sender": "发件地址未登记",
    "unsafe_filename": "文件名不合规范",
    "unsupported": "文件格式无法打开",
    "withdrawn": "对方注明作废",
    "wrong_quarter": "季度可能写错",
    "year_conflict": "各处所写年份不一致",
}


def reasons_in_words(verdict: FileVerdict, *also: str) -> tuple[str, ...]:
    """Return why a file, or a whole mail, waits: first the doubts, then the clues.

    `also` are sentences that come before all, such as what is wrong with the file.
    """
    return tuple(dict.fromkeys((*also, *_doubts(verdict), *_clues(verdict))))


def clue_in_words(clue: Clue) -> str:
    """Write one clue: 主题：“教体局二季度” → 县教育和体育局."""
    where, says = CLUE_WORDS.get(clue.clue, clue.clue), _meaning(clue.says)
    return f"{where}：“{clue.text}” → {says}" if clue.text else f"{where}：{says}"


def _doubts(verdict: FileVerdict) -> Iterator[str]:
    for flag in verdict.flags:
        word = FLAG_WORDS.get(flag.flag, flag.flag)
        details = "、".join(value for _, value in flag.details if value)
        yield f"{word}（{details}）" if details else word


def _clues(verdict: FileVerdict) -> Iterator[str]:
    """Yield one sentence for each thing the clues speak for, all its places in it."""
    spoken: dict[str, list[str]] = {}
    for clue in verdict.reasons:
        where = CLUE_WORDS.get(clue.clue, clue.clue)
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
    return FLAG_WORDS.get(says, says)
