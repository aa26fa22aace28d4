"""The scripted quarter: who mails what on which day, and where all stand in the end.

The plot: fifteen units report in time or late, each in its own way; one sends half,
one an old address, one nothing; staff settle two doubtful mails; and the mailbox is
an everyday one (`everyday.py`). All people, addresses and telephones are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mailbot.demo.papers import Paper, PaperKind

FIRST_DAY, LAST_DAY = date(2023, 6, 15), date(2023, 7, 12)
PERIOD = "2023Q2"
STAFF = "bangongshi@county.example"
DEAD = "canlian@old.example"


@dataclass(frozen=True, slots=True)
class Clerk:
    """A unit's entry in the roster."""

    unit: str
    address: str
    contact: str
    telephone: str


CAST = tuple(
    Clerk(unit, address, f"{name}老师", f"0533-00000{number:02}")
    for number, (unit, address, name) in enumerate(
        (
            ("县教育和体育局", "jiaoti@unit.example", "张"),
            ("县卫生健康局", "weijian@unit.example", "王"),
            ("县总工会", "gonghui@unit.example", "李"),
            ("县住房城乡建设局", "zhujian@unit.example", "赵"),
            ("市住房公积金管理中心沂源分中心", "gongjijin@unit.example", "刘"),
            ("县妇联", "fulian@unit.example", "陈"),
            ("县交通运输局", "jiaotong@unit.example", "杨"),
            ("县人力资源社会保障局", "renshe@unit.example", "黄"),
            ("县商务局", "shangwu@unit.example", "周"),
            ("县文明办", "wenmingban@unit.example", "吴"),
            ("县检察院", "jianchayuan@unit.example", "徐"),
            ("县公安局", "gongan@unit.example", "孙"),
            ("县文化和旅游局", "wenlv@unit.example", "马"),
            ("县科协", "kexie@unit.example", "朱"),
            ("县民政局", "minzheng@unit.example", "胡"),
            ("团县委", "tuanxianwei@unit.example", "郭"),
            ("县残联", DEAD, "何"),
            ("县法院", "fayuan@unit.example", "高"),
            ("县关工委", "guangongwei@unit.example", "林"),
        ),
        start=1,
    )
)


class Turn(StrEnum):
    """What a mail is, besides a new one with files."""

    NEW = "new"
    REPLY = "reply"  # an answer to the bot's last letter to that unit
    BOUNCE = "bounce"  # the host returns the bot's last letter
    AWAY = "away"  # an automatic answer to the bot's last letter


@dataclass(frozen=True, slots=True)
class Scene:
    """One mail: the moment it arrives, whose unit it is, subject, files, words.

    `sender` is "" for the unit's own address in the roster.
    """

    at: str
    unit: str
    subject: str
    files: tuple[Paper, ...] = ()
    sender: str = ""
    body: str = "您好，材料见附件，请查收。"
    turn: Turn = Turn.NEW


class ScriptedRuling(StrEnum):
    """What staff do with a unit's doubtful mail."""

    CONFIRM = "confirm"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class ScriptedDecision:
    """A decision of staff: all that waits for a unit; the reason if refused."""

    at: str
    unit: str
    ruling: ScriptedRuling
    reason: str = ""


def form(name: str) -> Paper:
    """Return the annex filled in."""
    return Paper(f"{name}.docx", PaperKind.FORM)


def scan(name: str) -> Paper:
    """Return a scan with the unit's seal."""
    return Paper(f"{name}.pdf", PaperKind.SCAN)


def both(name: str) -> tuple[Paper, ...]:
    """Return the two copies that the notice asks for."""
    return form(name), scan(f"{name}（盖章）")


_ZIP = Paper(
    "公积金沂源分中心二季度报送.zip", PaperKind.ZIP, both("公积金沂源分中心二季度进展")
)

_FORWARDED = """\
请查收。

-------- 转发邮件信息 --------
发件人："文明办综合科" <zhk@unit.example>
发送日期：2023-06-28 10:31
主题：县文明办二季度实事进展

材料见附件。"""

# fmt: off - a table: one mail a line
SCENES: tuple[Scene, ...] = (
    # in time
    Scene(
        "06-16 10:12",
        "县民政局",
        "县民政局2023年第二季度实事进展情况报表",
        both("县民政局第二季度报表"),
    ),
    Scene(
        "06-19 15:40",
        "县商务局",
        "沂源县商务局二季度妇女儿童实事进展",
        both("商务局二季度进展"),
    ),
    Scene(
        "06-20 09:33",
        "县文化和旅游局",
        "文旅局第二季度报表",
        both("县文旅局二季度报表"),
    ),
    Scene(
        "06-26 10:05",
        "县卫生健康局",
        "县卫健局二季度报表（电子版）",
        (form("卫健局二季度"),),
    ),
    Scene(
        "06-26 10:09",
        "县卫生健康局",
        "县卫健局二季度报表（盖章扫描件）",
        (scan("卫健局二季度盖章"),),
    ),
    Scene("06-27 11:20", "县总工会", "", both("总工会第二季度进展"), turn=Turn.REPLY),
    Scene(
        "06-28 09:48",
        "县教育和体育局",
        "关于报送第二季度为妇女儿童办实事进展的函",
        both("县教体局2023年二季度报表"),
    ),
    Scene(
        "06-28 14:02",
        "县文明办",
        "转发：县文明办二季度实事进展",
        both("文明办二季度报表"),
        body=_FORWARDED,
    ),
    Scene(
        "06-29 16:25",
        "县住房城乡建设局",
        "县住建局二季度报表",
        (
            Paper("县住建局二季度报表.xlsx", PaperKind.SHEET),
            scan("县住建局二季度报表盖章"),
        ),
    ),
    Scene(
        "06-29 17:10",
        "县妇联",
        "县妇联2023年第二季度实事进展",
        both("县妇联二季度进展"),
    ),
    Scene(
        "06-30 10:51",
        "市住房公积金管理中心沂源分中心",
        "公积金沂源分中心二季度报送材料",
        (_ZIP,),
    ),
    Scene(
        "06-30 15:37",
        "县检察院",
        "沂源县检察院二季度实事进展报表",
        both("县检察院2023年第二季度报表"),
        sender="小徐 <xu0001@private.example>",
    ),
    # a revision, half a report, a photograph, an empty form, a stranger
    Scene(
        "06-25 09:15",
        "县商务局",
        "更正：沂源县商务局二季度妇女儿童实事进展（以此为准）",
        (form("商务局二季度进展（修改版）"), scan("商务局二季度进展（修改版盖章）")),
    ),
    Scene(
        "06-29 11:44",
        "县公安局",
        "县公安局二季度报表",
        (form("县公安局二季度报表"), Paper("县公安局盖章页.jpg", PaperKind.PHOTO)),
    ),
    Scene(
        "06-30 11:32",
        "县法院",
        "县法院二季度报表",
        (Paper("县法院二季度报表.docx", PaperKind.BLANK),),
    ),
    Scene(
        "06-30 16:58",
        "县交通运输局",
        "县交通局二季度报表电子版",
        (form("县交通局二季度报表"),),
    ),
    Scene(
        "06-30 17:21",
        "县科协",
        "二季度材料",
        both("二季度材料"),
        sender="朱 <zhu0002@private.example>",
    ),
    # late
    Scene(
        "07-03 15:12",
        "县人力资源社会保障局",
        "县人社局二季度报表",
        both("县人社局二季度报表"),
    ),
    Scene(
        "07-05 09:26",
        "县交通运输局",
        "县交通局二季度报表盖章版",
        (scan("县交通局二季度报表盖章"),),
    ),
    Scene(
        "07-06 14:45",
        "县法院",
        "县法院二季度报表（重报）",
        both("县法院二季度报表重报"),
    ),
    Scene(
        "07-11 10:30", "团县委", "共青团沂源县委二季度进展", both("团县委二季度进展")
    ),
    # machines
    Scene("06-15 09:31", "县残联", "", turn=Turn.BOUNCE),
    Scene("06-15 09:40", "县关工委", "", turn=Turn.AWAY),
)
# fmt: on

RULINGS: tuple[ScriptedDecision, ...] = (
    ScriptedDecision(
        "07-03 09:30", "县法院", ScriptedRuling.REJECT, "表格未填写，请填写后重新报送"
    ),
    ScriptedDecision("07-03 10:00", "县科协", ScriptedRuling.CONFIRM),
)

# Where every unit stands on the last day: its state, and whether it was late.
EXPECTED: dict[str, tuple[str, bool]] = {
    "县教育和体育局": ("complete", False),
    "县卫生健康局": ("complete", False),
    "县总工会": ("complete", False),
    "县住房城乡建设局": ("complete", False),
    "市住房公积金管理中心沂源分中心": ("complete", False),
    "县妇联": ("complete", False),
    "县交通运输局": ("complete", True),
    "县人力资源社会保障局": ("complete", True),
    "县商务局": ("complete", False),
    "县文明办": ("complete", False),
    "县检察院": ("complete", False),
    "县公安局": ("partial", False),
    "县文化和旅游局": ("complete", False),
    "县科协": ("complete", False),
    "县民政局": ("complete", False),
    "团县委": ("complete", True),
    "县残联": ("missing", False),
    "县法院": ("complete", True),
    "县关工委": ("missing", False),
}
