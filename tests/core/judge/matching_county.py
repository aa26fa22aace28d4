"""The fictional county 云溪县: its notice, its units, its mails as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from mailbot.core.judge.case import Case, FormFacts, ReadLetter
from mailbot.core.notice.notice import Item, Notice, Place
from mailbot.core.notice.units import Roster, Unit
from mailbot.core.record.mail import Address, ExaminedMail, Message
from tests.core.judge.matching_builder import ZONE, Memory, document, due_moments
from tests.core.judge.matching_cases import (
    CL,
    FL,
    FY,
    GA,
    GH,
    JT,
    JY,
    KNOWN,
    LL,
    MAILBOX,
    MZ,
    RS,
    TX,
    WJ,
    YC,
    ZF,
    ZJ,
    Row,
)
from tests.support.duty import quarterly

NAMES: tuple[tuple[str, str, str, str], ...] = (
    # name, full name, aliases, weak aliases
    (JY, "云溪县教育局", "教育局", "教育"),
    (WJ, "云溪县卫生健康局", "卫健局", "卫健委"),
    (GA, "云溪县公安局", "公安局", "公安"),
    (MZ, "云溪县民政局", "民政局", "民政"),
    (JT, "云溪县交通运输局", "交通局", "交通"),
    (RS, "云溪县人力资源和社会保障局", "人社局 人力资源社会保障局", "人社"),
    (FL, "云溪县妇女联合会", "妇联", ""),
    (TX, "共青团云溪县委员会", "共青团云溪县委", "团委"),
    (CL, "云溪县残疾人联合会", "残联", ""),
    (FY, "云溪县人民法院", "法院 人民法院", ""),
    (GH, "云溪县总工会", "总工会", "工会"),
    (LL, "云溪县老龄工作委员会办公室", "老龄办", ""),
    (YC, "清源市烟草专卖局云溪分局", "烟草局云溪分局 烟草专卖局", "烟草"),
    (ZJ, "云溪县住房和城乡建设局", "住建局", "住建"),
    (ZF, "云溪县住房保障中心", "", "房管"),
)

ROSTER = Roster(
    tuple(
        Unit(
            name=name,
            full_name=full,
            aliases=tuple(aliases.split()),
            weak_aliases=tuple(weak.split()),
            seals=(full,),
            addresses=(KNOWN[name],) if name in KNOWN else (),
            self_reporting=name == LL,
        )
        for name, full, aliases, weak in NAMES
    )
)

NOTICE = Notice(
    id="云政办字〔2025〕3号",
    title="关于2025年为全县老年人办好民生实事的通知",
    issuer="云溪县人民政府办公室",
    issued=date(2025, 1, 15),
    office="县老龄工委办公室",
    mailbox=MAILBOX,
    telephone="5550100",
    items=(
        Item(1, "实施居家养老提升行动", (MZ, LL)),
        Item(2, "实施“银龄护航”反诈宣传行动", (GA, FY)),
        Item(3, "实施助老出行行动", (JT,)),
    ),
    units=tuple(unit.name for unit in ROSTER.units),
    duty=quarterly("2025Q1", "2025Q4"),
    annex_title="2025年为全县老年人办好民生实事进展情况表",
    annex_columns=("序号", "实事名称", "责任单位", "进展情况", "完成时限"),
    place=Place("云溪县", "清源市", "东江省", ("石桥镇", "东沟乡", "城关街道")),
)

READABLE = (".docx", ".doc", ".wps", ".xlsx", ".xls")


def mail_of(row: Row, history: Memory | None = None) -> tuple[ExaminedMail, Case]:
    """Return the mail of a row and the case it is judged in."""
    names = row.files
    message = Message(
        message_id="<row@mail.example>",
        sender=Address(row.display, row.address),
        subject=row.subject,
        text=row.body,
    )
    documents = tuple(
        document(name, units=ROSTER.units, heading=_heading(row, name))
        for name in names
    )
    case = Case(
        notice=NOTICE,
        roster=ROSTER,
        history=history or Memory(),
        received_at=datetime.fromisoformat(f"{row.day}T10:00:00+08:00"),
        zone=ZONE,
        due=due_moments(NOTICE, {"2025Q4": date(2026, 1, 3)}),
        mailbox=MAILBOX,
        letter=ReadLetter(own_words=row.body),
        forms=tuple(
            FormFacts(
                found=filled, own_rows=filled, heading=() if filled else (_stem(name),)
            )
            for name in names
            for filled in (name.endswith(READABLE) and row.content != "own",)
        ),
    )
    return ExaminedMail(message, documents), case


def _heading(row: Row, name: str) -> str:
    """Return what stands over a page: the annex's title, or another paper's."""
    return _stem(name) if row.content == "own" else NOTICE.annex_title


def _stem(name: str) -> str:
    return name.rsplit(".", 1)[0]


def with_letter(case: Case, letter: ReadLetter) -> Case:
    """Return the same case with another letter."""
    return replace(case, letter=letter)
