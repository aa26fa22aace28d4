"""`mailbot init`: a working folder, laid out once."""

import os
import re
import stat
from pathlib import Path

import pytest

from mailbot.cli import main
from mailbot.settings.table import ENVIRONMENT


def test_init_lays_out_what_a_person_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house = tmp_path / "house"
    assert main(["init", str(house)]) == 0
    assert "mailbot doctor" in capsys.readouterr().out
    assert (house / "config" / "notice.toml").exists()
    assert (house / "config" / "roster.csv").exists()
    # letters serve as shipped until somebody edits one (issue F)
    assert list((house / "templates" / "letters").iterdir()) == []
    assert not (house / "templates" / "folder").exists()
    assert "mailbot doctor" in (house / "使用说明.txt").read_text(encoding="utf-8")
    if os.name == "posix":
        assert stat.S_IMODE((house / "state").stat().st_mode) == 0o700


def test_every_setting_that_the_code_reads_is_explained(tmp_path: Path) -> None:
    main(["init", str(tmp_path / "house")])
    example = (tmp_path / "house" / ".env.example").read_text(encoding="utf-8")
    wanted = {row.name for row in ENVIRONMENT}
    wanted -= {"MAILBOT_FAULT"}  # a tool of the tests, no setting
    assert sorted(wanted - set(re.findall("MAILBOT_[A-Z_]+", example))) == []


def test_an_existing_working_folder_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house = tmp_path / "house"
    main(["init", str(house)])
    note = house / "config" / "mailbot.toml"
    note.write_text("# mine\n", encoding="utf-8")
    assert main(["init", str(house)]) == 2
    assert "没有改动任何文件" in capsys.readouterr().err
    assert note.read_text(encoding="utf-8") == "# mine\n"


def test_a_place_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["init", str(tmp_path / "file" / "house")]) == 2
    assert "请换一个" in capsys.readouterr().err
