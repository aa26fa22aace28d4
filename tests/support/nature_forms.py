"""How machines and people answer: forms that real programs and hosts use."""

REMINDER = "【提醒】请报送2023年第二季度实事进展"

BOUNCES = [
    (
        "系统退信",
        "收件方服务器反馈收件人地址不存在，建议以其他方式联系收件方。",
        "Postmaster@163.com",
    ),
    (
        "系统退信/The email is returned",
        "退信原因 | 收件方地址不存在\n远程响应 | 550",
        "PostMaster@qq.com",
    ),
    (
        "来自163.com的退信",
        "很抱歉您发送的邮件被退回，以下是该邮件的相关信息：",
        "postmaster@163.com",
    ),
    (
        "退信通知",
        "您发送的邮件无法送达以下收件人：\nzjj@163.example",
        "postmaster@gov.example",
    ),
    (
        "邮件投递失败通知",
        "投递失败 收件人：zjj@163.example 原因：用户不存在",
        "postmaster@139.com",
    ),
    (
        "Undelivered Mail Returned to Sender",
        "I'm sorry, it could not be delivered to\n<a@b.example>: 550",
        "MAILER-DAEMON@x.example",
    ),
    (
        "Delivery Status Notification (Delay)",
        "Delivery to a@b.example has been delayed",
        "postmaster@x.example",
    ),
    (
        "failure notice",
        "Hi. This is the qmail-send program.\n<a@b.example>:\nno mailbox here",
        "MAILER-DAEMON@sina.com",
    ),
    (
        "无法送达: 二季度",
        "无法传递到以下收件人：\na@b.example",
        "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@x.example",
    ),
    (
        "Mail delivery failed: returning message to sender",
        "The following address(es) failed:\n  a@b.example",
        "Mailer-Daemon@x.example",
    ),
]

AUTO_REPLIES: list[tuple[str, str, dict[str, str]]] = [
    ("刘某 自动回复: " + REMINDER, "您发给我的信件已经收到。", {}),
    ("自动回复：" + REMINDER, "", {}),
    ("自動回覆: " + REMINDER, "我正在休假", {}),
    ("自动答复: " + REMINDER, "我在外地出差，回来后回复。", {}),
    (
        "Re: " + REMINDER,
        "这是来自QQ邮箱的假期自动回复邮件。\n您好，我最近正在休假中",
        {},
    ),
    ("Re: " + REMINDER, "这是来自QQ邮箱的自动回复邮件。", {}),
    ("Re: " + REMINDER, "您好", {"X-QQ-AUTO-REPLY": "1"}),
    ("回复：" + REMINDER, "祝好", {"Auto-Submitted": "auto-replied"}),
    ("回复：" + REMINDER, "祝好", {"Auto-Submitted": "auto-replied (vacation)"}),
    ("通知", "系统通知", {"Auto-Submitted": "auto-generated"}),
    ("回复：" + REMINDER, "", {"Precedence": "auto_reply"}),
    ("回复：" + REMINDER, "", {"X-Autoreply": "yes"}),
    ("回复：" + REMINDER, "", {"X-Autorespond": "x"}),
    ("回复：" + REMINDER, "", {"X-Auto-Response-Suppress": "All"}),
    ("Automatic reply: " + REMINDER, "", {}),
    ("Out of Office: x", "I am out of the office until Monday", {}),
    (
        "Re: x",
        "This is an automatic reply, confirming that your e-mail was received.",
        {},
    ),
    ("Re: x", "您好！您的邮件我已经收到，我会尽快给您回复。", {}),
    ("Re: x", "来信已收到，我会在阅读后尽快给您答复，谢谢！", {}),
    ("Re: x", "您好，本人正在休假，如有急事请拨打电话0533-1234567联系。", {}),
    ("Re: x", "我因公出差至7月5日，返回后将及时回复您的邮件。", {}),
    ("Re: x", "I'm on vacation and will answer later.", {}),
    ("Re: x", "此邮件由系统自动发送，请勿直接回复。", {}),
    ("Re: x", "【自动回复】已收到您的邮件", {}),
    ("Re: x", "本人已调离原岗位，业务邮件请改发新邮箱。", {}),
    ("Re: x", "", {"Preference": "auto_reply"}),
    ("Re: x", "好的", {"X-Autorespond": ""}),
    ("Re: x", "好的", {"X-FC-MachineGenerated": "true"}),
    ("Re: x", "好的", {"Delivered-To": "Autoresponder"}),
    ("我已调离", "本人已调离原单位。", {}),
    ("休假中 Re: " + REMINDER, "您好，我正在休年假，7月10日返岗后回复。", {}),
    ("Re: x", "您好！我正在休产假，期间工作由张某负责，电话2340000。", {}),
    ("Re: x", "此邮箱已停用，请发送至 new@gov.example。", {}),
    ("Re: x", "我现在不方便查看邮件，看到后会尽快与您联系。", {}),
    ("邮件已收到", "您发送的邮件我们已经收到，我们将在1个工作日内处理并回复。", {}),
    ("Réponse automatique : x", "Je suis absent", {}),
]

READ_RECEIPTS = [
    ("已读: " + REMINDER, "您发给 住建局 的邮件已于 2023年6月25日 打开阅读。"),
    ("已讀：" + REMINDER, ""),
    ("Read: x", "Your message was read on Sunday, June 25, 2023"),
    ("Return Receipt (displayed) - x", "This is a Return Receipt for the mail"),
    ("邮件已读回执", "对方已阅读您的邮件"),
    ("阅读回执：" + REMINDER, ""),
    ("Re: x", "您的邮件《请报送》已于2023-06-25 09:00被阅读"),
    ("未读: x", "您的邮件未被阅读即被删除"),
    ("送达: " + REMINDER, "您的邮件已送达以下收件人"),
    ("已中继: x", "向这些收件人的邮件传递已完成"),
    ("Successful Mail Delivery Report", "Your message was delivered"),
]

RECALLS = [
    ("撤回: 人社局二季度报表", "人社局 想撤回邮件“人社局二季度报表”。"),
    ("邮件撤回通知", "发件人 zjj@163.example 已撤回邮件《住建局二季度》"),
    ("召回：报表", ""),
    ("Recall: Q2 report", "The sender would like to recall the message"),
    ("通知", "对方已成功撤回一封邮件"),
    ("Message Recall Success: x", ""),
    ("撤销: 二季度", "张三将撤销邮件“二季度”"),
    ("发件人撤回了一封邮件", ""),
    ("【邮件撤回】王某撤回了邮件", "王某撤回了邮件《二季度》"),
    ("【撤回】二季度报表", "张三 希望撤回邮件"),
]

ACKNOWLEDGEMENTS = [
    ("收到 Re: " + REMINDER, "收到，谢谢！"),
    ("Re: " + REMINDER, "好的"),
    ("回复：" + REMINDER, "已收到。"),
    ("回复：" + REMINDER, "收到，我局将按时报送，谢谢提醒！"),
    ("回复：" + REMINDER, "领导好，收到，我们尽快上报。"),
    ("Re: x", "OK, thanks."),
    ("Re: x", "谢谢！\n\n沂县民政局\n张三\n0533-1234567"),
    ("Re: x", "收到\n\n发自我的iPhone"),
    ("收到", ""),
    ("Re: x", "👌"),
    ("Re: x", "已转相关科室办理，谢谢"),
    (
        "回复：x",
        "邮件已收悉，辛苦了\n------------------ 原始邮件 ------------------\n发件人: x",
    ),
    ("Re: x", "明白，下周一前报送。"),
]

QUESTIONS = [
    ("Re: x", "请问报表怎么填？"),
    ("咨询", "你好，第3项由我局和卫健局共同负责，应由谁报送？"),
    ("Re: x", "没有收到附件模板，麻烦再发一份"),
    ("Re: x", "能否延期到下周一报送"),
    ("请问电子版用什么格式", ""),
    ("Re: x", "盖章版要不要寄纸质的"),
    ("Re: x", "收到，请问截止到几号？"),
    ("Re: 自动回复: " + REMINDER, "我刚才收到的是自动回复，请问报表收到了吗？"),
    ("退信问题", "给贵办发送的邮件被退回，请问邮箱是否正确？"),
    ("Re: x", "收到您的邮件。请问完成时限怎么填？填好后尽快联系您。"),
    ("请假", "因经办人请假，我局报表申请延期两天可以吗？"),
]

LISTS = [
    {"List-Subscribe": "<mailto:join@lists.example>"},
    {"Mailing-List": "contact news-help@lists.example; run by ezmlm"},
    {"X-ML-Name": "news"},
    {"List-Id": "<news.example>"},
    {"List-Unsubscribe": "<mailto:x@y.example>"},
    {"Precedence": "bulk"},
    {"Precedence": "list"},
]

SUBMISSIONS: list[tuple[str, str, dict[str, str]]] = [
    ("民政局二季度报表", "请查收。", {}),
    ("邮件退回重发：民政局二季度", "上次的邮件被系统退信，无法送达，现重新报送。", {}),
    ("关于自动回复设置后的报表", "收到，谢谢", {}),
    ("Re: 自动回复：已收到您的来信", "更正版见附件", {}),
    ("Re: x", "收到，谢谢！", {}),
    ("自动监测站建设二季度进展", "请查收", {}),
    ("未读书儿童关爱项目二季度进展", "附件", {}),
    ("Re: x", '已读。\n\n在 2023-06-30，"a" <a@b.cn> 写道：\n> 自动回复：您好', {}),
    ("请问是否收到？二季度报表", "请问收到了吗？", {}),
    ("回执：二季度报表", "", {}),
    ("撤回上一版，以此为准", "已撤回邮件，请以附件为准", {}),
    ("Re: x", "我在外地出差，无法及时回复，报表见附件", {}),
    ("报表", "见附件", {"Precedence": "bulk"}),
    ("报表", "见附件", {"X-Auto-Response-Suppress": "OOF"}),
    ("报表", "见附件", {"Auto-Submitted": "no"}),
]

TYPED = [
    ("二季度", "一、县长信箱来信收到23件，均在5个工作日内答复。二、热线办结率98%。"),
    ("二季度", "本季度收到群众来信12件，及时处理率100%。"),
    ("二季度报表", "因端午放假，办公室无人，报表节后上报，联系电话2340000"),
    ("卫健局二季度", "已完成离职村医补助发放120人，资金由县财政负责"),
    ("总工会二季度", "我县职工疗休养休假项目由工会负责，已组织12批"),
    ("自动监测站二季度进展", "自动站建设3处，投入20万元。"),
]
