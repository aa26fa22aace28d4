"""Mails to a mailbox of four live notices, each judged as its answer says."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

import docx
import pytest

from mailbot.core.judge.judgement import Judgement
from mailbot.core.record.clues import Outcome
from mailbot.core.record.history import NoHistory
from mailbot.core.record.mail import Nature
from mailbot.core.record.matter import MatterState
from mailbot.flows.intake.contending import judge_for_all
from mailbot.flows.intake.judging import Arrived, tables_of
from mailbot.flows.office import Office
from mailbot.wiring.examination import examine_mail
from tests.support.campaigns import NOTICES, campaign_office
from tests.support.desk import DOCX
from tests.support.office import MAILBOX, at
from tests.support.real_mails import annex_docx

LIVE = ("shipped", "monthly", "weekly", "once")
PROSE = (
    "一是加强组织领导，成立工作专班，明确责任分工，逐级压实责任。",
    "二是突出重点环节，开展专项排查12次，整改问题35处，成效明显。",
    "三是下一步将继续抓好落实，确保各项工作按时完成。",
)
STRANGER = "wang@shop.example"


@dataclass(frozen=True)
class Row:
    """One line of the file."""

    answer: str
    day: str
    sender: str
    subject: str
    files: str
    body: str


def rows() -> list[Row]:
    text = (NOTICES / "mixed_mails.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and line[0] != "#"]
    return [Row(*(part.strip() for part in line.split("|"))) for line in lines]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return campaign_office(tmp_path_factory.mktemp("office"), LIVE)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.answer} {row.subject}")
def test_a_mail_is_its_own_notices(row: Row, office: Office, tmp_path: Path) -> None:
    judged = judge(row, office, tmp_path)
    assert said_of(judged, office) == row.answer


def test_there_are_mails_enough() -> None:
    assert len(rows()) >= 60


def judge(row: Row, office: Office, room: Path) -> Judgement:
    raw = room / "m.eml"
    raw.write_bytes(mail_of(row, office))
    examined = examine_mail(str(raw), str(room), (MAILBOX,))
    tables = tables_of(office, examined)
    arrived = Arrived(at(f"{row.day} 10:00"))
    return judge_for_all(office, examined, tables, arrived, NoHistory())


def said_of(judged: Judgement, office: Office) -> str:
    """Return whose each file is and what becomes of it, in the file's own words."""
    verdict = judged.verdict
    if verdict.nature is Nature.UNRELATED:
        return "unrelated"
    told = []
    for file, owner in zip(verdict.files, judged.owners, strict=True):
        if file.matter.state is MatterState.OTHER_BUSINESS:
            assert file.outcome is Outcome.IGNORE
            told.append("other")
        else:
            duty = office.of(owner).notice.duty.id
            told.append(f"{duty} {file.period} {file.outcome}")
    order = ("report", "monthly", "weekly", "once", "other")
    return " + ".join(sorted(told, key=lambda one: order.index(one.split()[0])))


def mail_of(row: Row, office: Office) -> bytes:
    """Build the mail: a unit writes from its address, a stranger from a shop's."""
    known = {u.name: u.addresses[0] for u in office.roster.units}
    mail = EmailMessage()
    mail["From"] = known.get(row.sender, STRANGER)
    mail["To"] = MAILBOX
    mail["Subject"] = row.subject
    mail["Date"] = format_datetime(at(f"{row.day} 09:50"))
    mail["Message-ID"] = "<mixed@unit.example>"
    mail.set_content(row.body)
    for name, content in files_of(row, office):
        mail.add_attachment(
            content, maintype="application", subtype=DOCX, filename=name
        )
    return mail.as_bytes(policy=SMTP)


def files_of(row: Row, office: Office) -> Iterator[tuple[str, bytes]]:
    duties = {one.notice.duty.id: one.notice for one in office.every}
    for told in row.files.split(";"):
        name, _, what = told.strip().partition(": ")
        kind, _, rest = what.partition(" ")
        if kind == "title":
            yield name, prose(rest.strip("“”"))
        else:
            notice, blank = duties[rest], kind == "blank"
            yield name, annex_docx(notice, row.sender, row.subject, blank=blank)


def prose(title: str) -> bytes:
    """Return a document with a title of its own over three sentences."""
    paper = docx.Document()
    paper.add_paragraph(title)
    for line in PROSE:
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
