"""Rosters and notices that are damaged or made to harm: told in words, or read."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import Workbook

from mailbot.adapters.notice_file import load_duties, load_notice
from mailbot.adapters.roster import load_roster
from mailbot.errors import BadSettings
from tests.fuzz import mutate
from tests.support.house import ROOT

CONFIG = ROOT / "config"
UNITS = load_notice(CONFIG / "notice.toml").units
ROUNDS = 60


def workbook() -> bytes:
    """Return the shipped roster as Excel saves it."""
    book, out = Workbook(), io.BytesIO()
    rows = csv.reader(io.StringIO((CONFIG / "roster.csv").read_text("utf-8-sig")))
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def inside(raw: bytes, chance: random.Random) -> bytes:
    """Damage one member of a package, which stays a sound one."""
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    victim, out = chance.choice(sorted(members)), io.BytesIO()
    members[victim] = mutate(members[victim], [raw], chance)
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


CASES: dict[str, tuple[Callable[[], bytes], Callable[[Path], object]]] = {
    "roster.csv": (
        (CONFIG / "roster.csv").read_bytes,
        lambda path: load_roster(path, UNITS, None),
    ),
    "roster.xlsx": (workbook, lambda path: load_roster(path, UNITS, None)),
    "notice.toml": (
        (CONFIG / "notice.toml").read_bytes,
        lambda path: load_duties(path, UNITS),
    ),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", CASES)
def test_a_damaged_roster_or_notice_is_told_in_words_or_read(
    tmp_path: Path, name: str
) -> None:
    make, read = CASES[name]
    sound, path = make(), tmp_path / name
    for number in range(ROUNDS):
        chance = random.Random(number)  # noqa: S311 - the same damage every run
        zipped = name.endswith(".xlsx") and number % 5
        hurt = inside(sound, chance) if zipped else mutate(sound, [sound], chance)
        path.write_bytes(hurt)
        with suppress(BadSettings):
            read(path)


def test_a_roster_whose_last_cell_lies_a_million_rows_down_is_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "roster.xlsx"
    with zipfile.ZipFile(io.BytesIO(workbook())) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    members[sheet] = members[sheet].replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    with pytest.raises(BadSettings, match="超过"):
        load_roster(path, UNITS, None)
