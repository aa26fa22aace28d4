"""The demo draws with the letters it brings, and has every letter that it draws."""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageFont

from mailbot.adapters.notice_file import load_notice
from mailbot.adapters.roster import load_roster
from mailbot.core.notice.notice import Notice
from mailbot.core.notice.periods import from_id
from mailbot.core.notice.units import Roster
from mailbot.demo import lettering, seal
from mailbot.demo.papers import ClerkDesk
from mailbot.demo.script import PERIOD, SCENES, Scene
from mailbot.demo.stage import _draft
from tests.support.house import ROOT


@pytest.fixture(scope="module")
def office() -> tuple[Notice, Roster]:
    notice = load_notice(ROOT / "config" / "notice.toml")
    return notice, load_roster(ROOT / "config" / "roster.csv", notice.units, None)


@pytest.mark.parametrize("scene", [s for s in SCENES if s.files], ids=lambda s: s.at)
def test_the_font_has_every_letter_of_a_mails_papers(
    office: tuple[Notice, Roster], scene: Scene
) -> None:
    notice, roster = office
    desk = ClerkDesk(notice, roster[scene.unit], from_id(PERIOD), _draft(scene))
    for paper in scene.files:
        assert desk.make(paper)  # a letter that is lacking is a LookupError


def test_the_font_has_every_letter_of_any_units_page_in_any_period(
    office: tuple[Notice, Roster],
) -> None:
    notice, roster = office
    for unit in roster.units:
        for period in ("2023Q1", "2023Q2", "2023Q3", "2023Q4"):
            desk = ClerkDesk(notice, unit, from_id(period), "（第2稿）")
            for text in (unit.full_name, *unit.names, *unit.seals, *desk._lines()):
                assert lettering.letters(text) == text


@pytest.mark.parametrize("text", ["沂源県", "😀", "沂源县\U0002a6d6"])
def test_a_letter_that_the_font_lacks_is_told_and_not_drawn_as_a_box(
    text: str,
) -> None:
    with pytest.raises(LookupError, match=r"bench/demo_font\.py"):
        seal.scan(text, ())
    with pytest.raises(LookupError, match=text[-1]):
        seal.scan("沂源县民政局", (text,))


def test_no_font_but_its_own_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    truetype = ImageFont.truetype

    def watched(font: str, size: int, **how: Any) -> ImageFont.FreeTypeFont:
        opened.append(font)
        return truetype(font, size, **how)

    monkeypatch.setattr(ImageFont, "truetype", watched)
    lettering.face.cache_clear()
    seal.scan("沂源县民政局", ("填报单位（盖章）：沂源县民政局",))
    assert set(opened) == {str(lettering.FONT)}


def test_the_font_is_small_and_lies_beside_its_licence() -> None:
    assert lettering.FONT.stat().st_size < 1 << 20
    licence = lettering.FONT.with_name("OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert lettering.FONT.name in licence


def test_a_wheel_carries_font_and_licence(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    into = ("-t", "wheel", "-d", str(tmp_path))
    build = (sys.executable, "-m", "hatchling", "build", *into)
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    for name in (lettering.FONT.name, "OFL.txt"):
        assert f"mailbot/demo/font/{name}" in names
