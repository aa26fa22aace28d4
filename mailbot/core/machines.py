"""Letters that no person wrote: answers of absence, receipts, recalls, lists.

Header fields speak first (RFC 3834, RFC 8098, RFC 2369, and what Exchange, QQ and
NetEase set), then the subject, then the fixed opening of the body. What only words
suggest never outweighs a real document: a unit may well write of a 自动回复.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.core.quoting import own_words

if TYPE_CHECKING:
    from mailbot.core.mail import Message, Part

_OFF = frozenset({"", "no", "none", "false", "0", "off"})
_REPLY_FIELDS = (
    "x-autoreply",
    "x-auto-reply",
    "x-qq-auto-reply",
    "x-autorespond",
    "x-autoresponder",
    "x-autoreply-from",
    "x-autoreply-domain",
    "x-mail-autoreply",
    "x-autorespondwith",
    "x-vacation",
    "x-netease-auto-reply",
    "x-coremail-autoreply",
    "x-away",
    "x-ms-exchange-inbox-rules-loop",
)
_ANSWER = r"(?:re|fwd?|回复|答复|转发|回覆|答覆|轉寄)\s*[:：]\s*"
_AUTO_WORDS = (
    r"自动回复|自动答复|自动回信|自動回復|自動回覆|自動答覆|自动应答|智能回复|假期回复|休假回复"
    r"|automatic\s+reply|auto(?:mated|matic)?[\s:-]*(?:reply|response|respond\w*|answer)"
    r"|out\s+of\s+(?:the\s+)?office|vacation\s+(?:reply|response|message|notice|auto\w*)"
    r"|away\s+from\s+(?:my|the)\s+(?:office|mail|desk)|on\s+(?:vacation|leave|holiday)\b"
    r"|休假通知|外出通知|不在办公室|離開辦公室|抽空回复"
)
_AUTO_SUBJECT = re.compile(_AUTO_WORDS, re.IGNORECASE)
_AUTO_LEADS = re.compile(
    rf"^(?!{_ANSWER})[^:：]{{0,20}}?(?:{_AUTO_WORDS})\s*(?:[:：)）\]】]|$)",
    re.IGNORECASE,
)
_FIXED_BODY = re.compile(
    r"""这是来自.{0,12}?(?:自动回复|自动答复)|这是一封.{0,6}自动(?:回复|答复|发送)|^\W*[\[(（【]?\s*(?:自动回复|自動回覆|自动答复)
    |this\s+is\s+an?\s+auto(?:matic|mated)?[\s-]*(?:ally\s+generated\s+)?(?:reply|response|answer)|confirming\s+that\s+your\s+e-?mail\s+was\s+received
    |您发给我的(?:信件|邮件|来信)已经?收到.{0,20}(?:祝好|谢谢|$)|本邮件(?:由|为|是)?(?:系统)?自动(?:回复|答复)
    |此(?:邮件|信)(?:由|为|是)?(?:系统)?(?:的)?自动(?:回复|答复)""",
    re.IGNORECASE | re.VERBOSE,
)
_ABSENCE = (
    r"休假|度假|年假|产假|病假|探亲|放假|请假|出差|外出|公出|在外地|离职|已调离|已离岗"
    r"|不在(?:办公室|单位|岗|公司|局里)|无法(?:及时|亲自|立即|马上|第一时间)"
    r"|暂时(?:不能|无法)|不再(?:使用|负责)"
)
_SOON = r"尽快|尽早|及时|第一时间|马上|稍后|随后|(?:回来|结束|上班|返回|看到|阅读)?后"
_REPLY = r"回复|答复|处理|联系|回信|查看|查阅|阅读"
_PROMISE = (
    rf"(?:{_SOON}).{{0,16}}(?:{_REPLY})|改(?:发|投)|邮箱.{{0,8}}(?:停用|不再)"
    r"|(?:紧急|急事|如有急|如需|有事|急件).{0,24}(?:联系|致电|电话|拨打|电联)"
)
_ABSENT = re.compile(
    rf"""(?:{_ABSENCE}).{{0,120}}?(?:{_PROMISE})
    |(?:来信|来件|邮件|信件|email).{{0,12}}?(?:收到|收悉|收阅)
      .{{0,40}}?(?:{_SOON}|会在).{{0,24}}?(?:{_REPLY})
    |收到(?:了)?您的.{{0,6}}(?:来信|邮件|信件).{{0,30}}?(?:{_SOON}).{{0,20}}?(?:{_REPLY})
    |i\s*(?:am|'m|’m|will\s+be)\s+(?:currently\s+)?
      (?:out\s+of|on\s+(?:vacation|leave|holiday|a\s+business)|away\b|travel)
    |(?:系统|本邮件|此邮件).{{0,8}}自动(?:发送|发出|生成)
      .{{0,16}}(?:请勿|勿|不要|无需)(?:直接)?回复""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_READ_SUBJECT = re.compile(
    r"^\s*(?:已读(?:回执)?|已讀|已阅读?|邮件已读|未读|未读就?删除|未閱讀|阅读回执|讀取回條|已读通知|回执|收条"
    r"|已送达|已送達|送达回执|read(?:\s+receipt)?|return\s+receipt(?:\s*\(.*?\))?|not\s+read|delivered|message\s+read"
    r"|disposition\s+notification|delivery\s+receipt|received)\s*(?:[:：(（-]|$)"
    r"|(?:阅读|已读|读取|打开)(?:邮件)?回执|邮件(?:已被?|被)(?:阅读|打开|读取)|read\s+receipt|已读(?:邮件)?(?:提醒|通知)",
    re.IGNORECASE,
)
_READ_BODY = re.compile(
    r"(?:邮件|信件|来信).{0,60}?(?:已于|已经?于|已被|于|已经?被).{0,50}?(?:打开|阅读|读取|查看|查阅)(?!.{0,6}(?:后|请))"
    r"|这(?:是|份)(?:一封)?.{0,20}(?:已读|阅读)?(?:回执|收条)|(?:邮件)?(?:阅读时间为|的阅读时间|已读回执)"
    r"|your\s+message.{0,200}?was\s+read\s+on|this\s+is\s+a\s+(?:return\s+)?receipt\s+for\s+the\s+(?:mail|message)"
    r"|the\s+message\s+(?:was|has\s+been)\s+(?:displayed|read)|was\s+displayed\s+on",
    re.IGNORECASE | re.DOTALL,
)
_TAKES_BACK = r"(?:撤回|召回|收回|撤销)"
_LETTER = r"(?:邮件|信件|消息|郵件)"
_RECALL_SUBJECT = re.compile(
    rf"""^\s*(?:【撤回】|{_LETTER}?{_TAKES_BACK}\s*(?:[:：]
      |{_LETTER}?(?:通知|提醒|提示|成功|失败|请求|结果|报告))
    |{_TAKES_BACK}{_LETTER}|{_LETTER}(?:已)?(?:被)?{_TAKES_BACK}
    |(?:发件人|对方).{{0,4}}{_TAKES_BACK}了?
    |recall\s*(?::|message|success|fail|report)|message\s+recall)""",
    re.IGNORECASE | re.VERBOSE,
)
_RECALL_BODY = re.compile(
    rf"""(?:想要?|要求|希望|试图|尝试|将)(?:要)?{_TAKES_BACK}(?:了|此|这封|该)?{_LETTER}
    |(?:已(?:经)?(?:成功)?|发件人|对方){_TAKES_BACK}(?:了)?(?:一封|此|该|这封)?{_LETTER}
    |{_LETTER}.{{0,60}}?已(?:被)?(?:发件人|对方)?{_TAKES_BACK}
    |would\s+like\s+to\s+recall\s+the\s+message|has\s+recalled\s+(?:the|this)\s+message""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_BULK = frozenset({"bulk", "list", "junk"})
_LOOKED_AT = 20_000  # characters of body, quoted text among them
_OPENING = 400  # characters in which a machine's letter says what it is


def is_auto_reply(message: Message, *, has_document: bool) -> bool:
    """Tell whether a machine answered for its owner (RFC 3834 and its neighbours).

    With a document only a header, or a subject that begins with the words, counts.
    """
    if _replied_by_header(message) or _AUTO_LEADS.match(message.subject):
        return True
    if has_document:
        return False
    if _generated_by_header(message) or _AUTO_SUBJECT.search(message.subject):
        return True
    opening = _opening(message)
    return bool(_FIXED_BODY.search(opening) or _ABSENT.search(opening))


def is_read_receipt(
    message: Message, parts: tuple[Part, ...], *, has_document: bool
) -> bool:
    """Tell whether the mail only says that another was read or delivered (RFC 8098)."""
    if any(p.declared == "message/disposition-notification" for p in parts):
        return True
    kind = message.header("content-type").lower()
    if message.media_type == "multipart/report" and "disposition-notification" in kind:
        return True
    if has_document:
        return False
    opening = _opening(message)
    return bool(_READ_SUBJECT.search(message.subject) or _READ_BODY.search(opening))


def is_recall(message: Message, *, has_document: bool) -> bool:
    """Tell whether a sender takes a letter back, or his host says that he did."""
    if has_document:
        return False
    opening = _opening(message)
    if _RECALL_SUBJECT.search(message.subject):
        return True
    return len(opening) < _OPENING and bool(_RECALL_BODY.search(opening))


def is_list_mail(message: Message) -> bool:
    """Tell whether a mail went to a list or a crowd (RFC 2369, RFC 2919)."""
    fields = ("list-id", "list-unsubscribe", "list-post", "list-help", "list-owner")
    return any(message.header(f) for f in fields) or precedence(message) in _BULK


def auto_submitted(message: Message) -> str:
    """Return the Auto-Submitted keyword in lower case, "" for none or `no`."""
    word = message.header("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    return "" if word in _OFF else word


def precedence(message: Message) -> str:
    """Return the Precedence field's word in lower case, "" if absent."""
    return message.header("precedence").strip().lower()


def _opening(message: Message) -> str:
    """Return the first of the writer's own words."""
    return own_words(message.text[:_LOOKED_AT])[:_OPENING]


def _replied_by_header(message: Message) -> bool:
    """Tell whether a header says that a machine answered."""
    if auto_submitted(message).startswith(("auto-replied", "auto_replied")):
        return True
    if precedence(message) in {"auto_reply", "auto-reply"}:
        return True
    if "auto_reply" in message.header("preference").lower():
        return True
    return any(message.header(f).strip().lower() not in _OFF for f in _REPLY_FIELDS)


def _generated_by_header(message: Message) -> bool:
    """Tell whether a header says that a machine wrote, for whatever reason."""
    suppress = message.header("x-auto-response-suppress").strip().lower()
    return bool(auto_submitted(message)) or suppress not in _OFF
