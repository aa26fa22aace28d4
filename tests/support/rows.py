"""Rows for the ledger, each good but for what a test changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.core.record.clues import (
    Clue,
    CopyKind,
    FileVerdict,
    Flag,
    Outcome,
    Verdict,
)
from mailbot.core.record.documents import (
    Content,
    Document,
    Kind,
    Problem,
    SealReport,
    SealVerdict,
)
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.records import (
    CopyVersion,
    FiledDocument,
    JudgedMail,
    LetterKind,
    NewLetter,
    Origin,
    Proposal,
    ReviewItem,
    SavedMail,
    ServerPlace,
    WaitingMail,
)

NOW = datetime(2023, 6, 28, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
UNIT = "县民政局"


def saved_mail(uid: int, received: datetime = NOW, sha256: str = "") -> SavedMail:
    place = ServerPlace("office@mail", "INBOX", 7, uid)
    sha256 = sha256 or f"{uid:064}"
    stored = f"spool/{uid}.eml"
    return SavedMail(place, Origin.MAILBOX, sha256, 10, "", received, stored)


FILE = FileVerdict(
    Outcome.REVIEW,
    CopyKind.ELECTRONIC,
    (UNIT,),
    "2023Q2",
    (Flag(FlagKind.CLOUD_ATTACHMENT, (("expires", "2023-07-30"),)),),
    (Clue("subject", UNIT, "民政局", 0.8),),
    (7, 9),
)
DOCUMENT = Document(
    name="报表.docx",
    kind=Kind.DOCX,
    size=3,
    sha256="ab",
    inside=("包.zip",),
    problem=Problem.UNSAFE,
    content=Content(text="文"),
    seal=SealReport(SealVerdict.RED_SEAL, 1, UNIT),
    stored="archive/N1/报表.docx",
    raw_name=b"\xb1\xa8",
)


def judged_mail(mail: WaitingMail, nature: Nature = Nature.SUBMISSION) -> JudgedMail:
    return JudgedMail(
        mail=mail,
        verdict=Verdict(nature, Outcome.REVIEW, (UNIT,), "2023Q2", files=(FILE,)),
        documents=(FiledDocument(1, DOCUMENT, FILE, DOCUMENT.stored),),
        sender_name="民政",
        sender_address="u15@unit.example",
        subject="报表",
        raw_path="archive/N1/来信/1.eml",
        message_id="<1@unit.example>",
    )


def review(mail: int, number: int = 1) -> ReviewItem:
    return ReviewItem(
        mail=mail,
        number=number,
        message_id="<1@unit.example>",
        attachment="报表.docx" if number else "",
        proposal=Proposal((UNIT,), "2023Q2", "electronic"),
        reasons=("未写明季度",),
        since=NOW,
        received_at=NOW,
        sender="u15@unit.example",
        subject="报表",
        flags=(FlagKind.CLOUD_ATTACHMENT,) if number else (),
        path=DOCUMENT.stored if number else "",
    )


def copy_of(document: int, **parts: object) -> CopyVersion:
    copy = CopyVersion(
        unit=UNIT,
        period="2023Q2",
        copy="electronic",
        version=0,
        document=document,
        path="archive/N1/报表.docx",
        sha256="ab",
        received_at=NOW,
        sender="u15@unit.example",
        text="文",
    )
    return replace(copy, **parts)  # type: ignore[arg-type]  # the caller's names


def new_letter(name: str, **parts: object) -> NewLetter:
    letter = NewLetter(
        kind=LetterKind.RECEIPT,
        message_id=f"<{name}@office.example>",
        to="u15@unit.example",
        subject="回执",
        raw=b"raw",
        created_at=NOW,
        not_before=NOW,
        expires_at=NOW + timedelta(days=5),
        unit=UNIT,
        period="2023Q2",
        deliver_to=("u15@unit.example",),
    )
    return replace(letter, **parts)  # type: ignore[arg-type]  # the caller's names
