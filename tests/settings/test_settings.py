"""Environment and mailbot.toml: every fault at once, each with what to write."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from mailbot.core.notice.policy import DayOff, LettersMode, Policy, StampedCheck
from mailbot.errors import BadSettings
from mailbot.settings import (
    Need,
    Secret,
    Security,
    kinds,
    load_settings,
    working_folder,
)
from mailbot.settings.table import BEHAVIOUR, Key
from tests.support.house import ROOT

WHOLE = {
    "MAILBOT_IMAP_HOST": "imap.example.org",
    "MAILBOT_IMAP_USER": "office@example.org",
    "MAILBOT_IMAP_PASSWORD": "geheim",
    "MAILBOT_SMTP_HOST": "smtp.example.org",
    "MAILBOT_STAFF": "Clerk@example.org，second@example.org",
}
ALL = Need.MAILBOX | Need.POSTMAN | Need.STAFF


def faults(home: Path, need: Need = Need.NOTHING, **environ: str) -> tuple[str, ...]:
    with pytest.raises(BadSettings) as told:
        load_settings(need, environ, home)
    return told.value.faults


def behaviour(home: Path, text: str | bytes) -> Path:
    (home / "config").mkdir(exist_ok=True)
    raw = text if isinstance(text, bytes) else text.encode()
    (home / "config" / "mailbot.toml").write_bytes(raw)
    return home


def test_a_whole_environment_is_read(tmp_path: Path) -> None:
    found = load_settings(ALL, WHOLE, tmp_path)
    assert (found.imap.port, found.imap.security) == (993, Security.TLS)
    assert (found.smtp.port, found.smtp.user) == (465, "office@example.org")
    assert found.smtp.password == WHOLE["MAILBOT_IMAP_PASSWORD"]
    assert found.staff == ("clerk@example.org", "second@example.org")
    assert found.database_url == f"sqlite:///{tmp_path / 'state' / 'mailbot.sqlite'}"
    assert found.config == tmp_path / "config"
    assert found.templates == tmp_path / "templates"
    assert found.policy == Policy()


def test_the_shipped_file_says_the_defaults() -> None:
    assert load_settings(Need.NOTHING, {}, ROOT).policy == Policy()


def test_every_missing_part_is_told_at_once(tmp_path: Path) -> None:
    told = faults(tmp_path, ALL)
    for name in (*WHOLE, "MAILBOT_STAFF"):
        assert any(name in fault for fault in told), name
    assert len(told) == len(WHOLE)


def test_only_the_needed_parts_are_asked_for(tmp_path: Path) -> None:
    load_settings(Need.NOTHING, {}, tmp_path)
    live = WHOLE | {
        "MAILBOT_LETTERS": "live",
        "MAILBOT_STAFF": "",
        "MAILBOT_SMTP_HOST": "",
    }
    assert load_settings(Need.MAILBOX, live, tmp_path).staff == ()


def test_a_trial_needs_staff_wherever_letters_are_written(tmp_path: Path) -> None:
    environ = {k: v for k, v in WHOLE.items() if k != "MAILBOT_STAFF"}
    assert "MAILBOT_STAFF" in faults(tmp_path, Need.MAILBOX, **environ)[0]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MAILBOT_IMAP_SECURITY", "ssl", "tls、starttls"),
        ("MAILBOT_IMAP_SECURITY", "plain", "只可用于本机"),
        ("MAILBOT_IMAP_PORT", "no", "端口号"),
        ("MAILBOT_SMTP_PORT", "70000", "端口号"),
        ("MAILBOT_STAFF", "clerk@", "不是邮箱地址"),
        ("MAILBOT_ADDRESS", "nobody", "不是邮箱地址"),
        ("MAILBOT_TIMEZONE", "Mars/Base", "Asia/Shanghai"),
        ("MAILBOT_CA_FILE", "/nowhere.pem", "找不到证书文件"),
        ("MAILBOT_LETTERS", "on", "hold、staff、live"),
        ("MAILBOT_IMAP_PASSWORD_FILE", "/nowhere", "读不出"),
    ],
)
def test_a_wrong_value_is_told_with_its_remedy(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    told = faults(tmp_path, ALL, **WHOLE | {name: value})
    assert any(name in fault and words in fault for fault in told), told


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_plain_is_for_this_machine(tmp_path: Path, host: str) -> None:
    environ = WHOLE | {"MAILBOT_IMAP_HOST": host, "MAILBOT_IMAP_SECURITY": "plain"}
    assert load_settings(ALL, environ, tmp_path).imap.port == 143


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "word").write_text("\ufeff geheim \n", "utf-8")
    environ = WHOLE | {"MAILBOT_SMTP_PASSWORD_FILE": str(tmp_path / "word")}
    assert load_settings(ALL, environ, tmp_path).smtp.password == Secret("geheim")


def test_a_secret_never_shows_itself() -> None:
    assert "geheim" not in repr(Secret("geheim"))


def test_the_environment_wins_over_the_file_and_empty_is_unset(tmp_path: Path) -> None:
    text = (
        "\ufeffMAILBOT_IMAP_HOST=file.example.org\nMAILBOT_ADDRESS=a@file.example.org\n"
    )
    (tmp_path / ".env").write_text(text, "utf-8")
    environ = WHOLE | {"MAILBOT_ADDRESS": ""}
    found = load_settings(ALL, environ, tmp_path)
    assert found.imap.host == "imap.example.org"
    assert found.address == "a@file.example.org"


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("MAILBOT_STAFF=张三".encode("gb18030"))
    assert "另存为UTF-8" in faults(tmp_path)[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("MAILBOT_STAF", "是否想写 MAILBOT_STAFF？"),
        ("MAILBOT_IMAP_PASWORD_FILE", "是否想写 MAILBOT_IMAP_PASSWORD_FILE？"),
        ("MAILBOT_SMPT_HOST", "是否想写 MAILBOT_SMTP_HOST？"),
    ],
)
def test_a_misspelt_variable_is_told_with_the_name_that_was_meant(
    tmp_path: Path, name: str, words: str
) -> None:
    (told,) = faults(tmp_path, Need.NOTHING, **{name: "geheim"})
    assert told == f"环境变量：不认识 {name}，{words}"
    (tmp_path / ".env").write_text(f"{name}=geheim\n", "utf-8")
    assert faults(tmp_path) == (f".env：不认识 {name}，{words}",)


@pytest.mark.parametrize("name", ["MAILBOT_COLOUR", "IMAP_HOST", "mailbot_staff"])
def test_in_its_own_file_every_name_of_ours_has_to_be_one(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / ".env").write_text(f"TZ=Asia/Shanghai\n{name}=geheim\n", "utf-8")
    (told,) = faults(tmp_path)
    assert name in told
    assert "geheim" not in told


@pytest.mark.parametrize("name", ["MAILBOT_SHARED", "MAILBOT_REQUIRE_ALL", "SMTP_HOST"])
def test_in_the_environment_other_peoples_names_are_left_alone(
    tmp_path: Path, name: str
) -> None:
    load_settings(Need.NOTHING, {name: "1"}, tmp_path)


@pytest.mark.parametrize("row", BEHAVIOUR, ids=lambda row: row.key)
def test_the_shipped_file_explains_each_key_in_the_words_of_its_fault(row: Key) -> None:
    text = (ROOT / "config" / "mailbot.toml").read_text(encoding="utf-8")
    section = text.partition(f"[{row.section}]")[2].partition("\n[")[0]
    lines = section.splitlines()
    (place,) = (n for n, line in enumerate(lines) if line.startswith(f"{row.key} = "))
    assert row.words in lines[place] + lines[place - 1]


@pytest.mark.parametrize("row", BEHAVIOUR, ids=lambda row: row.key)
def test_each_key_goes_to_a_field_of_its_own(row: Key) -> None:
    assert [r.key for r in BEHAVIOUR if r.field == row.field] == [row.key]
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong, a fault tells it
        row.kind.read(object())


def test_the_working_folder_is_named_by_the_environment(tmp_path: Path) -> None:
    assert working_folder({"MAILBOT_HOME": str(tmp_path)}) == tmp_path
    assert working_folder({}, tmp_path) == tmp_path
    assert working_folder({}) == Path.cwd()


def test_behaviour_is_read_from_the_file(tmp_path: Path) -> None:
    behaviour(
        tmp_path,
        """
[documents]
stamped_pdf_check = "seal"
[deadline]
day_off = "previous"
grace_days = 2
[receipts]
receipt_quiet_minutes = 0.5
[reminders]
hours = [8, 12]
copy_leader = true
[intake]
folders = ["INBOX"]
max_message_mib = 1.5
[summary]
at = 07:45:00
[sending]
letters = "hold"
""",
    )
    policy = load_settings(Need.NOTHING, {}, tmp_path).policy
    assert policy.stamped_check is StampedCheck.SEAL
    assert (policy.deadline.day_off, policy.deadline.grace_days) == (DayOff.PREVIOUS, 2)
    assert policy.receipts.quiet == timedelta(seconds=30)
    assert policy.reminders.hours == (8, 12)
    assert policy.intake.folders == ("INBOX",)
    assert policy.intake.max_message_bytes == 3 << 19
    assert policy.summary_at == time(7, 45)
    assert policy.letters is LettersMode.HOLD


def test_environment_wins_over_behaviour(tmp_path: Path) -> None:
    behaviour(tmp_path, '[sending]\nletters = "hold"\n[intake]\nfolders = ["A"]')
    environ = {"MAILBOT_LETTERS": "live", "MAILBOT_IMAP_FOLDERS": "INBOX; 垃圾邮件"}
    policy = load_settings(Need.NOTHING, environ, tmp_path).policy
    assert policy.letters is LettersMode.LIVE
    assert policy.intake.folders == ("INBOX", "垃圾邮件")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[deadline]\nday_off = 'never'", "extend、nominal、previous"),
        ("[deadline]\ngrace_days = -1", "整数"),
        ("[deadline]\ngrace_days = 99999999999", "整数"),
        ("[receipts]\nreceipt_quiet_minutes = inf", "之间的数"),
        ("[receipts]\nreceipt_quiet_minutes = nan", "之间的数"),
        ("[receipts]\nreceipt_quiet_minutes = '5'", "之间的数"),
        ("[reminders]\nbefore = [-1]", "[10, 3]"),
        ("[reminders]\nhours = [17, 9]", "[9, 17]"),
        ("[reminders]\nhours = [9]", "[9, 17]"),
        ("[reminders]\ncopy_leader = 1", "true 或 false"),
        ("[intake]\nauthserv_id = 1", "带引号的文字"),
        ("[intake]\nfolders = [1]", '["INBOX"]'),
        ("[summary]\nat = '25:00'", "08:30"),
        ("[sending]\nletters = 'on'", "hold、staff、live"),
        ("[sending]\nspeed = 1", "letters、seconds_between"),
        ("[speed]\nx = 1", "不认识 [speed]"),
        ("[reminder]\nafter = [2]", "不认识 [reminder]，是否想写 reminders？"),
        ("[reminders]\ncopy_leaders = true", "不认识此项，是否想写 copy_leader？"),
        ("[receipts]\nseconds_between = 3", "此项应写在 [sending] 一节"),
        ("sending = 1", "[sending] 一节"),
        ("letters == 1", "第1行第10列"),
    ],
)
def test_a_wrong_behaviour_is_told_with_its_remedy(
    tmp_path: Path, line: str, words: str
) -> None:
    told = faults(behaviour(tmp_path, line))
    assert any("mailbot.toml" in fault and words in fault for fault in told), told


def test_a_behaviour_in_another_encoding_is_told(tmp_path: Path) -> None:
    home = behaviour(tmp_path, "# 设置".encode("gb18030"))
    assert "另存为UTF-8" in faults(home)[0]


def test_a_behaviour_that_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "config" / "mailbot.toml").mkdir(parents=True)
    assert "读不出" in faults(tmp_path)[0]


def test_an_unfinished_file_is_told_without_a_line(tmp_path: Path) -> None:
    home = behaviour(tmp_path, "[a]\nb = [")
    assert "写法有误" in faults(home)[0]


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("imap.qq.com", "imap.qq.com"),
        (" ｉｍａｐ.qq.com. ", "imap.qq.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("邮件.政务.cn", "邮件.政务.cn"),
        ("https://mail.qq.com", ""),
        ("office@qq.com", ""),
        ("imap.qq.com:993", ""),
        ("imap.qq.com/", ""),
        ("imap qq com", ""),
    ],
)
def test_a_server_is_named_alone_without_port_address_or_web_page(
    written: str, host: str
) -> None:
    if host:
        assert kinds.HOST.read(written) == host
    else:
        with pytest.raises(ValueError):  # noqa: PT011 - a kind says no more
            kinds.HOST.read(written)


def test_a_certificate_that_is_not_there_stops_none_who_reach_no_server(
    tmp_path: Path,
) -> None:
    """`examine` and `import` are asked on other machines, too."""
    environ = {
        "MAILBOT_CA_FILE": "/nowhere.pem",
        "MAILBOT_WEB_CERT": "/nowhere.pem",
        "MAILBOT_WEB_KEY": "/nowhere.key",
    }
    assert load_settings(Need.NOTHING, environ, tmp_path).home == tmp_path.resolve()
    for need in (Need.MAILBOX, Need.POSTMAN):
        with pytest.raises(BadSettings, match="MAILBOT_CA_FILE"):
            load_settings(need, environ, tmp_path)
