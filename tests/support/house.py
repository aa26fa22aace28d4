"""A whole office on a folder of its own: real ledger and archive, no servers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.adapters.mail.imap.intake import FetchedMail
from mailbot.core.letters.sending import Delivery, Sent
from mailbot.core.notice.policy import LettersMode, StampedCheck
from mailbot.core.record.records import (
    CopyVersion,
    LetterState,
    QueuedLetter,
    ReviewItem,
    ServerPlace,
)
from mailbot.flows.intake.collect import Round, collect
from mailbot.flows.letters.deliver import Attempt, deliver_next, recover
from mailbot.flows.office import Office
from mailbot.ports import Cursor
from mailbot.settings import Need
from mailbot.wiring import App, open_app
from mailbot.wiring.examiner import ConfinedExaminer
from tests.support import real_mails as mails
from tests.support.ledgers import ledger_url

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Asia/Shanghai")
STAFF = "clerk@county.example"


def at(text: str) -> datetime:
    """Return a moment on the office's clock: 2023-06-28 09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class MemoryInbox:
    """A mailbox in memory that gives what the ledger has not seen."""

    def __init__(self) -> None:
        self.mails: list[FetchedMail] = []
        self.fault: Exception | None = None

    def put(
        self, content: bytes | Path, received: datetime, *, junk: bool = False
    ) -> None:
        """Let a mail arrive."""
        folder = "垃圾邮件" if junk else "INBOX"
        place = ServerPlace("office@mail", folder, 7, len(self.mails) + 1, junk=junk)
        raw = content if isinstance(content, bytes) else content.read_bytes()
        self.mails.append(FetchedMail(place, received, len(raw), content))

    def refuse(self, state: str, received: datetime, size: int = 90 << 20) -> None:
        """Let a mail arrive that cannot be fetched."""
        place = ServerPlace("office@mail", "INBOX", 7, len(self.mails) + 1)
        self.mails.append(FetchedMail(place, received, size, b"", refused=state))

    def new_mails(self, after: Cursor) -> Iterator[Sequence[FetchedMail]]:
        """Give what is new in one batch a folder, then fail if told to."""
        for folder in ("INBOX", "垃圾邮件"):
            known = after.known_uids("office@mail", folder, 7)
            new = [
                m
                for m in self.mails
                if m.place.folder == folder and m.place.uid not in known
            ]
            if new:
                yield new
        if self.fault:
            raise self.fault

    def close(self) -> None:
        """Let go."""


@dataclass
class MemoryPostman:
    """Records every letter and answers as told, 250 otherwise."""

    answers: list[Delivery | Exception] = field(default_factory=list)
    sent: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)

    def send(self, to: tuple[str, ...], raw: bytes) -> Delivery:
        """Take a letter, or do what was told."""
        answer = self.answers.pop(0) if self.answers else Sent()
        if isinstance(answer, Exception):
            raise answer
        self.sent.append((to, raw))
        return answer

    def close(self) -> None:
        """Let go."""


@dataclass
class House:
    """An office with its mailbox, and short questions about what became of things."""

    app: App
    office: Office
    inbox: MemoryInbox = field(default_factory=MemoryInbox)
    postman: MemoryPostman = field(default_factory=MemoryPostman)

    def round(self, now: datetime) -> Round:
        """Collect once."""
        return collect(self.office, self.inbox, now)

    def deliver(self, now: datetime) -> list[Attempt]:
        """Send all that is due."""
        recover(self.office, now)
        done = []
        while attempt := deliver_next(self.office, self.postman, now):
            done.append(attempt)
        return done

    def take(self, raw: bytes, received: datetime, *, junk: bool = False) -> Round:
        """Let one mail arrive and judge it at once."""
        self.inbox.put(raw, received, junk=junk)
        return self.round(received)

    def letters(self, *states: LetterState) -> tuple[QueuedLetter, ...]:
        """Return the letters in these states (none: all)."""
        with self.office.ledger.begin() as work:
            return work.outbox.every(frozenset(states))

    def reviews(self) -> tuple[ReviewItem, ...]:
        """Return what waits for staff."""
        with self.office.ledger.begin() as work:
            return work.reviews.open()

    def copies(self, period: str = "2023Q2") -> tuple[CopyVersion, ...]:
        """Return the versions of a period."""
        with self.office.ledger.begin() as work:
            return work.copies.of_period(period)

    def files(self) -> list[str]:
        """Return the paths of all files below archive and spool."""
        return list(self.office.archive.present())

    def report(self, unit: str, **parts: object) -> bytes:
        """Return a unit's model mail: both copies, well named, from its address."""
        return mails.build(self.letter(unit, **parts))

    def letter(self, unit: str, **parts: object) -> mails.Letter:
        """Return the model letter with some parts changed."""
        number = [u.name for u in self.office.roster.units].index(unit) + 1
        model = mails.Letter(
            sender_name=unit,
            sender=f"u{number:02}@unit.example",
            to=self.office.address,
            subject=f"{unit}2023年第二季度为全县妇女儿童办实事工作进展情况",
            body="现将电子版及盖章PDF版报上，请查收。",
            sent_at=at("2023-06-28 09:00"),
            files=(
                self.electronic(unit),
                mails.Enclosed(
                    f"{unit}二季度报表（盖章）.pdf", mails.scanned_pdf(unit)
                ),
            ),
            message_id=f"<{number}@unit.example>",
        )
        return replace(model, **parts)  # type: ignore[arg-type]  # the caller's names

    def electronic(self, unit: str, seed: str = "") -> mails.Enclosed:
        """Return the unit's filled annex."""
        content = mails.annex_docx(self.office.notice, unit, unit + seed)
        return mails.Enclosed(f"{unit}二季度报表.docx", content)


@contextmanager
def open_house(
    home: Path, readers: ConfinedExaminer, letters: LettersMode = LettersMode.LIVE
) -> Iterator[House]:
    """Lay out a working folder and open its office; every unit has one address."""
    shutil.copytree(ROOT / "config", home / "config", dirs_exist_ok=True)
    environ = {"MAILBOT_DATABASE_URL": ledger_url(home / "state" / "mailbot.sqlite")}
    with open_app(Need.NOTHING, home=home, environ=environ) as app:
        office = app.office
        any_pdf = StampedCheck.ANY_PDF  # the house is about mails, not about seals
        policy = replace(office.policy, letters=letters, stamped_check=any_pdf)
        app.office.scribe._head = replace(  # type: ignore[attr-defined]
            office.scribe._head,  # type: ignore[attr-defined]
            mode=letters,
            staff=(STAFF,),
        )
        units = tuple(
            replace(u, addresses=(f"u{n:02}@unit.example",))
            for n, u in enumerate(office.roster.units, start=1)
        )
        roster = replace(office.roster, units=units)
        yield House(
            app,
            replace(
                office, policy=policy, roster=roster, examiner=readers, staff=(STAFF,)
            ),
        )


@pytest.fixture(scope="session")
def readers() -> Iterator[ConfinedExaminer]:
    """One pool of confined readers for all tests."""
    examiner = ConfinedExaminer(("yyxfl@zb.shandong.cn",), ())
    yield examiner
    examiner.close()


@pytest.fixture
def house(tmp_path: Path, readers: ConfinedExaminer) -> Iterator[House]:
    """An office whose letters go to the units themselves."""
    with open_house(tmp_path / "home", readers) as opened:
        yield opened
