"""An office on the repository's own notice and roster, with a real ledger."""

from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from mailbot.adapters.calendar import ChineseCalendar
from mailbot.adapters.letters import Letterhead, TemplateScribe
from mailbot.adapters.notice_file import load_notice
from mailbot.adapters.papers.annex import AnnexForms
from mailbot.adapters.roster import load_roster
from mailbot.adapters.store.ledger import StoreLedger
from mailbot.core.letters.letters import Enclosure
from mailbot.core.letters.sending import Delivery, Sent
from mailbot.core.notice.periods import Period
from mailbot.core.notice.policy import LettersMode, Policy, StampedCheck
from mailbot.core.notice.units import Roster
from mailbot.core.record.clues import CopyKind, FileVerdict, Outcome
from mailbot.core.record.documents import Content, Document, Kind
from mailbot.core.record.records import (
    CopyState,
    CopyVersion,
    FiledDocument,
    MailState,
    Origin,
    Proposal,
    ReviewItem,
    SavedMail,
    ServerPlace,
)
from mailbot.flows.facts import RELEASED
from mailbot.flows.office import Office
from mailbot.ports import Archive, Examiner
from mailbot.wiring.papers import LateWorkbooks
from tests.support.ledgers import ledger_url

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Asia/Shanghai")
STAFF = ("clerk@county.example",)
MAILBOX = "yyxfl@zb.shandong.cn"


def at(text: str) -> datetime:
    """Return a moment on the office's clock: 2023-06-15 09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def address_of(roster: Roster, unit: str, number: int = 1) -> str:
    """Return the made-up address of a unit: u01@unit.example, u01b@…"""
    place = [u.name for u in roster.units].index(unit) + 1
    return f"u{place:02}{'' if number == 1 else 'b'}@unit.example"


class NoAnnex:
    """An annex that costs no time."""

    def blank(self, unit: str, period: Period) -> Enclosure:
        """Return a small file."""
        return Enclosure(f"{unit}{period.id}.docx", "application/x-test", b"blank")


class Nothing:
    """Stands where a flow under test needs nothing."""


class FakePostman:
    """Keeps what it is given and answers as told."""

    def __init__(self, *answers: Delivery) -> None:
        self.sent: list[tuple[tuple[str, ...], bytes]] = []
        self._answers = list(answers)

    def send(self, to: tuple[str, ...], raw: bytes) -> Delivery:
        """Take a letter."""
        self.sent.append((to, raw))
        return self._answers.pop(0) if self._answers else Sent()

    def close(self) -> None:
        """Let go."""


def make_office(
    folder: Path,
    policy: Policy | None = None,
    *,
    addresses: bool = True,
    real_annex: bool = False,
    released: bool = True,
) -> Office:
    """Return an office whose ledger is a fresh SQLite file in `folder`."""
    notice = load_notice(ROOT / "config" / "notice.toml")
    roster = load_roster(ROOT / "config" / "roster.csv", notice.units, None)
    if addresses:
        roster = with_addresses(roster)
    policy = policy or Policy(
        letters=LettersMode.LIVE, stamped_check=StampedCheck.ANY_PDF
    )
    ledger = StoreLedger(ledger_url(folder / "ledger.db"), notice.id)
    ledger.migrate()
    ids = count(1)
    shipped = ROOT / "templates"
    head = Letterhead(MAILBOX, notice.office, STAFF, policy.letters)
    office = Office(
        notice=notice,
        roster=roster,
        policy=policy,
        calendar=ChineseCalendar(),
        zone=ZONE,
        address=MAILBOX,
        staff=STAFF,
        ledger=ledger,
        archive=cast("Archive", Nothing()),
        examiner=cast("Examiner", Nothing()),
        scribe=TemplateScribe(shipped, shipped, head, lambda _: f"id{next(ids)}"),
        annex=AnnexForms(notice) if real_annex else NoAnnex(),
        workbooks=LateWorkbooks(),
    )
    if released:
        release(office, at("2023-04-21 09:00"))
    return office


def with_addresses(roster: Roster) -> Roster:
    """Return the roster with an address and a telephone for every unit."""
    units = tuple(
        replace(
            u,
            addresses=(address_of(roster, u.name),),
            telephone=f"23400{n:02}",
            contact=f"联系人{n}",
        )
        for n, u in enumerate(roster.units, start=1)
    )
    return replace(roster, units=units)


def keep_fact(office: Office, name: str, value: str, now: datetime) -> None:
    """Put a fact into the ledger."""
    with office.ledger.begin() as work:
        work.decisions.keep(name, value, now)
        work.commit()


def release(office: Office, now: datetime) -> None:
    """Let the notice's first reminders go, as staff do."""
    with office.ledger.begin() as work:
        work.decisions.keep_mark(RELEASED, "yes", now)
        work.commit()


def submit(
    office: Office,
    unit: str,
    period: str,
    copy: str,
    moment: datetime,
    state: CopyState = CopyState.FILED,
) -> None:
    """Record a copy as if its mail had been judged at `moment`."""
    with office.ledger.begin() as work:
        version = _version(unit, period, copy, moment, state)
        document = work.mails.add(None, _document(version))
        work.copies.add(replace(version, document=document), "test", moment)
        work.commit()


def unjudged(moment: datetime) -> SavedMail:
    """Return a mail that was saved and not yet judged."""
    number = int(moment.timestamp()) % 1_000_000
    return SavedMail(
        place=ServerPlace("test", "INBOX", 1, number),
        origin=Origin.MAILBOX,
        sha256=f"{number:064}",
        size=1,
        message_id=f"<{number}@unit.example>",
        received_at=moment,
        stored="",
    )


def put_in_review(
    office: Office, unit: str, period: str, copy: str, moment: datetime
) -> str:
    """Put a mail before staff whose file may be the unit's copy; return its id."""
    saved = unjudged(moment)
    number = saved.place.uid
    with office.ledger.begin() as work:
        work.mails.save([saved])
        mail = next(m for m in work.mails.waiting(9) if m.saved.place.uid == number)
        work.mails.close(mail.id, MailState.JUDGED, "", moment)
        item = ReviewItem(
            mail=mail.id,
            number=0,
            message_id=saved.message_id,
            attachment="报表.pdf",
            proposal=Proposal((unit,), period, copy),
            reasons=("subject：“报表” → 未见单位",),
            since=moment,
            received_at=moment,
        )
        work.reviews.add([item])
        work.commit()
    return item.id


def settle_review(office: Office, review_id: str, moment: datetime) -> None:
    """Let staff lay a thing aside."""
    with office.ledger.begin() as work:
        item = work.reviews.find(review_id)
        assert item is not None
        work.reviews.settle(item, "ignore", "clerk", moment)
        work.commit()


def _document(version: CopyVersion) -> FiledDocument:
    content = Content(text="")
    document = Document(
        name="报表.docx",
        kind=Kind.DOCX,
        size=1,
        sha256=version.sha256,
        content=content,
    )
    verdict = FileVerdict(Outcome.FILE, CopyKind(version.copy), (version.unit,))
    return FiledDocument(1, document, verdict, version.path)


def _version(
    unit: str, period: str, copy: str, moment: datetime, state: CopyState
) -> CopyVersion:
    return CopyVersion(
        unit=unit,
        period=period,
        copy=copy,
        version=0,
        document=0,
        path=f"archive/{unit}/{period}/{copy}",
        sha256="0" * 64,
        received_at=moment,
        sender="someone@unit.example",
        state=state,
        reason="表格未填写" if state is CopyState.REJECTED else "",
    )
