"""What machines write for their owners: answers of absence, receipts, recalls.

One phrase a row: the pattern, the program or people it is known from, and texts in
which it stands. core/words/phrases tells what the tests do with them.
"""

from __future__ import annotations

import re
from typing import Final

from mailbot.core.words.phrases import Phrases, phrase

# fmt: off
# What a subject says when a machine answers for its owner.
AUTO_WORDS: Final = Phrases(
    (
        phrase("自动回复", "QQ (\"自动回复:\")", "自动回复"),
        phrase("自动答复", "Outlook", "自动答复:"),
        phrase("自动回信", "unrecorded", "自动回信：二季度报表"),
        phrase("自動回復", "unrecorded", "自動回復：二季度报表"),
        phrase("自動回覆", "unrecorded", "自動回覆:"),
        phrase("自動答覆", "unrecorded", "自動答覆：二季度报表"),
        phrase("自动应答", "unrecorded", "自动应答：二季度报表"),
        phrase("智能回复", "unrecorded", "智能回复：二季度报表"),
        phrase("假期回复", "unrecorded", "假期回复：二季度报表"),
        phrase("休假回复", "unrecorded", "休假回复：二季度报表"),
        phrase(r"auto(?:mated|matic)?[\s:-]*(?:reply|response|respond\w*|answer)", "Exchange, Gmail",
               "Automated answer", "Automatic reply: 二季度报表", "Auto-Response: away", "Autoresponder: away"),
        phrase(r"out\s+of\s+(?:the\s+)?office", "Exchange", "Out of the office until Monday"),
        phrase(r"vacation\s+(?:reply|response|message|notice|auto\w*)", "vacation(1)",
               "Vacation message", "vacation auto-reply", "Vacation notice: away", "vacation reply",
               "vacation response"),
        phrase(r"away\s+from\s+(?:my|the)\s+(?:office|mail|desk)", "unrecorded",
               "away from my desk", "away from the mail", "away from my office"),
        phrase(r"on\s+(?:vacation|leave|holiday)\b", "unrecorded",
               "I'm on vacation and will answer later.", "on leave", "on holiday"),
        phrase("休假通知", "unrecorded", "休假通知：二季度报表"),
        phrase("外出通知", "unrecorded", "外出通知：二季度报表"),
        phrase("不在办公室", "unrecorded", "不在办公室：二季度报表"),
        phrase("離開辦公室", "unrecorded", "離開辦公室：二季度报表"),
        phrase("抽空回复", "unrecorded", "抽空回复：二季度报表"),
        phrase("自動返信", "unrecorded", "自動返信：二季度报表"),
        phrase(r"réponse\s+automatique", "Outlook", "Réponse automatique : x"),
        phrase(r"automatische\s+antwort", "Outlook", "automatische antwort"),
        phrase(r"respuesta\s+autom[aá]tica", "Outlook", "respuesta automatica"),
        phrase(r"已(?:经)?(?:调离|离职|离岗|退休)(?=\s*(?:[,，。:：!！]|$))", "unrecorded", "我已调离", "已离岗：二季度报表", "已离职：二季度报表", "已退休：二季度报表"),
    ),
)
# The fixed openings that programs give to their answers.
FIXED_BODY: Final = Phrases(
    (
        phrase("这是来自.{0,12}?(?:自动回复|自动答复)", "QQ", "这是来自网易邮箱的自动答复", "这是来自QQ邮箱的自动回复邮件。"),
        phrase("这是一封.{0,6}自动(?:回复|答复|发送)", "unrecorded", "这是一封自动回复", "这是一封自动答复", "这是一封系统自动发送的邮件"),
        phrase(r"^\W*[\[(（【]?\s*(?:自动回复|自動回覆|自动答复)", "unrecorded", "自动回复", "自动答复:", "自動回覆:"),
        phrase(r"this\s+is\s+an?\s+auto(?:matic|mated)?[\s-]*(?:ally\s+generated\s+)?(?:reply|response|answer)", "unrecorded",
               "This is an automatic reply", "This is an automated response",
               "This is an automatically generated answer"),
        phrase(r"confirming\s+that\s+your\s+e-?mail\s+was\s+received", "unrecorded", "Confirming that your e-mail was received"),
        phrase("您发给我的(?:信件|邮件|来信)已经?收到.{0,20}(?:祝好|谢谢|$)", "unrecorded",
               "您发给我的信件已经收到。", "您发给我的来信已收到。祝好！县民政局办公室地址：某某路一号，电话见附注，邮政编码二五五",
               "您发给我的邮件已收到。谢谢！县民政局办公室地址：某某路一号，电话见附注，邮政编码二五五"),
        phrase("本邮件(?:由|为|是)?(?:系统)?自动(?:回复|答复)", "unrecorded", "本邮件为自动答复", "本邮件由系统自动回复"),
        phrase("此(?:邮件|信)(?:由|为|是)?(?:系统)?(?:的)?自动(?:回复|答复)", "unrecorded", "此信为自动回复", "此邮件由系统自动答复"),
    ),
)
# Why somebody is not there.
ABSENCE: Final = Phrases(
    (
        phrase("休假", "people", "休假"),
        phrase("度假", "people", "我度假，回来后尽快回复"),
        phrase("年假", "people", "您好，我正在休年假，7月10日返岗后回复。"),
        phrase("产假", "people", "您好！我正在休产假，期间工作由张某负责，电话2340000。"),
        phrase("病假", "people", "我病假，回来后尽快回复"),
        phrase("探亲", "people", "我探亲，回来后尽快回复"),
        phrase("放假", "people", "因端午放假，办公室无人，报表节后上报，联系电话2340000"),
        phrase("请假", "people", "请假"),
        phrase("出差", "people", "我出差，回来后尽快回复"),
        phrase("外出", "people", "我外出，回来后尽快回复"),
        phrase("公出", "people", "我公出，回来后尽快回复"),
        phrase("在外地", "people", "我在外地，回来后尽快回复"),
        phrase("离职", "people", "已完成离职村医补助发放120人，资金由县财政负责"),
        phrase("已调离", "people", "我已调离"),
        phrase("已离岗", "people", "我已离岗，回来后尽快回复"),
        phrase("不在(?:办公室|单位|岗|公司|局里)", "people",
               "我不在岗，回来后尽快回复", "我不在公司，回来后尽快回复", "我不在单位，回来后尽快回复", "我不在局里，回来后尽快回复", "我不在办公室，回来后尽快回复"),
        phrase("无法(?:及时|亲自|立即|马上|第一时间)", "people",
               "我无法亲自，回来后尽快回复", "我在外地出差，无法及时回复，报表见附件", "我无法立即，回来后尽快回复", "我无法马上，回来后尽快回复", "我无法第一时间，回来后尽快回复"),
        phrase("暂时(?:不能|无法)", "people", "我暂时不能，回来后尽快回复", "我暂时无法，回来后尽快回复"),
        phrase("不再(?:使用|负责)", "people", "我不再使用，回来后尽快回复", "我不再负责，回来后尽快回复"),
        phrase("不(?:便|方便)(?:查看|查收|回复|处理)", "people", "我现在不方便查看邮件，看到后会尽快与您联系。", "我不便回复，回来后尽快回复", "我不便处理，回来后尽快回复", "我不便查收，回来后尽快回复"),
    ),
)
# When he will be.
SOON: Final = Phrases(
    (
        phrase("尽快", "people", "我会尽快回复"),
        phrase("尽早", "people", "我会尽早回复"),
        phrase("及时", "people", "我会及时回复"),
        phrase("(?:工作日|小时|天)之?内", "people", "两天内回复", "24小时之内回复", "三个工作日内回复"),
        phrase("第一时间", "people", "我会第一时间回复"),
        phrase("马上", "people", "我会马上回复"),
        phrase("后", "people", "我会在上班后回复"),
    ),
)
# What he will do then.
REPLY: Final = Phrases(
    (
        phrase("回复", "people", "我会尽快回复"),
        phrase("答复", "people", "我会尽快答复"),
        phrase("处理", "people", "我会尽快处理"),
        phrase("联系(?!电话|人|方式)", "people", "我会尽快与您联系", unlike=("尽快联系电话", "马上联系人", "及时联系方式")),
        phrase("回信", "people", "我会尽快回信"),
        phrase("查看", "people", "我会尽快查看"),
        phrase("查阅", "people", "我会尽快查阅"),
        phrase("阅读", "people", "我会尽快阅读"),
    ),
)
# What is promised or advised meanwhile.
PROMISE: Final = Phrases(
    (
        phrase(f"{SOON}.{{0,16}}{REPLY}", "people", "我在外地出差，回来后回复。"),
        phrase("改(?:发|投)", "people", "本人已调离原岗位，业务邮件请改发新邮箱。"),
        phrase("邮箱.{0,8}(?:停用|不再)", "people", "此邮箱已停用，请发送至 new@gov.example。", "我在休假，邮箱不再"),
        phrase("(?:紧急|急事|如有急|如需|有事|急件).{0,24}(?:联系|致电|电话|拨打|电联)", "people",
               "我在休假，如需拨打", "我在休假，急事电联", "我在休假，急件电话", "我在休假，有事联系", "我在休假，紧急致电", "我在休假，如有急拨打"),
    ),
)
# Sentences of somebody who is away, or of a mailbox given up.
ABSENT: Final = Phrases(
    (
        phrase(f"{ABSENCE}.{{0,120}}?{PROMISE}", "people", "我正在休假，回来后尽快回复"),
        phrase(f"(?:来信|来件|邮件|信件|email).{{0,12}}?(?:收到|收悉|收阅)(?!.{{0,5}}[件封次条]).{{0,40}}?(?:{SOON}|[会将]在).{{0,24}}?{REPLY}", "people",
               "来件收悉，稍后处理", "您的信件已收阅，将在三日内答复", "来信已收到，我会尽快回复", "您的email已收到，马上回复", "您的邮件已收到，我会在上班时查看"),
        phrase(f"收到(?:了)?您的.{{0,6}}(?:来信|邮件|信件).{{0,30}}?{SOON}.{{0,20}}?{REPLY}", "people",
               "收到您的邮件，稍后答复", "收到了您的信件，马上处理", "收到您的来信，我会尽快回复"),
        phrase(rf"(?:^|[，。！,.\s])(?:我|本人)(?![单局办们县镇中科处委]).{{0,12}}?{ABSENCE}.{{0,60}}?由.{{1,20}}?(?:负责|代为|代管|接替|办理)", "people",
               "我休产假，由李某代管", ",本人出差由某办理", "我在外地，由李某接替", "我休假，工作由李某负责", "我产假由某代为"),
        phrase("[此本该]邮箱.{0,8}(?:停用|注销|弃用|不再使用).{0,30}?(?:发|投|联系|改用|使用)", "people",
               "本邮箱停用，使用办公邮箱", "本邮箱已注销，请投新邮箱", "该邮箱已弃用，请联系李某", "此邮箱不再使用，改用新邮箱", "此邮箱已停用，请发新邮箱"),
        phrase(r"i\s*(?:am|'m|’m|will\s+be)\s+(?:currently\s+)?(?:out\s+of|on\s+(?:vacation|leave|holiday|a\s+business)|away\b|travel)", "people",
               "I’m on leave", "I'm on vacation", "I will be on holiday", "I am away until Monday",
               "I am out of the office", "I am on a business trip", "I'm currently travelling"),
        phrase("(?:系统|本邮件|此邮件).{0,8}自动(?:发送|发出|生成).{0,16}(?:勿|不要|无需)(?:直接)?回复", "people",
               "系统自动发送，请勿回复", "本邮件自动发出，不要回复", "此邮件由程序自动生成，无需回复"),
    ),
    flags=re.IGNORECASE | re.DOTALL,
)
# How the subject of a receipt begins.
READ_LEADS: Final = Phrases(
    (
        phrase("已读(?:回执)?", "Outlook", "已读:"),
        phrase("已讀", "unrecorded", "已讀："),
        phrase("已阅读?", "unrecorded", "已阅"),
        phrase("邮件已读", "unrecorded", "邮件已读"),
        phrase("未读", "unrecorded", "未读:"),
        phrase("未读就?删除", "unrecorded", "未读删除"),
        phrase("未閱讀", "unrecorded", "未閱讀"),
        phrase("阅读回执", "unrecorded", "阅读回执："),
        phrase("讀取回條", "unrecorded", "讀取回條"),
        phrase("已读通知", "unrecorded", "已读通知"),
        phrase("回执", "unrecorded", "回执"),
        phrase("收条", "unrecorded", "收条"),
        phrase("(?:已)?送[达達]", "unrecorded", "送达:"),
        phrase("送达回执", "unrecorded", "送达回执"),
        phrase("已中继", "unrecorded", "已中继:"),
        phrase("relayed", "Postfix", "relayed"),
        phrase(r"successful\s+mail\s+delivery\s+report", "Postfix", "Successful Mail Delivery Report"),
        phrase(r"read(?:\s+receipt)?", "Outlook", "Read:"),
        phrase(r"return\s+receipt(?:\s*\(.*?\))?", "Thunderbird", "Return Receipt (displayed) -"),
        phrase(r"not\s+read", "Outlook", "not read"),
        phrase("delivered", "unrecorded", "delivered"),
        phrase(r"message\s+read", "unrecorded", "message read"),
        phrase(r"disposition\s+notification", "RFC 8098", "disposition notification"),
        phrase(r"delivery\s+receipt", "unrecorded", "delivery receipt"),
        phrase("received", "unrecorded", "Received"),
    ),
    before=r"^\s*",
    after=r"\s*(?:[:：(（-]|$)",
)
# What it says anywhere.
READ_SUBJECT: Final = Phrases(
    (
        phrase("(?:阅读|已读|读取|打开)(?:邮件)?回执", "unrecorded", "阅读回执：", "邮件已读回执", "打开回执：二季度报表", "读取回执：二季度报表"),
        phrase("邮件(?:已被?|被)(?:阅读|打开|读取)", "unrecorded", "邮件已打开：二季度报表", "邮件被读取：二季度报表", "邮件已阅读：二季度报表"),
        phrase(r"read\s+receipt", "unrecorded", "read receipt"),
        phrase("已读(?:邮件)?(?:提醒|通知)", "unrecorded", "已读提醒：二季度报表", "已读通知：二季度报表"),
    ),
)
# What a receipt's body says.
READ_BODY: Final = Phrases(
    (
        phrase("(?:邮件|信件|来信).{0,60}?(?:于|已经?被).{0,50}?(?:打开|阅读|读取|查看|查阅)(?!.{0,6}(?:后|请))", "unrecorded",
               "您的邮件已经被查看", "您的信件于7月1日被阅读", "发给张某的来信已被读取", "邮件于7月1日被查阅", "您的邮件已于7月1日打开"),
        phrase("这(?:是|份)(?:一封)?.{0,20}(?:回执|收条)", "unrecorded", "这份收条", "这是邮件回执"),
        phrase("(?:邮件)?(?:阅读时间为|的阅读时间|已读回执)", "unrecorded", "邮件已读回执", "的阅读时间", "阅读时间为"),
        phrase(r"your\s+message.{0,200}?was\s+read\s+on", "Outlook", "Your message was read on Sunday, June 25, 2023"),
        phrase(r"this\s+is\s+a\s+(?:return\s+)?receipt\s+for\s+the\s+(?:mail|message)", "Thunderbird",
               "This is a Return Receipt for the mail", "this is a receipt for the message"),
        phrase(r"the\s+message\s+(?:was|has\s+been)\s+(?:displayed|read)", "unrecorded",
               "the message was read", "the message has been displayed"),
        phrase(r"was\s+displayed\s+on", "unrecorded", "was displayed on"),
    ),
    flags=re.IGNORECASE | re.DOTALL,
)
# To take a letter back.
TAKES_BACK: Final = Phrases(
    (
        phrase("撤回", "unrecorded", "邮件撤回通知"),
        phrase("召回", "unrecorded", "召回邮件"),
        phrase("收回", "unrecorded", "收回邮件"),
        phrase("撤销", "unrecorded", "撤销邮件"),
    ),
)
# What is taken back.
LETTER: Final = Phrases(
    (
        phrase("邮件", "NetEase, QQ, Coremail, Sina", "撤回邮件"),
        phrase("信件", "unrecorded", "撤回信件"),
        phrase("消息", "unrecorded", "撤回消息"),
        phrase("郵件", "a host in traditional script", "撤回郵件"),
    ),
)
# How the subject of a recall begins.
RECALL_SUBJECT: Final = Phrases(
    (
        phrase(f"【{LETTER}?{TAKES_BACK}】", "unrecorded", "【撤回】"),
        phrase(rf"{LETTER}?{TAKES_BACK}\s*(?:[:：]|{LETTER}?(?:通知|提醒|提示|成功|失败|请求|结果|报告))", "unrecorded",
               "召回成功", "召回：", "邮件撤回通知", "召回报告", "召回提示", "召回结果", "召回请求", "撤回失败", "撤回提醒"),
        phrase(f"{TAKES_BACK}{LETTER}", "unrecorded", "召回信件"),
        phrase(f"{LETTER}(?:已)?(?:被)?{TAKES_BACK}", "unrecorded", "邮件撤回"),
        phrase(f"(?:发件人|对方).{{0,4}}{TAKES_BACK}了?", "unrecorded", "发件人已撤回", "对方已成功撤回"),
        phrase(r"recall\s*(?::|message|success|fail|report)", "Outlook",
               "Recall report", "Recall: 二季度报表", "Recall message", "Recall success", "Recall failed: 二季度报表"),
        phrase(r"message\s+recall", "Outlook", "Message Recall"),
    ),
    before=r"^\s*",
)
# What a recall's body says.
RECALL_BODY: Final = Phrases(
    (
        phrase(f"(?:想要?|要求|希望|试图|尝试|将)(?:要)?{TAKES_BACK}(?:了|此|这封|该)?{LETTER}", "unrecorded",
               "对方要求召回此邮件", "张某试图撤销该消息", "李某尝试撤回了郵件", "发件人希望收回这封信件", "张某将撤回邮件", "张某想撤回邮件"),
        phrase(f"(?:已(?:经)?(?:成功)?|发件人|对方){TAKES_BACK}(?:了)?(?:一封|此|该|这封)?{LETTER}", "unrecorded",
               "已经撤回此邮件", "发件人撤回该邮件", "对方撤回这封信件", "已成功撤回一封邮件"),
        phrase(f"{LETTER}.{{0,60}}?已(?:被)?(?:发件人|对方)?{TAKES_BACK}", "unrecorded", "邮件已被发件人撤回", "您收到的邮件已被对方撤回"),
        phrase(r"would\s+like\s+to\s+recall\s+the\s+message", "Outlook", "The sender would like to recall the message"),
        phrase(r"has\s+recalled\s+(?:the|this)\s+message", "unrecorded", "has recalled the message", "has recalled this message"),
    ),
    flags=re.IGNORECASE | re.DOTALL,
)
# fmt: on
