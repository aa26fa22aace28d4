"""`mailbot status --healthy`, as a supervisor asks it."""

import json
from pathlib import Path

import pytest

from mailbot.adapters.lock import lock_holder, state_lock
from mailbot.cli import main
from mailbot.flows.facts import note_read
from mailbot.settings import Need
from mailbot.wiring import open_app

ASKED = ["status", "--healthy"]


@pytest.fixture
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    folder = tmp_path / "home"
    assert main(["init", str(folder)]) == 0
    monkeypatch.setenv("MAILBOT_HOME", str(folder))
    capsys.readouterr()
    return folder


def test_a_bot_that_runs_and_reads_is_healthy(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_app(Need.NOTHING, home=home) as app, app.lock("run"):
        note_read(app.office, app.clock.now())
        assert main([*ASKED, "--json"]) == 0
        (row,) = map(json.loads, capsys.readouterr().out.splitlines())
        assert main(ASKED) == 0
    assert (row["healthy"], row["reasons"]) == (True, [])
    assert row["read_at"]
    assert "mailbot run" in row["holder"]
    assert "运行正常" in capsys.readouterr().out


def test_one_that_does_not_run_is_told_with_the_reasons(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del home
    assert main(ASKED) == 1
    said = capsys.readouterr().out
    assert "服务没有运行" in said
    assert "尚未读取过邮箱" in said


def test_faulty_settings_are_one_more_reason(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config" / "mailbot.toml").write_text("[intake\n")
    assert main([*ASKED, "--json"]) == 1
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert not row["healthy"]
    assert "mailbot.toml" in row["reasons"][0]


def test_words_that_a_crash_left_in_the_lock_are_no_holder(tmp_path: Path) -> None:
    assert lock_holder(tmp_path / "none") == ""
    with state_lock(tmp_path, "run"):
        assert "mailbot run" in lock_holder(tmp_path)
    assert lock_holder(tmp_path) == ""
    (tmp_path / "lock").write_text("mailbot run（进程1，host）", encoding="utf-8")
    assert lock_holder(tmp_path) == ""
