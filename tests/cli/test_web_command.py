"""`mailbot web user`: who may come in, and whose sessions end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailbot.cli import main
from mailbot.settings import Need
from mailbot.wiring import open_app
from mailbot.wiring.serving import gatehouse
from tests.support.smtp_server import smtp_server

LI, WANG = "li@county.example", "wang@county.example"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    assert main(["init", str(folder)]) == 0
    for name, value in {
        "HOME": str(folder),
        "STAFF": f"{LI},{WANG}",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": "9",
        "SMTP_SECURITY": "plain",
    }.items():
        monkeypatch.setenv(f"MAILBOT_{name}", value)
    return folder


def rows(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    out = capsys.readouterr().out.splitlines()
    found = [json.loads(line) for line in out if line.startswith("{")]
    return {str(row["address"]): row for row in found}


def test_a_leader_gets_to_look_is_told_and_has_to_come_in_anew(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_app(Need.NOTHING, home=home) as app:
        gate, now = gatehouse(app), app.clock.now()
        from mailbot.flows.console.entering import Visitor

        gate.enter_by_link(gate.invite(WANG, now), Visitor("b", "p"), now)
    capsys.readouterr()
    assert main(["web", "user", "--json"]) == 0
    found = rows(capsys)
    assert found[WANG] == {
        "address": WANG,
        "role": "office",
        "password": False,
        "sessions": 1,
    }
    with smtp_server() as smtp:
        monkeypatch.setenv("MAILBOT_SMTP_PORT", str(smtp.port))
        assert main(["web", "user", "add", WANG, "--role", "look", "--json"]) == 0
        assert [mail.recipients for mail in smtp.mails] == [(WANG,)]
    found = rows(capsys)
    assert (found[WANG]["role"], found[WANG]["sessions"]) == ("look", 0)
    assert found[LI]["role"] == "office"


def test_a_role_holds_though_nobody_can_be_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home.is_dir()
    assert main(["web", "user", "add", LI, "--role", "look"]) == 0
    out = capsys.readouterr().out
    assert "未能发信告知" in out
    assert "查看" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [(["add"], "请写明"), (["add", "x@mail.example"], "MAILBOT_STAFF")],
)
def test_only_staff_have_a_role(
    home: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home.is_dir()
    assert main(["web", "user", *words]) == 2
    assert said in capsys.readouterr().err


def test_every_session_ends_at_a_word(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home.is_dir()
    assert main(["web", "user", "end-sessions", "--json"]) == 0
    assert all(row["sessions"] == 0 for row in rows(capsys).values())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HOST", "10.1.2.3", "须有证书"),
        ("URL", "mailbot.county.example", "请以 https:// 开头"),
        ("PORT", "high", "端口号"),
    ],
)
def test_a_place_that_would_not_be_safe_is_refused_with_its_remedy(
    home: Path,
    name: str,
    value: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert home.is_dir()
    monkeypatch.setenv(f"MAILBOT_WEB_{name}", value)
    assert main(["web"]) == 2
    assert said in capsys.readouterr().err
