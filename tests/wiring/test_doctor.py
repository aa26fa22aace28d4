"""The doctor: what is wrong, in words that tell what to do."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.adapters.clock import SystemClock
from mailbot.adapters.mail.imap.values import Folder, Role
from mailbot.cli import main
from mailbot.core.record.documents import Problem
from mailbot.core.record.mail import ExaminedMail, Message
from mailbot.core.record.records import MailState, Origin, SavedMail, ServerPlace
from mailbot.core.words.checkup import Check, CheckState, error
from mailbot.demo.house import Post, furnish
from mailbot.demo.imap_server import EmbeddedImap, free_port, running_imap
from mailbot.demo.smtp_server import running_smtp
from mailbot.flows.letters.summarize import rendered, summary
from mailbot.settings import Need
from mailbot.wiring import open_app
from mailbot.wiring.doctor.examining import _junk, examine_all
from mailbot.wiring.examiner import ConfinedExaminer


@pytest.fixture(scope="module")
def imap() -> Iterator[EmbeddedImap]:
    with running_imap() as server:
        yield server


@pytest.fixture
def house(tmp_path: Path, imap: EmbeddedImap) -> Iterator[Path]:
    with running_smtp(lambda _to, _raw: None) as port:
        post = Post(imap.host, imap.port, port, imap.user, imap.password)
        furnish(tmp_path / "house", post)
        yield tmp_path / "house"


def found(house: Path, environ: Mapping[str, str] | None = None) -> list[Check]:
    return list(examine_all(house, environ or {}))


def worst(checks: list[Check], name: str) -> str:
    states = [c.state for c in checks if c.check == name]
    return max(states, key=list(CheckState).index)


def words(checks: list[Check]) -> str:
    return "\n".join(f"{c.says} {c.remedy}" for c in checks)


def test_a_healthy_house_has_no_error(house: Path) -> None:
    checks = found(house)
    assert [c for c in checks if c.state is CheckState.ERROR] == []
    assert {"设置", "信件模板", "名册", "时钟", "归档", "数据库", "收信", "发信"} <= {
        c.check for c in checks
    }


def test_children_that_read_no_mail_are_an_error(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worst(found(house), "隔离") == CheckState.OK

    def unread(_self: object, _raw: Path, _into: Path) -> ExaminedMail:
        return ExaminedMail(Message(problem=Problem.CORRUPT))

    monkeypatch.setattr(ConfinedExaminer, "mail", unread)
    assert worst(found(house), "隔离") == CheckState.ERROR


def test_missing_settings_are_named_and_the_rest_is_looked_at(house: Path) -> None:
    (house / ".env").unlink()
    checks = found(house)
    assert "MAILBOT_IMAP_HOST" in words(checks)
    assert worst(checks, "设置") == "error"
    assert worst(checks, "归档") == "ok"
    assert worst(checks, "服务器") == "warn"


def test_an_outsider_folder_is_told_what_to_do(tmp_path: Path) -> None:
    checks = found(tmp_path)
    assert worst(checks, "设置") == "error"
    assert "mailbot init" in words(checks)


def test_a_wrong_password_and_a_dead_smtp_server_are_errors(house: Path) -> None:
    wrong = {
        "MAILBOT_IMAP_PASSWORD": "wrong",
        "MAILBOT_SMTP_PASSWORD": "x",
        "MAILBOT_SMTP_PORT": str(free_port()),
    }
    checks = found(house, wrong)
    assert worst(checks, "收信") == "error"
    assert worst(checks, "发信") == "error"
    assert all(c.remedy for c in checks if c.state is CheckState.ERROR)


def test_a_broken_template_is_found_before_a_letter_needs_it(house: Path) -> None:
    template = house / "templates" / "letters" / "receipt.txt.j2"
    template.write_text("{% if %}", encoding="utf-8")
    checks = found(house)
    assert worst(checks, "信件模板") == "error"
    assert "receipt" in words(checks)


def test_a_roster_with_a_unit_twice_and_an_address_under_two_units(
    house: Path,
) -> None:
    roster = house / "config" / "roster.csv"
    text = roster.read_text(encoding="utf-8-sig")
    minzheng = next(x for x in text.splitlines() if x.startswith("县民政局"))
    shared = minzheng.replace("县民政局", "县残联", 1)
    roster.write_text(f"{text}{minzheng}\n{shared}\n", encoding="utf-8-sig")
    said = words(found(house))
    assert "重复" in said
    assert "同时属于" in said


def test_a_roster_without_addresses_or_telephones(house: Path) -> None:
    roster = house / "config" / "roster.csv"
    lines = roster.read_text(encoding="utf-8-sig").splitlines()
    kept = [",".join(line.split(",")[:5]) for line in lines]
    roster.write_text("\n".join(kept), encoding="utf-8-sig")
    said = words(found(house))
    assert "没有填写任何邮箱" in said
    assert "既无邮箱又无电话" in said
    some = [lines[0], *kept[1:-1], lines[-1]]
    roster.write_text("\n".join(some), encoding="utf-8-sig")
    assert "没有邮箱：" in words(found(house))


def edited(house: Path, file: str, old: str, new: str) -> None:
    path = house / "config" / file
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8-sig")


def bounced_staff(house: Path) -> None:
    with (
        open_app(Need.NOTHING, home=house, environ={}) as app,
        app.office.ledger.begin() as work,
    ):
        now = app.clock.now()
        work.addresses.suspend(app.office.staff[0], "退信：地址不存在", now)
        work.commit()


def no_addresses(house: Path) -> None:
    roster = house / "config" / "roster.csv"
    lines = roster.read_text(encoding="utf-8-sig").splitlines()
    kept = "\n".join(",".join(line.split(",")[:5]) for line in lines)
    roster.write_text(kept, encoding="utf-8-sig")


def a_unit_twice(house: Path) -> None:
    edited(house, "roster.csv", "县科协,", "县民政局,县民政局,,,,,,,,\n县科协,")


def an_address_twice(house: Path) -> None:
    edited(house, "roster.csv", "kexie@unit.example", "minzheng@unit.example")


def an_unknown_year(house: Path) -> None:
    edited(house, "notice.toml", 'last_period = "2023Q4"', 'last_period = "2039Q4"')


def a_typing_error(house: Path) -> None:
    template = house / "templates" / "letters" / "receipt.txt.j2"
    template.write_text("{{ office }", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (no_addresses, "没有填写任何邮箱"),
        (a_unit_twice, "重复，已合并"),
        (an_address_twice, "同时属于"),
        (an_unknown_year, "尚无2039年节假日安排"),
        (a_typing_error, "信件模板 receipt"),
        (bounced_staff, "退信：地址不存在"),
    ],
)
def test_what_is_wrong_is_said_by_doctor_and_summary(
    house: Path, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(house)
    assert told in words(found(house))
    with open_app(Need.NOTHING, home=house, environ={}) as app:
        page = rendered(app.office, summary(app.office, app.clock.now()))
    assert told in page.text
    assert told in page.html


def test_another_zone_is_said_by_doctor_and_summary(house: Path) -> None:
    environ = {"MAILBOT_TIMEZONE": "Pacific/Kiritimati"}
    told = "本机时区与 Pacific/Kiritimati 不同"
    assert told in words(found(house, environ))
    with open_app(Need.NOTHING, home=house, environ=environ) as app:
        page = rendered(app.office, summary(app.office, app.clock.now()))
    assert told in page.text


BLIND = ("cv2", "numpy", "onnxruntime", "rapidocr", "pyhanko")


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system on which the extra `seal` is not installed."""
    monkeypatch.setattr("mailbot.wiring.doctor.parts.seal_parts", lambda: BLIND)
    monkeypatch.setattr("mailbot.wiring.app.probe", lambda _wanted: BLIND)


@pytest.mark.usefixtures("blind")
def test_that_seals_cannot_be_looked_at_is_said_by_doctor_and_summary(
    house: Path,
) -> None:
    (check,) = (c for c in found(house) if c.check == "印章识别")
    assert check.state is CheckState.WARN
    assert "PDF一律作“无法判断”，印章转人工核对" in check.says
    assert "pip install '.[seal]'" in check.remedy
    with open_app(Need.NOTHING, home=house, environ={}) as app:
        page = rendered(app.office, summary(app.office, app.clock.now()))
    for text in (page.text, page.html):
        assert "未安装印章检查" in text
        assert "一律待您核实" in text


@pytest.mark.usefixtures("blind")
def test_where_any_pdf_will_do_the_summary_does_not_speak_of_seals(house: Path) -> None:
    edited(
        house,
        "mailbot.toml",
        'stamped_pdf_check = "seal"',
        'stamped_pdf_check = "any_pdf"',
    )
    with open_app(Need.NOTHING, home=house, environ={}) as app:
        page = rendered(app.office, summary(app.office, app.clock.now()))
    assert "未安装印章检查" not in page.text


def test_only_without_pyhanko_signatures_are_lost_and_no_seal(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.wiring.doctor.parts.seal_parts", lambda: ("pyhanko",))
    (check,) = (c for c in found(house) if c.check == "印章识别")
    assert "电子签名" in check.says
    assert "无法判断" not in check.says


def test_the_next_deadline_is_told_and_that_there_is_none(house: Path) -> None:
    assert worst(found(house), "通知") == "warn"
    edited(house, "notice.toml", 'last_period = "2023Q4"', 'last_period = "2099Q4"')
    checks = found(house)
    assert worst(checks, "通知") == "ok"
    assert "截止" in words([c for c in checks if c.check == "通知"])


def test_a_staff_address_that_bounced_is_an_error(house: Path) -> None:
    with open_app(Need.NOTHING, home=house, environ={}) as app:
        now = app.clock.now()
        with app.office.ledger.begin() as work:
            for address in (app.office.staff[0], "old@unit.example"):
                work.addresses.suspend(address, "退信：地址不存在", now)
            work.commit()
    checks = found(house)
    assert worst(checks, "工作人员") == "error"
    assert worst(checks, "停用地址") == "warn"
    assert "mailbot unit resume" in words(checks)


def test_a_trial_and_another_zone_are_told(house: Path) -> None:
    environ = {"MAILBOT_LETTERS": "staff", "MAILBOT_TIMEZONE": "Pacific/Kiritimati"}
    checks = found(house, environ)
    assert "试运行" in words(checks)
    assert worst(checks, "时钟") == "warn"


def test_a_clock_behind_the_mail_server_is_an_error(house: Path) -> None:
    with open_app(Need.NOTHING, home=house, environ={}) as app:
        ahead = app.clock.now() + timedelta(days=3)
        with app.office.ledger.begin() as work:
            work.mails.save([_mail(ahead)])
            work.commit()
    assert worst(found(house), "时钟") == "error"


def _mail(at: datetime) -> SavedMail:
    place = ServerPlace("office", "INBOX", 1, 7)
    digest = "0" * 64
    return SavedMail(
        place, Origin.MAILBOX, digest, 1, "<a@b>", at, "", MailState.JUDGED
    )


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_a_state_folder_that_others_can_read_is_told(house: Path) -> None:
    (house / "state").chmod(0o755)
    checks = found(house)
    assert worst(checks, "归档") == "warn"
    assert "chmod 700" in words(checks)


def test_a_state_that_is_no_folder_is_an_error(house: Path) -> None:
    (house / "state").rmdir()
    (house / "state").write_text("a file", encoding="utf-8")
    assert worst(found(house), "归档") == "error"


def test_the_command_tells_by_its_exit_status_and_in_json(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAILBOT_HOME", str(house))
    assert main(["doctor", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(set(r) == {"check", "state", "says", "remedy"} for r in rows)
    assert {r["state"] for r in rows} <= {"ok", "warn", "error"}
    (house / ".env").unlink()
    assert main(["doctor"]) == 2
    out = capsys.readouterr().out
    assert "错误" in out
    assert "→ 请设置 MAILBOT_IMAP_HOST" in out


def test_a_sentence_is_parted_into_fault_and_remedy() -> None:
    check = error("归档", "无法写入，请检查磁盘")
    assert (check.says, check.remedy) == ("无法写入", "请检查磁盘")
    assert error("归档", "只有事实").remedy == ""


def test_the_system_clock_is_aware() -> None:
    assert SystemClock(datetime.now().astimezone().tzinfo).now().tzinfo  # type: ignore[arg-type]  # noqa: TID251


def test_a_server_whose_name_nobody_knows_is_told_apart_from_one_that_is_silent(
    house: Path,
) -> None:
    secure = {"MAILBOT_IMAP_SECURITY": "tls", "MAILBOT_SMTP_SECURITY": "tls"}
    checks = found(house, {"MAILBOT_IMAP_HOST": "no-such-host.invalid"} | secure)
    assert worst(checks, "域名") == "error"
    assert "no-such-host.invalid 查不到" in words(checks)


def test_a_disk_that_is_slow_to_write_through_is_told(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "每次落盘约" in words(found(house))
    monkeypatch.setattr("mailbot.wiring.doctor.machine._SLOW_SECONDS", -1.0)
    checks = found(house)
    assert worst(checks, "磁盘") == "warn"
    assert "不用网络盘" in words(checks)
    assert not (house / "state" / ".doctor").exists()


@pytest.mark.skipif(os.name != "posix", reason="asks fontconfig")
def test_a_machine_without_chinese_fonts_is_told_what_that_costs(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = tmp_path / "fc-list"
    listing.write_text("#!/bin/sh\n")
    listing.chmod(0o755)
    monkeypatch.setattr(
        "mailbot.wiring.doctor.machine.which", lambda _name: str(listing)
    )
    assert worst(found(house), "字体") == "warn"
    listing.write_text("#!/bin/sh\necho Noto Sans CJK SC\n")
    assert worst(found(house), "字体") == "ok"


def test_a_mailbox_without_a_folder_for_spam_is_told_what_to_do(house: Path) -> None:
    checks = found(house)
    assert worst(checks, "垃圾邮件") == "warn"
    assert "白名单" in words(checks)
    (seen,) = _junk(
        (Folder("INBOX", Role.INBOX, 1, 1), Folder("Spam", Role.JUNK, 1, 1))
    )
    assert seen.state is CheckState.OK


def test_staff_who_are_the_mailbox_itself_are_an_error(house: Path) -> None:
    with open_app(Need.NOTHING, home=house, environ={}) as app:
        own = app.office.address
    checks = found(house, {"MAILBOT_STAFF": own})
    assert worst(checks, "工作人员") == "error"
    assert "就是收件邮箱" in words(checks)
