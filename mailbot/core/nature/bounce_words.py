"""The words by which mail hosts say that a letter did not arrive.

Gathered from what hosts send (sendmail, Postfix, qmail, Exim, Exchange, Domino,
Coremail, NetEase, QQ, Aliyun, Sina) rather than from any standard: there is none.
"""

from __future__ import annotations

import re

_FLAGS = re.IGNORECASE | re.VERBOSE

SUBJECT = re.compile(
    r"""退信|退件|退回(?:通知)?|拒收|(?:投递|投遞|发送|發送|传送|寄送|递送)(?:失败|失敗)
    |(?:邮件|信件|郵件).{0,6}(?:被退|未送达|未能送达|无法送达|无法投递|未投递|投递状态|传递状态|延迟)
    |(?:无法|未能|未)(?:送达|投递|传递|递送)|無法(?:送達|傳送|投遞)|未传递|未遞送
    |传递(?:已)?失败|傳遞失敗
    |(?:传递状态|投递状态|送达状态|投递延迟)(?:通知)?
    |undeliver(?:ed|able)|undelivrable|non[- ]?deliver|not\ delivered
    |deliver(?:y|ing)[ -]+(?:status|fail|problem|error|report|notif|delay|warning
      |has\ fail|unsuccess|incomplete)
    |fail(?:ed|ure)[ -]+(?:notice|notification|delivery|mail|to\ deliver|in\ delivery)
    |mail(?:\ system)?\ (?:error|failure|status\ report|delivery)
    |return(?:ed|ing)\ (?:mail|message|e-?mail|to\ sender)|email\ is\ returned
    |mail\ could\ not\ be\ delivered|could\ not\ (?:be\ deliver|send\ message)
    |unable\ to\ deliver|message\ (?:delivery|status|undelivered)|processing\ error
    |permanent\ (?:error|delivery)|mail\ not\ delivered|bounce|smtp\ error
    |(?:user|address)\ (?:is\ )?(?:unknown|invalid)|no\ such\ user
    |unknown\ (?:user|recipient|address)|mailbox\ (?:is\ )?(?:full|unavailable)
    |over\ quota|nondeliverable|mensaje\ no\ entregado|nicht\ zustellbar|unzustellbar
    |non\ remis|inexistant|warning:\ (?:could\ not|message)|rejected\ (?:mail|posting)
    |devuelto|недоставл|配信不能|送信エラー""",
    _FLAGS,
)
CHINESE_SUBJECT = re.compile(
    r"系统退信|系統退信|退信通知|退信|(?:email|mail) is returned"
    r"|投递失败|发送失败|邮件被退|未送达|无法送达|无法投递|未传递|投递状态通知|拒收",
    re.IGNORECASE,
)
ANSWER_OR_FORWARD = re.compile(
    r"^\s*(?:re|fwd?|回复|答复|转发|轉寄|回覆|答覆)\s*[:：\d\[]", re.IGNORECASE
)
OPENING = re.compile(
    r"""很抱歉.{0,12}退回|退信原因|您(?:的|发送的|所发送的).{0,20}(?:邮件|信件).{0,20}
      (?:被退回|无法(?:投递|送达)|未能送达|退信)
    |this\s(?:is\sa[n]?\s(?:mail\s)?(?:delivery|permanent|automatic\w*\s+generated\s
      (?:delivery|non))|message\swas\screated\sautomatically\sby\s(?:the\s)?mail)
    |i(?:'m|\sam)\s(?:sorry|afraid).{0,60}(?:deliver|couldn)
    |this\sis\s(?:the|an?)\s(?:qmail|mail|deliver|e-?mail|advisory-only)
    |the\s(?:mail\ssystem|postfix\sprogram)\sat\shost|failed\sto\sdeliver
    |(?:could|can|did|was)\s?not\s(?:be\s)?(?:delivered?|reach)
    |cannot\sbe\sdelivered|wasn't\sable\sto\sdeliver|unable\sto\sdeliver
    |invalid\suser\saddress|delivery\s(?:to|of)\s.{0,60}(?:fail|postpon|delay)""",
    _FLAGS,
)
FAILURE = re.compile(
    r"""退信|退回|(?:投递|发送|投递不|传递|传递已)(?:失败|成功)|拒收|空间不足|容量已满|邮箱已满|信箱已滿
    |(?:无法|未能|不能|未)(?:被)?(?:送达|投递|发送|传递|递送)|無法(?:送達|傳送|投遞|寄達)|未送達
    |(?:地址|收件人|用户|邮箱|帐号|账号|域名)(?:或.{1,6})?不存在|没有(?:该|此)用户|不存在(?:该|此)
    |not\s+(?:\w+\s+){0,3}?(?:deliver|reach|sent\b|send\b|accept|complete|receive
      |transmi|found|handle|process|known|recogni|match|a\s+valid|yet\s+been|listed|exist)
    |n['’]t\s+(?:\w+\s+){0,3}?(?:deliver|reach|send|accept|exist|receive|find)
    |cannot\s+(?:be\s+)?(?:deliver|reach|send|accept|find)|undeliver|non-?deliver
    |unable\s+to\s+(?:\w+\s+)?(?:deliver|send|reach|relay|accept|process)
    |deliver(?:y|ies|ing)?\s+(?:\w+\s+){0,8}?(?:fail|abort|delay|error|problem
      |unsuccess|postpon|attempts)
    |fail(?:ed|ure|s)?\s+(?:\w+\s+){0,4}?(?:deliver|recipient|address|reason|reach)
    |(?:recipient|address|delivery|message)\S*\s+failed|(?:has|have|was|were)\s+been\s+postponed
    |(?:permanent|fatal)\s+(?:\w+\s+)?(?:error|failure)|returned\s+(?:mail|to\s+sender|as)
    |return(?:ed|ing)\s+(?:your|to\s+you)|(?:has|was|have)\s+been\s+returned
    |user\s+(?:is\s+)?(?:unknown|not\s+found|doesn)|host\s+unknown
    |unknown\s+(?:\w+\s+)?(?:user|recipient|address|mailbox|host)|invalid\s+final
    |no\s+such\s+(?:\w+\s+)?(?:user|recipient|mailbox|address|person)
    |no\s+(?:mailbox|user)\s+(?:here|by)|over\s*quota
    |(?:mailbox|quota)\s+(?:is\s+)?(?:full|exceeded|unavailable|disabled)
    |exceed(?:ed|s|ing)?\s+(?:\w+\s+){0,4}?(?:quota|size|limit|storage)
    |invalid\s+(?:\w+\s+)?(?:recipient|address|user)|rejected|refused
    |(?:was|been|were)\s+(?:\w+\s+)?(?:bounce|undeliver|block)
    |(?:had|encountered|with)\s+(?:\w+\s+){0,3}?(?:errors?|problems)
    |nicht\s+zugestellt|no\s+(?:se\s+)?pudo|送信できません|配信できません|не\s+может\s+быть""",
    _FLAGS,
)
RETURNED = re.compile(
    r"""^[\s>*#|=~_.+-]*(?:
      (?:the\s+)?(?:original|old|returned|rejected|undelivered|unsent)\s+
        (?:message|mail|e-?mail|text)\s*
        (?:follows|is\b|attached|headers?|details|text|returned|reads|as\s|:|-|$)
     |your\s+message\s+(?:reads|follows|text|headers?)\b
     |(?:below|beneath)\s.{0,40}(?:copy|original|message|line)
     |(?:here|this|following|included|attached|enclosed)\s+is\s+(?:\w+\s+){0,3}?
        (?:copy|returned|original)\b
     |(?:a\s+)?copy\s+of\s+(?:the|your)\b|.{0,40}\bmessage\s+(?:body|header|text)s?\s+follow
     |(?:the\s+)?header(?:s)?\s+(?:of|follows?|and\s+top)\b|start\s+of\s+returned
     |returned\s+(?:mail|message)|received:\s*from\s|return-path:\s*<
     |以下(?:是|为)(?:您)?(?:的)?原(?:始)?(?:邮件|信)
     |原始?(?:邮件|信)(?:件)?(?:内容|如下|附后|信息)
    )""",
    _FLAGS,
)
ANNOUNCED = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        r"expanded\s+from:\s*(?P<a>.{0,200})",
        r"""(?:final-recipient|original-recipient|x-failed-recipients?|error-for
          |failed\s+recipients?|intended\s+recipient|undeliverable\s+address
          |undelivered\s+(?:to|recipient)|mailbox\s+is\s+full|invalid\s+final\s.{0,20}
          |recipient(?:'s)?(?:\s+(?:e-?mail\s+)?address)?)
          \s*[:=]\s*(?:rfc822\s*;)?\s*(?:\[smtp:)?(?P<a>.{0,200})""",
        r"rcpt\s+to\s*:\s*(?P<a>.{0,200})",
        r"\bsmtp=(?P<a>[^\s;]{1,200})",
        r"""(?:无法|未能|無法)(?:发送|投递|送达|传递|傳送|送達|投遞)(?:到|至|给|給)?
          \s*[:：|（(「“"<\s]*(?P<a>[^，。；\n]{0,200})""",
        r"""(?:收件人|收件方|收信人|失败|目标|退信|收件者)(?:的|收件人|邮件|邮箱|电子邮件)*
          (?:地址)?\s*[:：|（(「“"<\s]*(?P<a>[^，。；\n]{0,200})""",
        r"""(?:发往|寄往|投递到|发送到|投递给|发送给|發送給|你发(?:送)?给|您发(?:送)?给)
          \s*[:：|（(「“"<\s]*(?P<a>[^，。；\n]{0,200})""",
        r"^[\s>*]*<(?P<a>[^<>\s]+@[^<>\s]+)>\s*(?:[:(,.…]|-|host|said|\s*$)",
        r"""^[\s>*•·-]*["'<\[(]*(?:mailto:|smtp:)?
          (?P<a>[^\s@<>"'(),]+@[^\s@<>"'(),]+?)[>"'\])]*
          (?:[:;.,…]*\s*$|\s*[:;(\[<]|\s+-|\s{2,}|\.{3}|\s+on\s)""",
        r"addressed(?:\s+to)?,?\s+'?(?P<a>[^\s,']{1,200})",
        r"^[^<\[('\"]{0,300}[<\[('\"](?P<a>[^\s@<>]+@[^\s@<>]+?)[>\])'\"]",
        r"^(?P<a>.*)$",
    )
)
RETURNED_TO = re.compile(r"^[\s>*|]*to\s*[:：]\s*(?P<a>.{0,200})", _FLAGS)
NOT_THE_ONE = re.compile(
    r"""mailto:|contact|questions?|assistance|\bhelp\b|\bnot\s+accepting\b
    |please\s+(?:write|send|forward|reply|e-?mail|report)|send\s+(?:mail|e-?mail)\s+to
    |^[\s>*|]*(?:to|message-?id|from|reply-to|return-path|received|sender|reporting-mta
      |cc|x-[\w-]+|references|in-reply-to|resent-\w+|errors-to|list-\w+|date|subject)
      \s*[:：]
    |message-?id|发件人|发信人|寄件|客服|联系管理员|反馈|mail\s+from|envelope-from
    |\bby\s+[\w.-]+\s+with|\bid\s+[<\w]|sender|postmaster@|smtp;?\s+id""",
    _FLAGS,
)
NOBODY = re.compile(
    r"^(?:postmaster|mailer-?daemon|mail-?daemon|abuse|no-?reply)@"
    r"|@(?:localhost)?$|\.(?:png|gif|jpe?g)$",
    re.IGNORECASE,
)
MAY_PASS = re.compile(
    r"""(?:has\s+been|is|was)\s+delayed|not\s+yet\s+been|postponed|temporar(?:y|ily)
    |will\s+(?:be\s+retried|continue|retry|keep\s+trying|try\s+again)
    |delivery\s+attempts\s+will|just\s+a\s+warning|warning\s+(?:only|message)
    |no\s+action\s+is\s+required|still\s+trying|投递延迟|延迟投递|继续(?:尝试|重试)
    |(?:将|会)(?:继续|再次|重新)(?:尝试|重试|投递|发送)|稍后(?:将|会)?(?:再试|重试|重新)
    |暂时(?:无法|不可|不能)|繁忙|(?:连接|响应)超时|尚未(?:被?投递|送达|传递)""",
    _FLAGS,
)
STILL_TRYING = re.compile(
    r"will\s+be\s+retried|delivery\s+attempts\s+will|(?:将|会)继续(?:尝试|重试|投递)",
    re.IGNORECASE,
)
FINAL = re.compile(
    r"permanent|giv(?:en|ing)\s+up|fatal|not\s+be\s+retried|不存在|unknown|no\s+such",
    re.IGNORECASE,
)
DAEMON = re.compile(
    r"""^(?:mailer-?daemon|mail-?daemon|post[-_]?master\S{0,30}|mailer|mdaemon|daemon
    |double-?bounce|bounces?|mail-?admin|mail-?delivery\S*|mail-?system|postoffice
    |mailmaster|delivery|undeliverable|smtp(?:admin)?|mailhub|mail-?gateway|mmdf
    |microsoftexchange\w{20,}|mta|mailnull|\w*smtp_mail_service\w*)$""",
    _FLAGS,
)
# Programs write from these too, so a bounce's subject must stand with them.
PERHAPS_DAEMON = re.compile(
    r"^(?:system|sysmail|admin(?:istrator)?|mail|no-?reply|notify|notice|info)$",
    re.IGNORECASE,
)
DAEMON_NAME = re.compile(
    r"""mail(?:er)?[\s_-]*(?:daemon|deliver|system|administrator)|post-?master|退信
    |系统邮件|邮件系统|邮局管理员|delivery\s+(?:sub)?system|internet\s+mail
    |system\s+(?:attendant|administrator)|smtp\s*gateway""",
    _FLAGS,
)
