"""`mailbot notice …`: what is asked on a mailbox, checked, dated, started and ended."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.test_commands import run
from tests.support.campaigns import NOTICES
from tests.support.house import ROOT

Screen = pytest.CaptureFixture[str]
WEEKLY = "源汛字〔2023〕3号"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the shipped notice, and a weekly one beside it as a draft."""
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    (config / "notices").mkdir()
    draft = (NOTICES / "weekly.toml").read_text("utf-8")
    put(config, "weekly", draft.replace("[notice]", '[notice]\nstate = "draft"'))
    monkeypatch.setenv("MAILBOT_HOME", str(tmp_path))
    return tmp_path


def put(config: Path, name: str, text: str) -> None:
    (config / "notices" / f"{name}.toml").write_text(text, "utf-8")


def states(capsys: Screen) -> dict[str, str]:
    status, out, _ = run(capsys, "notice", "list", "--json")
    assert status == 0
    rows = [json.loads(line) for line in out.splitlines()]
    return {row["notice"]: row["state"] for row in rows}


def units_asked(capsys: Screen) -> set[str]:
    _, out, _ = run(capsys, "status", "--at", "2023-06-28T09:00", "--json")
    return {json.loads(line)["notice"] for line in out.splitlines()}


def test_a_draft_is_listed_and_asks_nobody(home: Path, capsys: Screen) -> None:
    assert home.is_dir()
    assert states(capsys)[WEEKLY] == "draft"
    assert units_asked(capsys) == {"源政办字〔2023〕13号"}


def test_a_notice_goes_live_with_its_calendar_and_is_closed(
    home: Path, capsys: Screen
) -> None:
    status, out, err = run(capsys, "notice", "live", "3号", "--json")
    assert (status, "已生效" in err) == (2, False), "13号 is called so, too"
    status, out, err = run(capsys, "notice", "live", "汛字", "--json")
    assert (status, "已生效" in err) == (0, True)
    first = json.loads(out.splitlines()[0])
    assert (first["period"], first["due"]) == ("2023-W23", "2023-06-08T12:00:00+08:00")
    assert {"stage": "last-workday", "day": "2023-06-08"} in first["letters"]
    assert states(capsys)[WEEKLY] == "live"
    assert units_asked(capsys) == {"源政办字〔2023〕13号", WEEKLY}
    status, _, _ = run(capsys, "notice", "close", "汛字")
    assert (status, states(capsys)[WEEKLY]) == (0, "closed")
    assert units_asked(capsys) == {"源政办字〔2023〕13号"}
    text = (home / "config" / "notices" / "weekly.toml").read_text("utf-8")
    assert text.count("state =") == 1


def test_the_next_years_notice_is_drafted(home: Path, capsys: Screen) -> None:
    status, _, err = run(capsys, "notice", "renew", "政办字")
    assert (status, "已生成草稿" in err) == (0, True)
    (made,) = (home / "config" / "notices").glob("*2024*.toml")
    text = made.read_text("utf-8")
    assert 'first_period = "2024Q2"' in text
    assert "关于2024年为全县妇女儿童办实事的通知" in text
    assert 'state = "draft"' in text
    assert text.count("[[items]]") == 10
    assert units_asked(capsys) == {"源政办字〔2023〕13号"}


FAULTS = [
    ('id = "源汛字〔2023〕3号"', 'id = "源政办字〔2023〕13号"', "同是"),
    ('cycle = "week"', 'cycle = "weeks"', "第15行"),
    ('weekday = "thu"', 'weekday = "thursday"', "weekday 可写"),
    ('time = "12:00"', 'time = "noon"', "时刻请写成"),
    ('first = "2023-W23"', 'first = "2023-23"', "2023-W15 的样子"),
    ('first = "2023-W23"', 'frist = "2023-W23"', "是否应为 first"),
    ('copies = ["electronic"]', 'copies = ["fax"]', "不认识 fax"),
    ('words = ["防汛"]', "words = 防汛", "写法有误"),
    (
        'units = ["县公安局", "县民政局", "县交通运输局"]',
        'units = "everybody"',
        "列出单位",
    ),
]


@pytest.mark.parametrize(("old", "new", "words"), FAULTS)
def test_what_is_wrong_is_told_with_line_and_remedy(
    home: Path, capsys: Screen, old: str, new: str, words: str
) -> None:
    text = (NOTICES / "weekly.toml").read_text("utf-8")
    assert old in text
    put(home / "config", "weekly", text.replace(old, new))
    status, out, _ = run(capsys, "notice", "check")
    assert (status, words in out, "weekly.toml" in out) == (2, True, True), out
    assert run(capsys, "status")[0] == 2, "a live notice at fault stops the bot"


MONTHLY = [
    ("due = { day = 25 }", "due = { day = 31 }", "4月没有31日"),
    (
        "due = { day = 25 }",
        'due = { day = 25 }\nexceptions = { "2023Q2" = 2023-06-20 }',
        "不是有效的月份",
    ),
    (
        "due = { day = 25 }",
        'due = { day = 25 }\nexceptions = { "2024-02" = 2024-02-20 }',
        "不在 first 至 last 之间",
    ),
    (
        "due = { day = 25 }",
        'due = { day = 25 }\nexceptions = { "2023-05" = 2023-11-20 }',
        "请核对",
    ),
    (
        'units = ["县民政局"]',
        'units = ["县民政局"]\nlead = ["县民政局"]',
        "县民政局 写了两次",
    ),
    (
        'units = ["县民政局"]',
        'units = ["县民政局"]\nclasses = ["各镇"]',
        "展开为具体单位",
    ),
]


@pytest.mark.parametrize(("old", "new", "words"), MONTHLY)
def test_a_day_or_a_unit_that_cannot_be_is_told(
    home: Path, capsys: Screen, old: str, new: str, words: str
) -> None:
    text = (NOTICES / "monthly.toml").read_text("utf-8")
    assert old in text
    put(home / "config", "monthly", text.replace(old, new))
    status, out, _ = run(capsys, "notice", "check")
    assert (status, words in out) == (2, True), out


def test_every_fault_of_every_file_is_told_at_once(home: Path, capsys: Screen) -> None:
    monthly = (NOTICES / "monthly.toml").read_text("utf-8")
    put(home / "config", "monthly", monthly.replace("day = 25", "day = 31"))
    weekly = (NOTICES / "weekly.toml").read_text("utf-8")
    wrong = weekly.replace('"thu"', '"x"').replace("first =", "frist =")
    put(home / "config", "weekly", wrong)
    _, out, _ = run(capsys, "notice", "check")
    assert out.count("weekly.toml 第") == 3
    assert out.count("monthly.toml 第") == 1


def test_a_draft_that_is_not_whole_stops_nothing(home: Path, capsys: Screen) -> None:
    text = (home / "config" / "notices" / "weekly.toml").read_text("utf-8")
    put(home / "config", "weekly", text.replace('id = "源汛字', 'di = "源汛字'))
    assert run(capsys, "status")[0] == 0
    assert run(capsys, "notice", "check")[0] == 2
    assert run(capsys, "notice", "live", "weekly")[0] == 2


def test_another_countys_folder_begins_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen
) -> None:
    folder = tmp_path / "office"
    assert run(capsys, "init", str(folder), "--place", "桃源县")[0] == 0
    monkeypatch.setenv("MAILBOT_HOME", str(folder))
    assert run(capsys, "notice", "check")[0] == 0
    status, _, err = run(capsys, "status")
    assert (status, err.count("\n"), "没有生效的通知" in err) == (2, 1, True)
    example = (folder / "config" / "notices" / "example.toml").read_text("utf-8")
    assert 'county = "桃源县"' in example
    assert "towns = []" in example


@pytest.mark.parametrize("command", ["figures", "circular"])
def test_what_is_of_one_notice_asks_which_of_several(
    home: Path, capsys: Screen, command: str
) -> None:
    at = ("--at", "2023-06-28T09:00")
    run(capsys, "notice", "live", "汛字")
    wanted = ("2023Q2", "--out", str(home)) if command == "circular" else ("--json",)
    status, _, err = run(capsys, command, *wanted, *at)
    assert (status, "--notice" in err, WEEKLY in err) == (2, True, True)
    status, out, err = run(capsys, command, *wanted, *at, "--notice", "办字")
    assert (status, bool(out)) == (0, True), err
    status, _, err = run(capsys, command, *wanted, *at, "--notice", "99号")
    assert (status, "没有通知" in err) == (2, True)
