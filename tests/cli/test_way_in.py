"""The first things somebody types who does not know the program yet."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mailbot.cli import main

Screen = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen) -> Path:
    folder = tmp_path / "home"
    assert main(["init", str(folder)]) == 0
    capsys.readouterr()
    monkeypatch.setenv("MAILBOT_HOME", str(folder))
    return folder


def said(capsys: Screen, *words: str) -> tuple[int, str]:
    status = main(list(words))
    told = capsys.readouterr()
    return status, told.out + told.err


def test_the_bare_command_shows_every_command(capsys: Screen) -> None:
    status, out = said(capsys)
    assert status == 0
    assert {"demo", "doctor", "status"} <= set(out.split())


def test_the_version_is_told(capsys: Screen) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out[:8]) == (0, "mailbot ")


def test_outside_of_any_working_folder_the_likely_cause_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MAILBOT_HOME", raising=False)
    status, out = said(capsys, "status")
    assert (status, "也没有设置 MAILBOT_HOME" in out) == (2, True)
    assert len(out.splitlines()) == 1
    monkeypatch.setenv("MAILBOT_HOME", str(tmp_path / "gone"))
    status, out = said(capsys, "status")
    assert (status, "gone 不是工作文件夹" in out) == (2, True)


@pytest.mark.usefixtures("home")
def test_a_unit_and_a_period_may_be_typed_as_people_say_them(capsys: Screen) -> None:
    words = ("unit", "extend", "科协", "2023-10-20", "--period", "三季度")
    status, out = said(capsys, *words)
    assert (status, "2023年10月20日" in out) == (0, True)
    assert "县科协" in out
    status, out = said(capsys, "unit", "exempt", "县科学技术协")
    assert (status, "是否指：县科协" in out) == (2, True)


@pytest.mark.usefixtures("home")
def test_the_outbox_says_what_it_did_and_lists_what_is_asked_for(
    capsys: Screen,
) -> None:
    assert "全部信件已暂存" in said(capsys, "outbox", "hold")[1]
    assert "已放行0封" in said(capsys, "outbox", "release")[1]
    assert "信件0封" in said(capsys, "outbox", "list", "--state", "waiting")[1]


def test_a_letter_is_laid_out_to_be_edited_and_no_other(
    home: Path, capsys: Screen
) -> None:
    letters = home / "templates" / "letters"
    assert list(letters.iterdir()) == []
    assert "receipt.html.j2" in said(capsys, "letters", "edit", "receipt")[1]
    laid = {path.name for path in letters.iterdir()}
    assert laid == {f"receipt.{part}.j2" for part in ("subject", "txt", "html")}
    (letters / "receipt.subject.j2").write_text("收到了", encoding="utf-8")
    said(capsys, "letters", "edit", "receipt")
    assert (letters / "receipt.subject.j2").read_text("utf-8") == "收到了"
    status, out = said(capsys, "letters", "edit", "reciept")
    assert (status, "可写：" in out) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_a_file_of_passwords_that_others_may_read_is_told(
    home: Path, capsys: Screen
) -> None:
    (home / ".env").write_text("MAILBOT_IMAP_PASSWORD=x\n", encoding="utf-8")
    (home / ".env").chmod(0o644)
    assert "chmod 600" in said(capsys, "doctor")[1].replace("\n", "")
    (home / ".env").chmod(0o600)
    assert ".env 只有本用户可读" in said(capsys, "doctor")[1]


def test_a_misspelt_option_is_told_with_the_one_that_was_meant(capsys: Screen) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["status", "--peroid", "2023Q2"])
    out = capsys.readouterr().err
    assert ended.value.code == 2
    assert "mailbot status：不认识的参数：--peroid 2023Q2，是否想写 --period？" in out
