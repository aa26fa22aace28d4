"""The commands as an operator types them: JSON as promised, words in Chinese."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from mailbot.cli import main
from mailbot.cli.arguments import build_parser
from tests.support import real_mails as mails
from tests.support.dovecot import Mailbox
from tests.support.house import ROOT, at
from tests.support.smtp_server import PASSWORD, USER, smtp_server

CHINESE = re.compile("[\u4e00-\u9fff]")
COMMANDS = next(a for a in build_parser()._actions if a.metavar == "命令").choices or {}
UNIT = "县民政局"


@pytest.fixture
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A working folder as `mailbot init` lays it out, and no setting besides."""
    folder = tmp_path / "home"
    assert main(["init", str(folder)]) == 0
    assert CHINESE.search(capsys.readouterr().out)
    monkeypatch.setenv("MAILBOT_HOME", str(folder))
    return folder


def report(folder: Path, name: str, sender: str = "u15@unit.example") -> Path:
    from mailbot.adapters.notice_file import load_notice

    notice = load_notice(ROOT / "config" / "notice.toml")
    letter = mails.Letter(
        sender_name="民政局",
        sender=sender,
        to="yyxfl@zb.shandong.cn",
        subject="县民政局2023年第二季度报表",
        body="请查收",
        sent_at=at("2023-06-28 09:00"),
        files=(
            mails.Enclosed(
                "县民政局二季度报表.docx", mails.annex_docx(notice, UNIT, "x")
            ),
            mails.Enclosed("报表.docx", mails.annex_docx(notice, "", "y", blank=True)),
        ),
        message_id="<1@unit.example>",
    )
    path = folder / name
    path.write_bytes(mails.build(letter))
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main([str(w) for w in words])
    told = capsys.readouterr()
    return status, told.out, told.err


def rows(capsys: pytest.CaptureFixture[str], *words: object) -> list[dict[str, Any]]:
    _, out, _ = run(capsys, *words, "--json")
    return [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_chinese(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert out.startswith("用法：")
    assert CHINESE.search(out.partition("\n\n")[2].splitlines()[0])
    assert not re.search(r"usage:|positional|options:|show this help", out)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["stauts"], "命令：不认识 stauts，是否想写 status？"),
        (["fly"], "'fly' 不可用"),
        (["status", "--now"], "不认识的参数：--now"),
        (["poll", "--at"], "--at 后面缺少内容"),
        (["poll", "--at", "soon"], "soon 不是有效的时刻"),
        (["examine"], "缺少参数"),
        (["purge", "--before", "2023-13-01"], "写成 2023-07-01 的样子"),
        (["outbox", "burn"], "'burn' 不可用"),
        (["outbox", "cancel", "x"], "'x' 不是整数"),
    ],
)
def test_wrong_words_are_told_in_chinese(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    err = capsys.readouterr().err
    assert ended.value.code == 2
    assert told in err
    assert not re.search(r"invalid|required|expected|unrecognized", err)
    assert err.count("用法") == 1


def test_a_working_folder_is_laid_out_once(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("notice.toml", "roster.csv", "mailbot.toml"):
        assert (home / "config" / name).is_file()
    assert (home / "templates" / "letters").is_dir()
    status, _, err = run(capsys, "init", home)
    assert status == 2
    assert "没有改动" in err


def test_every_fault_of_settings_and_files_is_told_at_once(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config" / "mailbot.toml").write_text("[speed]\n", "utf-8")
    (home / "config" / "notice.toml").write_text("a == 1\n", "utf-8")
    status, _, err = run(capsys, "poll")
    assert status == 2
    for word in ("MAILBOT_IMAP_HOST", "MAILBOT_STAFF", "[speed]", "notice.toml 第1行"):
        assert word in err
    assert "Traceback" not in err


STATUS_KEYS = [
    "notice", "unit", "period", "due", "state", "late", "electronic", "stamped_pdf",
    "items_missing", "received_at", "duty",
]  # fmt: skip


def test_status_is_a_line_a_unit(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = rows(capsys, "status", "--period", "2023Q2")
    assert len(found) == 19
    assert list(found[0]) == STATUS_KEYS
    copy = ["state", "version", "received_at", "from", "sha256", "flags"]
    assert list(found[0]["electronic"]) == copy
    assert found[0]["due"] == "2023-07-01T00:00:00+08:00"
    status, out, _ = run(capsys, "status", "--at", "2023-10-01T09:00")
    assert (status, "2023年第三季度报送情况" in out) == (0, True)
    assert "应报19家" in out
    assert run(capsys, "status", "--period", "2023Q9")[0] == 2
    assert home.exists()


ROUND_KEYS = [
    "notice", "new", "filed", "review", "ignored", "unrelated", "failed", "bytes",
    "sent", "seconds",
]  # fmt: skip


@pytest.fixture
def taken(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A working folder that took in one mail with two doubtful files."""
    path = report(tmp_path, "m.eml", "someone@elsewhere.example")
    (done,) = rows(capsys, "import", path)
    assert list(done) == ROUND_KEYS
    assert list(done["seconds"]) == [
        "fetch",
        "save",
        "examine",
        "judge",
        "record",
        "total",
    ]
    assert (done["new"], done["review"], done["sent"]) == (1, 1, 0)
    assert done["seconds"]["total"] > 0
    return home


def test_importing_again_takes_nothing_and_answers_nobody(
    taken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "import", tmp_path / "m.eml")
    assert (status, "新来信0封" in out) == (0, True)
    assert rows(capsys, "outbox") == []
    assert not list((taken / "state" / "spool").iterdir())


def test_what_an_import_passes_over_is_said_with_the_reason(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home.is_dir()
    path = tmp_path / "旧信.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("照片.jpg", b"\xff\xd8")
    status, out, _ = run(capsys, "import", path)
    assert f"未导入 {path}/照片.jpg：文件格式无法打开" in out
    assert status == 1


REVIEW_KEYS = [
    "notice", "id", "message_id", "attachment", "proposal", "reasons", "since",
    "duty",
]  # fmt: skip


@pytest.mark.usefixtures("taken")
def test_what_waits_is_shown_and_settled(capsys: pytest.CaptureFixture[str]) -> None:
    waiting = rows(capsys, "review")
    assert list(waiting[0]) == REVIEW_KEYS
    assert list(waiting[0]["proposal"]) == [
        "units", "period", "copy", "action", "reason",
    ]  # fmt: skip
    assert waiting[0]["message_id"] == "<1@unit.example>"
    assert all(CHINESE.search(r) for item in waiting for r in item["reasons"])
    _, out, _ = run(capsys, "review")
    assert "review confirm 编号" in out
    for item in waiting:
        name = item["id"]
        assert run(capsys, "review", "confirm", name, "--period", "Q9")[0] == 2
        assert run(capsys, "review", "reject", name)[0] == 2
    assert run(capsys, "review", "confirm")[0] == 2
    first = waiting[0]["id"]
    status, out, _ = run(
        capsys, "review", "confirm", first, "--unit", UNIT, "--period", "2023Q2",
        "--copy", "electronic", "--no-learn",
    )  # fmt: skip
    assert (status, f"{first} 已归档：{UNIT}" in out) == (0, True)
    for item in waiting[1:]:
        words = ("review", "reject", item["id"], "--reason", "表格未填写")
        assert run(capsys, *words)[0] == 0
    assert "没有待核实件" in run(capsys, "review")[1]


@pytest.mark.usefixtures("taken")
def test_what_waits_may_be_laid_aside(capsys: pytest.CaptureFixture[str]) -> None:
    name = rows(capsys, "review")[0]["id"]
    assert "已忽略" in run(capsys, "review", "ignore", name)[1]
    assert run(capsys, "review", "ignore", name)[0] == 2


def test_an_explained_mail_has_the_promised_keys_wherever_one_stands(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = report(tmp_path, "m.eml")
    (found,) = rows(capsys, "examine", path, "--text")
    assert list(found) == [
        "path",
        "notice",
        "message",
        "verdict",
        "attachments",
        "problem",
        "duty",
    ]
    assert list(found["message"]) == [
        "message_id", "from", "subject", "date", "received_at", "nature", "bounced",
        "temporary",
    ]  # fmt: skip
    verdict = [
        "outcome", "units", "period", "copies",
        "matter", "proposal", "flags", "reasons",
    ]  # fmt: skip
    assert list(found["verdict"]) == verdict
    first = found["attachments"][0]
    for key in ("name", "inside", "kind", "bytes", "sha256", "outcome", "copy", "rows"):
        assert key in first
    assert len(first["rows"]) == 10
    assert list(first["rows"][0]) == [
        "no", "item", "units", "progress", "due", "item_no", "source",
    ]  # fmt: skip
    assert first["text"]
    (single,) = rows(capsys, "examine", ROOT / "config" / "roster.csv", "--ledger")
    assert (single["message"], single["verdict"]) == (None, None)
    monkeypatch.chdir(tmp_path)
    (near,) = rows(capsys, "examine", "m.eml")
    assert near["attachments"][0]["sha256"] == first["sha256"]
    status, out, _ = run(capsys, "examine", path, tmp_path / "nowhere.eml")
    assert status == 1
    assert "结论：" in out
    assert "附件名：" in out
    assert home.exists()


def test_letters_units_and_files_are_minded_from_the_terminal(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "outbox", "hold")[0] == 0
    assert run(capsys, "outbox", "release")[0] == 0
    assert run(capsys, "outbox", "cancel")[0] == 2
    assert len(rows(capsys, "unit")) == 19
    for words in (
        ("extend", UNIT, "2023-07-10", "--period", "2023Q2"),
        ("exempt", "县科协", "--period", "2023Q2"),
        ("suspend", "a@x.example"),
        ("resume", "a@x.example"),
    ):
        assert run(capsys, "unit", *words)[0] == 0
    assert run(capsys, "unit", "exempt")[0] == 2
    path = tmp_path / "报表.docx"
    path.write_bytes(mails.annex_docx(_notice(), UNIT, "x"))
    brought = ("register", path, "--unit", UNIT, "--period", "2023Q2")
    (row,) = rows(capsys, *brought)
    assert list(row) == ["notice", "unit", "period", "copy", "path"]
    assert "已登记" in run(capsys, *brought)[1]
    assert run(capsys, "register", path)[0] == 2
    out = tmp_path / "out"
    assert run(capsys, "rollup", "2023Q2", "--out", out)[0] == 0
    made = {p.suffix for p in out.iterdir()}
    assert made - {".pdf"} == {".docx", ".xlsx"}, "a PDF where LibreOffice is"
    assert run(capsys, "export", "2023Q2", "--out", out / "a.zip")[0] == 0
    assert run(capsys, "rollup", "2023Q2", "--out", path)[0] == 2
    status, _, err = run(capsys, "rollup", "2024Q1", "--out", out)
    assert (status, "要求报送：2023Q2、2023Q3、2023Q4" in err) == (2, True)
    status, _, err = run(capsys, "status", "--period", "2024Q1")
    assert (status, "没有要求报送2024年第一季度" in err) == (0, True)
    assert "只有清单" in run(capsys, "export", "2023Q3", "--out", out / "b.zip")[1]
    assert home.exists()


def _notice() -> Any:
    from mailbot.adapters.notice_file import load_notice

    return load_notice(ROOT / "config" / "notice.toml")


@pytest.mark.usefixtures("taken")
def test_state_is_verified_backed_up_restored_and_purged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "全部文件与台账一致" in run(capsys, "verify")[1]
    assert run(capsys, "backup", tmp_path / "b.tar.gz")[0] == 0
    fresh = tmp_path / "fresh"
    main(["init", str(fresh)])
    monkeypatch.setenv("MAILBOT_HOME", str(fresh))
    assert run(capsys, "restore", tmp_path / "b.tar.gz")[0] == 0
    assert run(capsys, "verify")[0] == 0
    assert len(rows(capsys, "review")) >= 1
    assert run(capsys, "purge", "--before", "2099-01-01")[0] == 0
    (fresh / "state" / "archive" / "stray").mkdir(exist_ok=True)
    assert run(capsys, "verify")[0] == 0


def connect(monkeypatch: pytest.MonkeyPatch, **settings: object) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"MAILBOT_{name}", str(value))


@pytest.mark.usefixtures("home")
def test_a_mailbox_that_is_away_ends_with_three_and_letters_go_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    connect(
        monkeypatch,
        IMAP_HOST="127.0.0.1", IMAP_PORT=9, IMAP_SECURITY="plain", IMAP_USER="u",
        IMAP_PASSWORD=PASSWORD, SMTP_HOST="127.0.0.1", SMTP_PORT=9,
        SMTP_SECURITY="plain", STAFF="clerk@county.example",
    )  # fmt: skip
    status, _, err = run(capsys, "poll")
    assert status == 3
    assert "没有丢失" in err
    assert run(capsys, "poll", "--no-send")[0] == 3


@pytest.mark.slow
def test_a_round_on_real_servers(
    home: Path,
    tmp_path: Path,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    raw = report(tmp_path, "m.eml").read_bytes()
    mailbox.deliver(raw, internaldate=at("2023-06-28 09:30"))
    roster = home / "config" / "roster.csv"
    text = roster.read_text("utf-8-sig").replace(
        "沂源县民政局,,,,,", "沂源县民政局,u15@unit.example,,,,"
    )
    roster.write_text(text, "utf-8")
    with smtp_server(login=True) as server:
        connect(
            monkeypatch,
            IMAP_HOST=mailbox.host, IMAP_PORT=mailbox.plain_port, IMAP_SECURITY="plain",
            IMAP_USER=mailbox.user, IMAP_PASSWORD=mailbox.password,
            SMTP_HOST=server.host, SMTP_PORT=server.port, SMTP_SECURITY="plain",
            SMTP_USER=USER, SMTP_PASSWORD=PASSWORD,
            STAFF="clerk@county.example", LETTERS="live",
        )  # fmt: skip
        before = mailbox.files()
        status, out, err = run(capsys, "poll", "--at", "2023-06-28T10:00", "--json")
        assert status == 1, err
        done = json.loads(out)
        assert (done["new"], done["sent"]) == (1, 1)
        assert [m.recipients for m in server.mails] == [("u15@unit.example",)]
        status, out, _ = run(capsys, "poll", "--at", "2023-06-28T10:05")
        assert (status, "新来信0封" in out) == (0, True)
        assert len(server.mails) == 1
        assert mailbox.files() == before
        doubtful = report(tmp_path, "d.eml", "someone@elsewhere.example").read_bytes()
        raw = doubtful.replace(b"<1@unit.example>", b"<2@unit.example>")
        mailbox.deliver(raw, internaldate=at("2023-06-28 10:06"))
        for status_then in (1, 0):  # news for staff, once
            status, _, err = run(capsys, "remind", "--at", "2023-06-28T10:10")
            assert status == status_then, err
    assert "sent" in [r["state"] for r in rows(capsys, "outbox")]
    assert "已发" in run(capsys, "outbox")[1]


def test_whoever_stops_reading_is_told_of_no_fault(home: Path) -> None:
    """As `mailbot status | head -1` does, once the first line is there."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "mailbot", "status"],
            cwd=ROOT,
            env={"MAILBOT_HOME": str(home), "PATH": "/nowhere"},
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr.decode()) == (0, "")


def test_the_word_for_more_log_may_stand_on_either_side() -> None:
    parser = build_parser()
    for words in (["-v", "status"], ["status", "-v"], ["-v", "status", "-v"]):
        assert parser.parse_args(words).verbose
    assert not parser.parse_args(["status"]).verbose


def test_the_module_is_the_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mailbot", "status"],
        cwd=ROOT,
        env={"MAILBOT_HOME": str(tmp_path), "PATH": "/nowhere", "LANG": "C"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert "mailbot init" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr
