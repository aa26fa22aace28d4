"""Readers that die or give up: each file by itself, and nothing else is lost."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from mailbot.adapters.confine.limits import Limits
from mailbot.adapters.seals.parts import SEEING, probe
from mailbot.core.record.deaths import LETTER, NO_DEATHS, Deaths, ReaderDied
from mailbot.core.record.documents import Kind, Problem, SealNames, SealVerdict
from mailbot.core.record.mail import ExaminedMail
from mailbot.wiring import examiner as wired
from mailbot.wiring.examiner import ConfinedExaminer
from tests.support import real_mails
from tests.wiring.test_examination import letter

DEADLY = Path(__file__).parents[1] / "support" / "deadly"
UNIT = "县民政局"
GOOD = ("好.txt", "二季度进展".encode())
KILLER = ("坏.txt", b"KILL")


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[ConfinedExaminer]:
    monkeypatch.syspath_prepend(DEADLY)
    monkeypatch.setattr(wired, "Limits", partial(Limits, cpu=1))
    examiner = ConfinedExaminer((), (SealNames(UNIT, (UNIT,)),))
    yield examiner
    examiner.close()


def tried(
    readers: ConfinedExaminer, folder: Path, *files: tuple[str, bytes], header: str = ""
) -> tuple[ExaminedMail, list[Deaths]]:
    """Read a mail, each time in an empty room, until it is read; tell every death."""
    raw = folder / "raw.eml"
    mail = letter("二季度报送", "请查收", *files)
    if header:
        mail[header] = "x"
    raw.write_bytes(mail.as_bytes())
    deaths: list[Deaths] = [NO_DEATHS]
    while True:
        room = folder / f"room{len(deaths)}"
        room.mkdir()
        try:
            return readers.mail(raw, room, deaths[-1]), deaths[1:]
        except ReaderDied as died:
            deaths.append(died.deaths)


def test_the_third_death_at_a_file_is_its_verdict_and_all_else_is_read(
    readers: ConfinedExaminer, tmp_path: Path
) -> None:
    found, deaths = tried(readers, tmp_path, GOOD, KILLER, ("也好.txt", b"2023"))
    assert [len(died["2"]) for died in deaths] == [1, 2]
    assert {file for died in deaths for file in died} == {"2"}
    assert found.message.subject == "二季度报送"
    assert [(d.name, d.problem) for d in found.documents] == [
        ("好.txt", None),
        ("坏.txt", Problem.TOO_LARGE),
        ("也好.txt", None),
    ]
    room = tmp_path / f"room{len(deaths) + 1}"
    assert [(room / d.stored).read_bytes() for d in found.documents] == [
        GOOD[1],
        KILLER[1],
        b"2023",
    ]


def test_a_file_that_takes_too_long_is_told_at_once_and_takes_nothing_with_it(
    readers: ConfinedExaminer, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("里.txt", "二季度")
    slow = ("慢.txt", b"SPIN")
    found, deaths = tried(readers, tmp_path, ("包.zip", packed.getvalue()), slow, GOOD)
    assert deaths == []
    assert [(d.name, d.problem) for d in found.documents] == [
        ("里.txt", None),
        ("慢.txt", Problem.TIMEOUT),
        ("好.txt", None),
    ]


def test_a_fault_of_a_reader_is_ours_and_never_called_damage(
    readers: ConfinedExaminer, tmp_path: Path
) -> None:
    found, deaths = tried(readers, tmp_path, GOOD, ("谜.txt", b"RAISE"))
    assert deaths == []
    assert [d.problem for d in found.documents] == [None, Problem.UNREADABLE]


def test_a_letter_that_kills_its_reader_thrice_cannot_be_read(
    readers: ConfinedExaminer, tmp_path: Path
) -> None:
    found, deaths = tried(readers, tmp_path, GOOD, header="DEADLY-HEADER")
    assert [len(died[LETTER]) for died in deaths] == [1, 2]
    assert found.message.problem is Problem.TOO_LARGE
    assert found.documents == ()


@pytest.mark.skipif(bool(probe(SEEING)), reason="the eyes are not installed")
def test_the_seal_of_a_file_is_looked_at_though_its_reader_died(
    readers: ConfinedExaminer, tmp_path: Path
) -> None:
    scan = ("盖章.pdf", real_mails.scanned_pdf(UNIT) + b"%KILL")
    found, deaths = tried(readers, tmp_path, scan)
    assert len(deaths) == 2
    (document,) = found.documents
    assert (document.kind, document.problem) == (Kind.PDF, Problem.TOO_LARGE)
    assert document.seal is not None  # a scan without a stamp, and seen to be
    assert document.seal.verdict is SealVerdict.NO_SEAL


def test_a_single_file_that_kills_its_reader_is_kept_with_its_problem(
    readers: ConfinedExaminer, tmp_path: Path
) -> None:
    path, room = tmp_path / "坏.txt", tmp_path / "room"
    path.write_bytes(KILLER[1])
    room.mkdir()
    (document,) = readers.file(path, path.name, room)
    assert document.problem is Problem.TOO_LARGE
    assert (room / document.stored).read_bytes() == KILLER[1]


def test_a_header_that_kills_its_reader_costs_an_import_nothing_else(
    readers: ConfinedExaminer,
) -> None:
    assert readers.head(b"DEADLY-HEADER: x\r\nSubject: a\r\n\r\n").problem
    assert readers.head(b"Subject: b\r\n\r\n").subject == "b"
