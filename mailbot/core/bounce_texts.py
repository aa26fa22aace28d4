"""What bounces without fields say in words: Chinese hosts, qmail, old gateways.

RFC 3464 is ignored by many hosts. Their letters have a form each, but the same
matter: a sentence that something was not delivered, the address near it, and then
the letter that came back. So the reading is general: cut the returned letter off,
look for an address where one is announced, and leave out those that cannot be it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.core.delivery_status import addresses_in, is_temporary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 60_000  # characters of a notice that are looked at
_LONGEST_LINE = 1000

_SUBJECT = re.compile(
    r"""退信|退件|退回(?:通知)?|投递失败|投遞失敗|发送失败|發送失敗|传送失败|寄送失敗|递送失败
    |(?:邮件|信件|郵件).{0,6}(?:被退|未送达|未能送达|无法送达|无法投递|未投递|投递状态|传递状态|延迟)
    |(?:无法|未能|未)(?:送达|投递|传递|递送)|無法(?:送達|傳送|投遞)|未传递|未遞送|传递状态通知
    |投递状态通知|投递延迟|送达状态|undeliver(?:ed|able)|undelivrable|non[- ]?deliver|not\ delivered
    |deliver(?:y|ing)[\ -]+(?:status|fail|problem|error|report|notif|delay|has\ fail|unsuccess|incomplete)
    |fail(?:ed|ure)[\ -]+(?:notice|notification|delivery|mail|to\ deliver|in\ delivery)
    |mail(?:\ system)?\ (?:error|failure|status\ report)|return(?:ed|ing)\ (?:mail|message|e-?mail|to\ sender)
    |email\ is\ returned|mail\ could\ not\ be\ delivered|could\ not\ (?:be\ deliver|send\ message)
    |unable\ to\ deliver|undeliverable|message\ (?:delivery|status)|permanent\ (?:error|delivery)
    |mail\ not\ delivered|bounce|smtp\ error|user\ unknown|unknown\ (?:user|recipient|address)
    |address\ (?:is\ )?(?:unknown|invalid)|no\ such\ user|mailbox\ (?:is\ )?(?:full|unavailable)|over\ quota
    |nondeliverable|mensaje\ no\ entregado|nicht\ zustellbar|unzustellbar|non\ remis|inexistant
    |warning:\ (?:could\ not|message)|mail\ delivery|message\ undelivered|rejected\ (?:mail|posting)""",
    re.IGNORECASE | re.VERBOSE,
)
_ANSWER_OR_FORWARD = re.compile(
    r"^\s*(?:re|fwd?|回复|答复|转发|轉寄|回覆|答覆)\s*[:：\d\[]", re.IGNORECASE
)
_FAILURE = re.compile(
    r"""退信|退回|投递失败|发送失败|投递不成功|(?:无法|未能|不能|未)(?:被)?(?:送达|投递|发送|传递|递送|发送到)
    |無法(?:送達|傳送|投遞|寄達)|未送達|地址不存在|收件人不存在|用户不存在|邮箱不存在|帐号不存在|账号不存在
    |拒收|空间不足|容量已满|邮箱已满|信箱已滿|被系统退|不存在(?:该|此)(?:用户|邮箱|收件人)|没有(?:该|此)用户
    |(?:could|can|did|was|is|has|have|were|are|will)\s*(?:not|n't|n’t)\s+(?:\w+\s+){0,3}?
      (?:deliver|deliverable|reach|sent|send|accept|complete|received?|transmi|found|handle|process)
    |undeliver|not\s+(?:\w+\s+){0,2}?deliver|non-?deliver|unable\s+to\s+(?:\w+\s+)?(?:deliver|send|reach|relay|accept|process)
    |deliver(?:y|ies|ing)?\s+(?:\w+\s+){0,8}?(?:fail|abort|delay|error|problem|unsuccess|postpon|attempts)
    |fail(?:ed|ure|s)?\s+(?:\w+\s+){0,4}?(?:deliver|recipient|address|to\s+reach)|(?:recipient|address|delivery|message)\S*\s+failed
    |permanent\s+(?:\w+\s+)?(?:error|failure)|fatal\s+error|returned\s+(?:mail|to\s+sender|as)|return(?:ed|ing)\s+(?:your|to\s+you)
    |user\s+(?:is\s+)?(?:unknown|not\s+found|doesn)|unknown\s+(?:\w+\s+)?(?:user|recipient|address|mailbox|host)
    |no\s+such\s+(?:\w+\s+)?(?:user|recipient|mailbox|address|person)|no\s+(?:mailbox|user)\s+(?:here|by)|(?:mailbox|quota)\s+(?:is\s+)?(?:full|exceeded|unavailable|disabled)
    |over\s*quota|exceed(?:ed|s|ing)?\s+(?:\w+\s+){0,4}?(?:quota|size|limit|storage)|(?:doesn|does\s+no)\S*\s+exist|invalid\s+(?:\w+\s+)?(?:recipient|address|user)
    |not\s+(?:\w+\s+)?(?:known|a\s+valid|yet\s+been)|not\s+listed\s+in|(?:was|been|were)\s+(?:\w+\s+)?(?:reject|refuse|bounce|undeliver|block)
    |(?:had|encountered|with)\s+(?:\w+\s+){0,3}?(?:errors|problems)|undisclosed\s+failure|rejected|nicht\s+zugestellt|no\s+(?:se\s+)?pudo""",
    re.IGNORECASE | re.VERBOSE,
)
_RETURNED = re.compile(
    r"""^[\s>*#|=~_.+-]*(?:
      (?:the\s+)?(?:original|old|returned|your|rejected|failed|undelivered)\s+(?:message|mail|e-?mail|text)\s*
        (?:follows|is|attached|headers?|details|text|returned|reads|was|as\s+follows|:|-|$)
     |(?:below|beneath).{0,40}(?:copy|original|message)|-*\s*(?:below|beneath)\s+this\s+line|(?:here\s+is|this\s+is|following\s+is|included\s+is|attached\s+is|enclosed\s+is)\s+(?:\w+\s+){0,3}?(?:copy|returned|original|message)
     |(?:a\s+)?copy\s+of\s+(?:the|your)|message\s+(?:headers?|text|contents?)\s+follow|header(?:s)?\s+(?:of|follows?)|start\s+of\s+returned
     |returned\s+(?:mail|message)|(?:unsent|undelivered)\s+message|.*\bmessage\s+(?:body|header|text)\s+follows|received:\s+from\s|return-path:\s*<
     |以下(?:是|为)(?:您)?(?:的)?原(?:始)?(?:邮件|信)|原始?(?:邮件|信)(?:件)?(?:内容|如下|附后|信息)|原邮件
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ANNOUNCED = tuple(
    re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for pattern in (
        r"""(?:final-recipient|original-recipient|x-failed-recipients?|error-for|failed\s+recipients?|intended\s+recipient|undeliverable\s+address
          |undelivered\s+(?:to|recipient)|mailbox\s+is\s+full|recipient(?:'s)?(?:\s+(?:e-?mail\s+)?address)?)\s*[:=]\s*(?:rfc822\s*;)?\s*(?:\[smtp:)?(?P<a>.{0,200})""",
        r"rcpt\s+to\s*:\s*(?P<a>.{0,200})",
        r"""(?:无法(?:发送|投递|送达|传递)(?:到|至|给)?|未能(?:发送|投递|送达)(?:到|至|给)?|收件人(?:邮件|邮箱|电子邮件)?(?:地址)?|收件方(?:地址)?|收信人(?:地址)?
          |失败(?:的)?(?:收件人|地址)|目标(?:邮箱|地址)|退信(?:收件人|地址)|发往|寄往|投递到|发送到|投递给|发送给|無法(?:傳送|送達|投遞)(?:到|給)?|發送給
          |收件者|你发(?:送)?给|您发(?:送)?给)\s*[:：|（(「“"<\s]*(?P<a>[^，。；\n]{0,200})""",
        r"^[\s>*]*<(?P<a>[^<>\s]+@[^<>\s]+)>\s*(?:[:(,.…]|-|host|said|\s*$)",
        r"""^[\s>*•·-]*(?:\(expanded\s+from:\s*)?["'<\[(]*(?:mailto:|smtp:)?(?P<a>[^\s@<>"'(),]+@[^\s@<>"'(),]+?)[>"'\])]*(?:[:;.,…]*\s*$|\s*[:;(]|\s+-|\s{2,}|\.{3}|\s+on\s)""",
        r"addressed\s+to\s+'?(?P<a>.{0,200})",
        r"^[\s>*|]*to\s*[:：]\s*(?P<a>.{0,200})",
        r"^.{0,300}?[<\[('\"](?P<a>[^\s@<>]+@[^\s@<>]+?)[>\])'\"]",
        r"^(?P<a>.*)$",
    )
)
_NOT_THE_ONE = re.compile(
    r"""mailto:|contact|questions?|assistance|\bhelp\b|please\s+(?:write|send|forward|e-?mail|report)|send\s+(?:mail|e-?mail)\s+to
    |^[\s>*|]*(?:message-?id|from|reply-to|return-path|received|sender|reporting-mta|cc|x-[\w-]+|references|in-reply-to|resent-\w+|errors-to|list-\w+|date|subject)\s*[:：]
    |message-?id|发件人|发信人|寄件|客服|联系管理员|反馈|mail\s+from|\bby\s+[\w.-]+\s+with|\bid\s+[<\w]|sender|postmaster@|smtp;?\s+id""",
    re.IGNORECASE | re.VERBOSE,
)
_NOBODY = re.compile(
    r"^(?:postmaster|mailer-?daemon|mail-?daemon|abuse|hostmaster|webmaster|no-?reply|root|support|helpdesk|antispam)@"
    r"|@(?:localhost)?$|\.(?:png|gif|jpe?g)$",
    re.IGNORECASE,
)
_MAY_PASS = re.compile(
    r"""(?:has\s+been|is|was)\s+delayed|not\s+yet\s+been|will\s+(?:be\s+retried|continue|retry|keep\s+trying|try\s+again)|delivery\s+attempts\s+will|postponed|just\s+a\s+warning|warning\s+(?:only|message)
    |temporar(?:y|ily)|no\s+action\s+is\s+required|still\s+trying|(?:将|会)(?:继续|再次|重新)(?:尝试|投递|发送)|继续尝试|稍后(?:再试|重试|重新)|投递延迟|延迟投递|暂时(?:无法|不可|不能)|系统(?:将|会)在""",
    re.IGNORECASE | re.VERBOSE,
)
_FINAL = re.compile(
    r"permanent|giv(?:en|ing)\s+up|fatal|will\s+not\s+be\s+retried|不存在|unknown|no\s+such",
    re.IGNORECASE,
)


def bounce_subject(subject: str) -> bool:
    """Tell whether a subject is one that hosts give to what they return."""
    return not _ANSWER_OR_FORWARD.match(subject) and bool(_SUBJECT.search(subject))


def speaks_of_failure(text: str) -> bool:
    """Tell whether a notice's own words say that something was not delivered."""
    return bool(_FAILURE.search("\n".join(_notice(text))))


def failed_addresses(text: str, not_these: frozenset[str]) -> tuple[str, ...]:
    """Return the addresses that a notice says were not reached, in order.

    `not_these` are lower-case addresses that cannot be meant: ours, the notice's
    sender. The surest announcement that yields any address decides.
    """
    lines = [line for line in _notice(text) if "@" in line]
    for form in _ANNOUNCED:
        found = _plausible(_announced(lines, form), not_these)
        if found:
            return found
    return ()


def may_pass(text: str) -> bool:
    """Tell whether the failure a notice describes may pass by itself."""
    words = "\n".join(_notice(text))
    by_code = is_temporary(words)
    if by_code is not None and not (by_code is False and _still_trying(words)):
        return by_code
    return bool(_MAY_PASS.search(words)) and not _FINAL.search(words)


def _still_trying(words: str) -> bool:
    """Tell whether the host says that it goes on trying, whatever the code."""
    return bool(
        re.search(r"will\s+be\s+retried|delivery\s+attempts\s+will", words, re.I)
    )


def _notice(text: str) -> list[str]:
    """Return the notice's own lines, those of the returned letter cut off.

    A first line can be a heading such as `Your message:`; only what comes after
    some words of the host's own is the returned letter.
    """
    lines = [line[:_LONGEST_LINE] for line in text[:_LONGEST].splitlines()]
    seen = ""
    for at, line in enumerate(lines):
        if _RETURNED.match(line) and ("@" in seen or _long(seen)):
            return lines[:at]
        seen += line
    return lines


def _long(words: str) -> bool:
    """Tell whether a host can have said what happened in so many characters."""
    return len(words.strip()) > 400  # noqa: PLR2004  # a paragraph


def _announced(lines: Iterable[str], form: re.Pattern[str]) -> Iterator[str]:
    """Yield the addresses in those lines that `form` finds them announced in."""
    for line in lines:
        match = form.search(line)
        if match and not _NOT_THE_ONE.search(line[: match.end("a")]):
            yield from addresses_in(match["a"])


def _plausible(found: Iterable[str], not_these: frozenset[str]) -> tuple[str, ...]:
    """Return `found` in order, each once, without those that cannot be meant."""
    kept: dict[str, str] = {}
    for address in found:
        low = address.lower()
        if (
            low not in not_these
            and not _NOBODY.search(low)
            and "." in low.split("@")[1]
        ):
            kept.setdefault(low, address)
    return tuple(kept.values())
