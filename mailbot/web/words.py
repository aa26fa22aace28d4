"""The pages' own words, where no letter has them: names of pages, what was done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mailbot.core.record.records import LetterKind, LetterState

NAVIGATION = (
    ("/", "首页"),
    ("/reviews", "待核实"),
    ("/units", "单位"),
    ("/letters", "信件"),
    ("/archive", "归档"),
    ("/others", "其他来件"),
    ("/notices", "通知"),
    ("/records", "记录"),
    ("/health", "体检"),
    ("/settings", "设置"),
)
LETTER_KINDS = {
    LetterKind.RECEIPT: "回执",
    LetterKind.REMINDER: "提醒和催报",
    LetterKind.NOTICE: "通知",
    LetterKind.SUMMARY: "汇总",
    LetterKind.ALERT: "告警",
    LetterKind.ANSWER: "答复",
}
LETTER_STATES = {
    LetterState.WAITING: "待发",
    LetterState.HELD: "待放行",
    LetterState.CLAIMED: "发送中",
    LetterState.SENT: "已发",
    LetterState.FAILED: "未发出",
    LetterState.UNKNOWN: "是否送达不明",
    LetterState.CANCELLED: "已取消",
}
# What the record of events calls what was done.
EVENTS = {
    "confirm": "确认归档",
    "reject": "退回",
    "ignore": "忽略，不计入",
    "undo": "撤销",
    "extend": "延期",
    "exempt": "免报",
    "hold": "暂停催报",
    "resume": "恢复",
    "suspend": "停用地址",
    "release": "放行信件",
    "outbox_hold": "暂停发信",
    "outbox_cancel": "取消信件",
    "register": "登记文件",
    "purge": "删除材料",
    "place": "待归项归入",
    "address": "认定新地址",
    "unadopt": "撤销对新地址的认定",
    "notice_live": "通知生效",
    "notice_close": "结束通知",
    "web_enter": "登录工作台",
    "web_leave": "退出登录",
    "web_password": "修改登录密码",
    "web_role": "设定权限",
    "web_end": "结束登录",
    "web_saw": "查看文件",
    "web_took": "下载文件",
    "web_export": "下载整季文件",
    "web_rollup": "下载汇总报表",
    "web_letter": "查看信件",
}
DETAILS = {
    "item": "编号",
    "notice": "通知",
    "words": "理由",
    "unit": "单位",
    "units": "单位",
    "value": "至",
    "address": "地址",
    "file": "文件",
    "letter": "信件",
    "letters": "封数",
    "period": "报送期",
    "peer": "来自",
    "role": "权限",
    "before": "早于",
    "act": "事项",
    "how": "认定为",
    "ruled": "原处理",
    "name": "文件",
}
_DONE = {
    "confirm": "{}已确认归档",
    "return": "{}已退回，理由已告知单位",
    "ignore": "{}已忽略，不计入",
    "undo": "{}已撤销，重新待核实",
    "place": "{}待归项已归入，以后该单位所报照此归入",
    "unplace": "{}归项已撤销",
    "extend": "已延期",
    "exempt": "已免报",
    "pause": "已暂停催报",
    "resume": "已恢复催报",
    "suspend": "地址已停用，不再发信",
    "revive": "地址已恢复，照常发信",
    "address": "新地址已认可",
    "disown": "新地址已否认，不再询问",
    "hold": "已暂停发信",
    "release": "已放行，信件将按时发出",
    "cancel": "信件已取消",
    "register": "文件已登记",
    "adopt": "{}已按报表采用",
    "notice_live": "通知已生效，服务重新启动后执行",
    "notice_close": "通知已结束，服务重新启动后执行",
}
_UNDOABLE = {"confirm", "return", "ignore"}
_ITEM = re.compile(r"R\d{1,12}(\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class JustDone:
    """What was just done, for the next page's top; `undo` names what can be undone."""

    words: str
    undo: str = ""


def done_words(query: Mapping[str, str]) -> JustDone | None:
    """Say what was done; from the address only names out of closed lists are taken."""
    words = _DONE.get(query.get("done", ""))
    item = query.get("item", "")
    if words is None or (item and not _ITEM.fullmatch(item)):
        return None
    undo = item if query["done"] in _UNDOABLE else ""
    return JustDone(words.format(f"{item} " if item else ""), undo)
