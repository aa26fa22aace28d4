"""Names that ship with mailbot serve in their own place; another county has its own."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailbot.cli import main
from mailbot.settings import Need
from mailbot.wiring.config_files import ConfigFiles, read_folder
from tests.support import real_mails as mails
from tests.support.house import at
from tests.support.seals.needs import SEES, needs_fonts

Screen = pytest.CaptureFixture[str]
UNITS = ("县教育和体育局", "县妇联", "县民政局", "团县委", "县法院", "县财政局")
HERE = 'county = "桃源县"\ncity = "常德市"\nprovince = "湖南省"\ntowns = ["漳江街道"]\n'
needs_eyes = pytest.mark.skipif(not SEES, reason="the extra `seal` is not installed")


def notice_of(text: str, units: tuple[str, ...], place: str) -> str:
    """Return the shipped notice with one item, for these units, in that place."""
    head, _ = text.split("[place]")
    listed = ", ".join(f'"{unit}"' for unit in units)
    item = f'[[items]]\nno = 1\nname = "实施关爱行动"\nunits = [{listed}]\n'
    return f"{head.replace('沂源县', '桃源县')}[place]\n{place}\n{item}"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen) -> Path:
    """A working folder of 桃源县, whose roster says no more than its units."""
    folder = tmp_path / "home"
    assert main(["init", str(folder)]) == 0
    capsys.readouterr()
    notice = folder / "config" / "notice.toml"
    notice.write_text(notice_of(notice.read_text("utf-8"), UNITS, HERE), "utf-8")
    roster_says(folder, "unit\n" + "\n".join(UNITS))
    monkeypatch.setenv("MAILBOT_HOME", str(folder))
    return folder


def roster_says(folder: Path, text: str) -> None:
    (folder / "config" / "roster.csv").write_text(text, encoding="utf-8-sig")


def files_of(folder: Path) -> ConfigFiles:
    return read_folder(Need.NOTHING, {}, folder)[1]


def sealed_mail(folder: Path, seal: str, unit: str) -> Path:
    """Save a mail from nobody known with one sealed scan; `unit` in its subject."""
    from tests.support.seals.scans import sealed_scan

    letter = mails.Letter(
        sender_name="小雨",
        sender="xiaoyu1987@qq.example",
        to="yyxfl@zb.shandong.cn",
        subject=f"{unit}2023年第二季度实事报表",
        body="",
        sent_at=at("2023-06-28 09:00"),
        files=(mails.Enclosed("扫描件.pdf", sealed_scan(seal, "plain")),),
        message_id="<scan@qq.example>",
    )
    path = folder / "mail.eml"
    path.write_bytes(mails.build(letter))
    return path


Examine = Callable[..., dict[str, Any]]


@pytest.fixture
def examined(home: Path, capsys: Screen) -> Examine:
    """Examine a mail whose only file bears the seal with this text."""

    def examine(seal: str, unit: str = "") -> dict[str, Any]:
        main(["examine", str(sealed_mail(home.parent, seal, unit)), "--json"])
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return examine


@needs_eyes
@needs_fonts
def test_the_seal_of_the_shipped_county_is_no_units_of_another(
    examined: Examine,
) -> None:
    seen = examined("沂源县民政局")
    (file,) = seen["attachments"]
    assert (file["seal"]["verdict"], file["seal"]["unit"]) == ("red_seal", "")
    assert seen["verdict"]["units"] == []
    assert seen["verdict"]["outcome"] != "file"


@needs_eyes
@needs_fonts
@pytest.mark.parametrize(
    ("seal", "unit"),
    [
        ("桃源县民政局", "县民政局"),
        ("桃源县妇女联合会", "县妇联"),
        ("桃源县财政局", "县财政局"),
    ],
)
def test_the_countys_own_seal_is_read(examined: Examine, seal: str, unit: str) -> None:
    seen = examined(seal)
    assert seen["attachments"][0]["seal"]["unit"] == unit
    assert seen["verdict"]["units"] == [unit]


@needs_eyes
@needs_fonts
@pytest.mark.parametrize(
    ("seal", "outcome"), [("沂源县民政局", "review"), ("桃源县民政局", "file")]
)
def test_a_mail_of_a_known_unit_is_filed_under_its_own_seal_only(
    home: Path, examined: Examine, seal: str, outcome: str
) -> None:
    addresses = {"县民政局": "xiaoyu1987@qq.example"}
    rows = [f"{unit},{addresses.get(unit, '')}" for unit in UNITS]
    roster_says(home, "\n".join(("unit,addresses", *rows)))
    assert examined(seal, "县民政局")["verdict"]["outcome"] == outcome


def test_another_county_gets_its_own_names_and_seals(home: Path) -> None:
    roster = files_of(home).campaigns[0].roster
    assert {u.name: (u.full_name, u.seals) for u in roster.units} == {
        name: (full, (full,))
        for name, full in zip(
            UNITS,
            (
                "桃源县教育和体育局",
                "桃源县妇女联合会",
                "桃源县民政局",
                "共青团桃源县委员会",
                "桃源县人民法院",
                "桃源县财政局",
            ),
            strict=True,
        )
    }
    assert roster.derived == UNITS
    assert "教体局" in roster["县教育和体育局"].aliases
    assert "沂源" not in repr(roster)


def test_what_the_roster_says_itself_is_left_as_it_is(home: Path) -> None:
    line = "县民政局,桃源县民政和社会组织局,县民社局,桃源县民政和社会组织局\n"
    roster_says(home, f"unit,full_name,aliases,seals\n{line}县妇联,,,\n")
    roster = files_of(home).campaigns[0].roster
    assert roster["县民政局"].seals == ("桃源县民政和社会组织局",)
    assert roster["县民政局"].aliases == ("县民社局",)
    assert "县民政局" not in roster.derived
    assert "县妇联" in roster.derived


def test_the_shipped_file_left_standing_lends_no_name_of_its_place(
    home: Path,
) -> None:
    from mailbot.adapters.folder import default_folder

    shipped = (default_folder("config") / "roster.csv").read_text("utf-8-sig")
    kept = [x for x in shipped.splitlines() if x.split(",")[0] in {"unit", *UNITS}]
    roster_says(home, "\n".join(kept))
    roster = files_of(home).campaigns[0].roster
    assert "沂源" not in repr(roster.units)
    assert roster["县民政局"].seals == ("桃源县民政局",)
    assert "民政局" in roster["县民政局"].aliases
    (warning,) = [x for x in roster.warnings if "随附样例沂源县" in x]
    assert "5家单位" in warning


@pytest.mark.parametrize(
    ("place", "lent"),
    [
        ('county = "沂源县"\n', True),
        ('county = " 沂源县"\ncity = "淄博市"\n', True),
        ('county = "沂源县"\ncity = "临沂市"\n', False),
        ('county = "沂水县"\ncity = "淄博市"\nprovince = "山东省"\n', False),
    ],
)
def test_shipped_names_are_lent_where_the_places_agree(
    home: Path, place: str, *, lent: bool
) -> None:
    path = home / "config" / "notice.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(HERE, place), "utf-8")
    unit = files_of(home).campaigns[0].roster["县民政局"]
    assert ("沂源民政局" in unit.aliases) is lent


def test_doctor_lists_the_names_it_told_from_the_place(
    home: Path, capsys: Screen
) -> None:
    assert home.is_dir()
    main(["doctor", "--json"])
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (told,) = [row for row in said if "推定" in json.dumps(row, ensure_ascii=False)]
    words = json.dumps(told, ensure_ascii=False)
    assert "桃源县" in words
    for pair in ("县民政局＝桃源县民政局", "团县委＝共青团桃源县委员会"):
        assert pair in words
    assert not re.search("沂源", words)
