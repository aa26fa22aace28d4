"""Example facts for every letter: for checking templates at start, and for looking.

Names of units are the notice's own kind; persons, addresses and numbers are made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mailbot.core.letters.answers import FileLine, UnitLine
from mailbot.core.notice.periods import from_id
from mailbot.core.orders.statements import HOW_ITEM, HOW_MAIL
from mailbot.core.record.addresses import NewAddress
from mailbot.core.reminders.case import Missing, Tone
from mailbot.core.summary.summary import (
    Cell,
    Change,
    Contact,
    Counts,
    Health,
    MatrixRow,
    Note,
    Other,
    Outlook,
    ReminderLine,
    Summary,
    Task,
    Version,
    Way,
)
from mailbot.core.summary.words import (
    between_words,
    mail_ways,
    mailto,
    newcomer,
    sentence,
    ways,
)

_ALONE: dict[str, object] = {"title": "", "more": ()}  # a mail on one notice
_PERIOD = from_id("2023Q2")
_NOW = datetime(2023, 7, 3, 8, 30, tzinfo=UTC)
_LONG = "市住房公积金管理中心沂源分中心"
_DEADLINE = "2023年6月30日24时"

HEAD: Mapping[str, object] = {
    "office": "县妇儿工委办公室",
    "title": "关于2023年为全县妇女儿童办实事的通知",
    "number": "源政办字〔2023〕13号",
    "mailbox": "office@county.example",
    "telephone": "2340000",
    "day": "2023年7月3日",
    "trial": "",
}
_REMINDER: Mapping[str, object] = {
    "tone": Tone.BEFORE,
    "unit": _LONG,
    "period": _PERIOD.chinese,
    "deadline": _DEADLINE,
    "stage": "截止前第3个工作日",
    "missing": (Missing("电子版"), Missing("盖章PDF版", "未见单位公章")),
    "asked": ("电子版", "盖章PDF版"),
    "items": ("2．实施普惠托育服务提质扩容行动",),
}
_UNIT_LINE = UnitLine(
    unit="县教育和体育局",
    period=_PERIOD.chinese,
    state="部分报送",
    complete=False,
    missing=("盖章PDF版",),
    pending=("电子版",),
    items_missing=("7．实施家家幸福安康行动",),
    deadline=_DEADLINE,
    late=True,
    overdue=True,
)
_FILES = (
    FileLine("2023年第二季度实事进展情况报表.docx", "电子版", "已收到", counted=True),
    FileLine(
        "扫描件_20230630_一份名字特别长而且没有任何空格的盖章报表文件.pdf",
        "盖章PDF版",
        "已收到，待工作人员核实",
        counted=False,
    ),
)
_GOOD = Cell("●", "已收到", "good")
_LACK = Cell("○", "未报", "lack")
_WAIT = Cell("？", "待核实", "wait")


def _row(unit: str, electronic: Cell, stamped: Cell, late: int = 0) -> MatrixRow:
    complete = electronic.style == stamped.style == "good"
    partial = "good" in {electronic.style, stamped.style}
    half = Cell("◐", "部分报送", "half") if partial else electronic
    return MatrixRow(
        unit=unit,
        state=Cell("●", "已报齐", "good") if complete else half,
        electronic=electronic,
        stamped=stamped,
        items_missing=(7, 9) if partial and not complete else (),
        received_at=_NOW - timedelta(days=4) if complete else None,
        late_days=late,
    )


_ALL_IN = Counts(asked=19, done=19, partly=0, missing=0, waiting=0)
_COUNTS = Counts(asked=18, done=12, partly=3, missing=3, waiting=2)
_TASK = Task(
    id="R12.2",
    what="盖章扫描件.pdf",
    proposal=f"县民政局 {_PERIOD.chinese} 盖章PDF版",
    reasons=("发件地址未登记", "文件名：“民政” → 县民政局"),
    since=_NOW - timedelta(days=3),
    ways=ways(
        "R12.2",
        "R12.2-7K3F-Q2MX",
        "office@county.example",
        f"县民政局 {_PERIOD.chinese} 盖章PDF版",
    ),
    sender="someone@unit.example",
)
_OTHER_TASK = replace(
    _TASK,
    id="R15.1",
    what="二季度进展.docx",
    proposal=f"单位不明 {_PERIOD.chinese} 电子版",
    reasons=("未写明单位",),
    ways=ways("R15.1", "R15.1-8T5V-W6YZ", "office@county.example")[1:],
)
_NEWCOMER = newcomer(
    NewAddress("县残联", "canlian_kf@mail.example", "残联康复部", 9, 1, _NOW, _NOW),
    "N9.1-7K3F-Q2MX",
    "office@county.example",
    (),
    lambda moment: moment,
)
_OTHER = Other(
    "R8.1",
    "县卫生健康局",
    _NOW - timedelta(days=2),
    "妇幼健康项目季报.xlsx",
    Way(
        "是报表",
        "R8.1-5D6E-F7G8 是报表",
        mailto("a@b.example", "R8.1-5D6E-F7G8 是报表"),
    ),
)
_SENT = ReminderLine(
    at=_NOW - timedelta(days=3),
    unit=_LONG,
    period=_PERIOD.chinese,
    to="unit@unit.example",
    reason="缺盖章PDF版；截止前最后一个工作日",
    fate="已发",
    stage="last-workday",
)
_HEALTH = (
    Health("最近一次读取邮箱：7月3日 08:28"),
    Health("尚无2027年节假日安排，暂按双休日计算", fine=False),
)
_DONE = (
    *("县总工会", "县住房城乡建设局", "县妇联", "县交通运输局", "县文明办"),
    *("县人力资源社会保障局", "县检察院", "县文化和旅游局", "团县委", "县法院"),
)
_MATRIX = (
    _row("县教育和体育局", replace(_GOOD, note="第2版"), _GOOD),
    _row("县卫生健康局", _GOOD, _LACK, late=3),
    *(_row(unit, _GOOD, _GOOD) for unit in _DONE[:5]),
    _row(_LONG, _LACK, _LACK, late=3),
    _row("县商务局", _GOOD, Cell("×", "已退回", "lack"), late=3),
    *(_row(unit, _GOOD, _GOOD) for unit in _DONE[5:]),
    _row("县公安局", _GOOD, _GOOD, late=1),
    _row("县科协", _LACK, _LACK, late=3),
    _row("县民政局", _LACK, _WAIT, late=3),
    _row("县残联", _GOOD, _LACK, late=3),
    _row("县关工委", Cell("－", "免报", "none"), Cell("－", "免报", "none")),
)
_SUMMARY = Summary(
    at=_NOW,
    period=_PERIOD,
    between=False,
    sentence=sentence(_NOW, _PERIOD.chinese, _COUNTS),
    counts=_COUNTS,
    tasks=(_TASK, _OTHER_TASK),
    newcomers=(_NEWCOMER,),
    others=(_OTHER,),
    matrix=_MATRIX,
    changes=(Change(_NOW - timedelta(days=2), "县公安局", "盖章PDF版已报来"),),
    sent=(_SENT, replace(_SENT, unit="县卫生健康局"), replace(_SENT, unit="县残联")),
    outlook=(
        Outlook("县卫生健康局", "7月4日", "截止后第2个工作日"),
        Outlook("县商务局", "7月4日", "截止后第2个工作日"),
        Outlook("县科协", "7月4日", "截止后第2个工作日"),
        Outlook("县民政局", "7月5日", "截止后第2个工作日；有1件来件待核实"),
        Outlook("县残联", "", "工作人员已暂停催报"),
        Outlook(_LONG, "", "没有可用的邮箱地址"),
    ),
    telephone=(Contact(_LONG, "张三", "2340001", (), "没有可用的邮箱地址"),),
    dead=(Note("old@unit.example（县民政局）", "退信：地址不存在", _NOW),),
    links=(Note("县文化和旅游局", "2023-07-20 到期", _NOW),),
    unclear=(Note("unit@unit.example（县科协）", "催报", _NOW),),
    unrelated=37,
    health=_HEALTH,
    contacts=(Contact("县教育和体育局", "李四", "2340002", ("edu@unit.example",)),),
    versions=(
        Version(
            unit="县教育和体育局",
            period=_PERIOD.chinese,
            copy="电子版",
            version=2,
            state="已归档",
            received_at=_NOW - timedelta(days=4),
            sender="edu@unit.example",
            remarks="缺第7项",
            path="archive/报表.docx",
        ),
    ),
    reminders=(_SENT,),
    targets_gist="37项目标：达标9，推进中22，未报5，矛盾1",
    figures=(
        Note(
            "第10项 主题安全教育活动30场（矛盾）",
            "累计数比以前季度少；请核对 F12 县公安局 已完成18场左右（概数）"
            "“截至6月底，累计开展主题安全教育活动18场左右。”",
        ),
    ),
)


def _alert(*, fixed: bool, sending: bool = False, cause: str = "") -> dict[str, object]:
    return {
        **HEAD,
        "fixed": fixed,
        "sending": sending,
        "stopped": False,
        "cause": cause,
        "since": "7月3日 06:10",
        "moment": "7月3日 08:30",
        "words": "服务器没有应答（连接超时）",
    }


_ORDERS = mail_ways("M7-H4J5-K6M7", "office@office.example")
_ANSWER: Mapping[str, object] = {
    "done": [
        {
            "words": "R12.2（盖章件.pdf）已确认归档：县民政局 2023年第二季度 盖章PDF版",
            "undo": "R12.2-7K3F-Q2MX 撤销",
            "link": mailto("office@office.example", "R12.2-7K3F-Q2MX 撤销"),
        },
        {"words": "汇总已另信发出", "undo": "", "link": ""},
    ],
    "unclear": [
        {
            "line": "R13-8T5V-W6YZ 是县气象局",
            "why": "没有看懂“县气象局”",
            "how": HOW_ITEM,
        }
    ],
    "notes": ["县科协没有可用的邮箱地址，结果请电话告知"],
    "ways": [HOW_ITEM, HOW_MAIL],
}
EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "receipt": {
        **HEAD,
        "units": (_UNIT_LINE,),
        "files": _FILES,
        "links": True,
        "typed": True,
    },
    "arrival": {**HEAD, "attachments": 2, "filed": False, "waits": True},
    "too_large": {**HEAD, "size": "82.0MB"},
    "form": {**HEAD, "units": (_UNIT_LINE,)},
    "talk": {**HEAD},
    "reminder_before": {**HEAD, **_REMINDER},
    "reminder_after": {**HEAD, **_REMINDER, "stage": "截止后第5个工作日"},
    "reminder_review": {**HEAD, **_REMINDER},
    "reminder_first": {**HEAD, **_REMINDER},
    "adopted": {**HEAD, "unit": "县民政局", "address": "minzheng2023@mail.example"},
    "returned": {
        **HEAD,
        "unit": "县民政局",
        "period": _PERIOD.chinese,
        "copy": "盖章PDF版",
        "file": "“盖章扫描件.pdf”",
        "reason": "所附为空白表，未填写进展情况",
        "deadline": _DEADLINE,
        "overdue": True,
    },
    "settled": {
        **HEAD,
        "line": _UNIT_LINE,
        "file": "“盖章扫描件.pdf”",
        "copy": "盖章PDF版",
        "corrected": True,
    },
    "summary": {**HEAD, "summary": _SUMMARY, "orders": _ORDERS, **_ALONE},
    "morning": {**HEAD, "summary": _SUMMARY, "orders": _ORDERS, **_ALONE},
    "answer": {**HEAD, **_ANSWER},
    "code": {**HEAD, "code": "1234 5678", "minutes": 10},
    "entry": {**HEAD, "what": "密码已修改", "when": "2023-07-03 08:30"},
    "alert": _alert(fixed=False),
}
# The other face of letters that have two: looked at, and checked, as well.
VARIANTS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "alert-fixed": ("alert", _alert(fixed=True)),
    "alert-cause": (
        "alert",
        {
            **_alert(fixed=False, cause="登录被拒绝"),
            "words": "邮箱 office@office.example 登录被拒绝，请核对用户名和密码",
        },
    ),
    "alert-sending": ("alert", _alert(fixed=True, sending=True)),
    "alert-stopped": (
        "alert",
        {
            **_alert(fixed=False),
            "stopped": True,
            "words": "台账文件 /srv/mailbot/state/mailbot.sqlite 不见了，已停止工作",
        },
    ),
    "reminder-trial": (
        "reminder_before",
        {**HEAD, **_REMINDER, "trial": "unit@unit.example"},
    ),
    "summary-between": (
        "summary",
        {
            **HEAD,
            "orders": (),
            **_ALONE,
            "summary": replace(
                _SUMMARY,
                between=True,
                sentence=sentence(_NOW, _PERIOD.chinese, _ALL_IN)
                + between_words((date(2023, 9, 14),)),
                counts=_ALL_IN,
                tasks=(),
                newcomers=(),
                others=(),
                changes=(),
                sent=(),
                outlook=(),
                telephone=(),
                dead=(),
                links=(),
                unclear=(),
                unrelated=0,
            ),
        },
    ),
}
SUMMARY = _SUMMARY
