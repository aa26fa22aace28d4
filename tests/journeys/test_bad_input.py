"""Mail that is broken or hostile: kept, told of in plain words, and nothing stops."""

from __future__ import annotations

import email
import html
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from mailbot.adapters.letters import Letterhead, TemplateScribe
from mailbot.core.letters.sending import RefusalKind, Refused
from mailbot.core.notice.policy import LettersMode
from mailbot.core.record.documents import Problem
from mailbot.core.record.mail import ExaminedMail, Message
from mailbot.core.record.records import LetterState
from mailbot.errors import NeedsStaff, TryLater
from tests.support import real_mails as mails
from tests.support.house import ROOT, House, at

UNIT = "县民政局"
NOW = at("2023-06-28 09:30")


def receipt(house: House) -> EmailMessage:
    (queued,) = [q for q in house.letters() if q.letter.to == "u15@unit.example"]
    return email.message_from_bytes(queued.letter.raw, policy=default)


def words(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def named(house: House, name: str, content: bytes | None = None) -> bytes:
    """Return a report whose electronic copy bears the name."""
    file = mails.Enclosed(name, content or house.electronic(UNIT).content)
    return house.report(UNIT, files=(file,))


def others_go_on(house: House) -> None:
    """Let another unit's mail follow, and see it filed."""
    assert house.take(house.report("县科协"), NOW).filed == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\1\2\xff" * 50,
        b"\r\n\r\n",
        b"From: \xff\xfe\r\nSubject: \x80\r\n",
        b":::\n",
    ],
    ids=["empty", "noise", "no header", "broken header", "colons"],
)
def test_an_unparsable_mail_is_kept_and_ends_somewhere(
    house: House, raw: bytes
) -> None:
    done = house.take(raw, NOW)
    assert done.new == 1
    assert done.filed == 0
    assert sum((done.review, done.ignored, done.unrelated, done.failed)) == 1
    assert len(house.files()) == 1
    others_go_on(house)


def test_a_mail_without_message_id_is_filed_and_answered(house: House) -> None:
    done = house.take(house.report(UNIT, message_id=""), NOW)
    assert done.filed == 1
    assert receipt(house)["In-Reply-To"] is None


def test_a_message_id_that_is_none_never_reaches_a_header(house: House) -> None:
    raw = house.report(UNIT, message_id="").replace(
        b"To: ",
        b"Message-ID: <\xb9\xab a@b> =?utf-8?q?=0D=0ABcc:x@y.example?=\nTo: ",
        1,
    )
    assert house.take(raw, NOW).failed == 0
    assert receipt(house)["Bcc"] is None


def test_an_empty_file_is_told_of_in_the_receipt(house: House) -> None:
    house.take(named(house, f"{UNIT}二季度报表.docx", b"\0"[:0] or b" "), NOW)
    empty = mails.Enclosed(f"{UNIT}二季度报表.docx", b"")
    done = house.take(
        house.report(UNIT, files=(empty,), message_id="<0@x.example>"), NOW
    )
    assert done.failed == 0
    assert len(house.reviews()) == 2
    assert all(item.reasons for item in house.reviews())
    others_go_on(house)


def test_a_file_of_sixty_megabytes_is_kept_whole(house: House) -> None:
    big = house.electronic(UNIT).content + b"\0" * (60 << 20)
    done = house.take(named(house, f"{UNIT}二季度报表.docx", big), NOW)
    assert done.failed == 0
    sizes = [house.office.archive.path(p).stat().st_size for p in house.files()]
    assert len(big) in sizes
    others_go_on(house)


def test_five_hundred_files_are_all_kept(house: House) -> None:
    files = tuple(
        mails.Enclosed(f"{UNIT}佐证材料{n}.txt", f"第{n}份".encode())
        for n in range(500)
    )
    done = house.take(house.report(UNIT, files=files), NOW)
    assert done.failed == 0
    kept = [p for p in house.files() if p.endswith(".txt")]
    assert len(kept) == 500
    others_go_on(house)


HOSTILE = {
    "300 characters": "报" * 300 + ".docx",
    "upwards": "../../../etc/县民政局.docx",
    "windows path": "..\\..\\县民政局.docx",
    "absolute": "/etc/cron.d/县民政局.docx",
    "NUL": "县民政局\0.docx",
    "right to left": "县民政局\u202excod.exe",
    "zero width": "县民\u200b政局.docx",
    "markup": "<img src=x onerror=alert(1)>.docx",
    "formula": '=HYPERLINK("http://x.example","县民政局").docx',
    "device": "CON.docx",
    "dots": "...",
    "line break": "县民政局\r\nBcc: x@y.example.docx",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_stays_a_name(house: House, name: str) -> None:
    done = house.take(named(house, name), NOW)
    assert done.failed == 0
    state = house.app.settings.state.resolve()
    home = house.app.settings.home
    outside = [
        p for p in home.parent.rglob("*") if p.is_file() and home not in p.parents
    ]
    assert outside == []
    for stored in house.files():
        path = house.office.archive.path(stored)
        assert state in path.parents
        assert len(path.name.encode()) <= 255
        assert not set(path.name) & set('<>:"|?*\0\r\n\u202e\u200b')
    letter = receipt(house)
    assert letter["Bcc"] is None
    assert "<img" not in words(letter, "html")
    assert "\u202e" not in words(letter)


def test_markup_in_a_name_is_shown_and_never_run(house: House) -> None:
    house.take(named(house, HOSTILE["markup"]), NOW)
    letter = receipt(house)
    assert "<img src=x onerror=alert(1)>.docx" in words(letter)
    assert html.escape("<img src=x onerror=alert(1)>") in words(letter, "html")


def test_a_line_break_in_a_subject_becomes_no_header(house: House) -> None:
    raw = house.report(UNIT, raw_subject="=?utf-8?q?=E5=8E=BF=0D=0ABcc:_x@y.example?=")
    assert house.take(raw, NOW).failed == 0
    assert all(b"\nBcc:" not in q.letter.raw for q in house.letters())


def with_template(house: House, own: Path) -> TemplateScribe:
    head = Letterhead(
        house.office.address, house.office.notice.office, (), LettersMode.LIVE
    )
    scribe = TemplateScribe(own, ROOT / "templates", head, lambda _: "one")
    object.__setattr__(house.office, "scribe", scribe)
    return scribe


@pytest.mark.parametrize(
    "broken",
    [
        b"{% for x %}",
        b"{{ nobody.knows.this }}",
        b"{{ 1 // 0 }}",
        "{{ units }}\u7684".encode("gb18030"),
        b"{{ ().__class__.__bases__ }}",
        b"{{ units['x'] + 1 }}",
    ],
    ids=["syntax", "name", "division", "gbk", "escape", "type"],
)
def test_a_broken_template_costs_no_letter(
    house: House, tmp_path: Path, broken: bytes
) -> None:
    own = tmp_path / "own" / "letters"
    own.mkdir(parents=True)
    (own / "receipt.txt.j2").write_bytes(broken)
    scribe = with_template(house, own.parent)
    assert house.take(house.report(UNIT), NOW).filed == 1
    assert UNIT in words(receipt(house))
    assert len(scribe.complaints) == 1
    assert "receipt" in scribe.complaints[0]
    assert "已改用自带模板" in scribe.complaints[0]


def test_a_wrong_password_is_staffs_business_and_the_letters_wait(house: House) -> None:
    house.take(house.report(UNIT), NOW)
    house.postman.answers = [
        Refused(RefusalKind.AUTH, 535, "Error: authentication failed")
    ]
    with pytest.raises(NeedsStaff, match="授权码"):
        house.deliver(at("2023-06-28 10:00"))
    assert [q.state for q in house.letters()] == [LetterState.WAITING]
    assert len(house.deliver(at("2023-06-28 11:00"))) == 1


def test_a_sending_server_that_is_down_leaves_the_letter_waiting(house: House) -> None:
    house.take(house.report(UNIT), NOW)
    house.postman.answers = [TryLater("发信服务器没有应答")]
    with pytest.raises(TryLater):
        house.deliver(at("2023-06-28 10:00"))
    (sent,) = house.deliver(at("2023-06-28 10:05"))
    assert sent.state is LetterState.SENT
    assert len(house.postman.sent) == 1


def test_a_mail_whose_reader_died_is_put_before_staff_and_never_called_unrelated(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = ExaminedMail(Message(problem=Problem.CORRUPT))
    monkeypatch.setattr(house.office.examiner, "mail", lambda *_asked: dead)
    done = house.take(house.report(UNIT), NOW)
    assert (done.failed, done.unrelated, done.ignored) == (1, 0, 0)
    (item,) = house.reviews()
    assert "原信已保存" in item.reasons[0]
    monkeypatch.undo()
    others_go_on(house)
