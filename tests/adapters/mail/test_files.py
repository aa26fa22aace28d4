"""Mails that lie in files: .eml, mbox, Maildir, or a zip of them."""

from __future__ import annotations

import mailbox
import zipfile
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.adapters.mail.files import ACCOUNT, FileInbox, PassedOver, raw_mails
from mailbot.adapters.mail.mime.reading import head_of
from mailbot.core.record.documents import Problem
from mailbot.core.record.records import Origin
from mailbot.errors import NeedsStaff
from tests.support.seen import Seen

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2023, 7, 1, tzinfo=ZONE)
head = partial(head_of, zone=ZONE)
MAIL = b"From: a@x.example\r\nDate: Wed, 28 Jun 2023 09:30:00 +0800\r\n\r\nText\r\n"
OTHER = b"Received: from x by y; Thu, 29 Jun 2023 10:00:00 +0800\r\n" + MAIL


def bodies(path: Path) -> list[bytes]:
    return list(raw_mails(path, lambda _part: None))


def passed_over(path: Path) -> list[tuple[str, Problem]]:
    """Return what was not taken in, by its path below `path`'s folder."""
    found: list[PassedOver] = []
    for _ in raw_mails(path, found.append):
        pass
    base = path if path.is_dir() else path.parent
    return [(str(one.path).removeprefix(f"{base}/"), one.problem) for one in found]


def test_a_single_mail_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    assert bodies(tmp_path / "a.eml") == [MAIL]


def test_an_mbox_gives_each_mail(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    for raw in (MAIL, OTHER):
        box.add(raw)
    box.close()
    assert len(bodies(tmp_path / "box")) == 2


def test_a_maildir_gives_new_and_read(tmp_path: Path) -> None:
    for part in ("new", "cur", "tmp", "new/folder"):
        (tmp_path / part).mkdir()
    (tmp_path / "new" / "1").write_bytes(MAIL)
    (tmp_path / "cur" / "2:2,S").write_bytes(OTHER)
    (tmp_path / "tmp" / "3").write_bytes(b"half")
    assert bodies(tmp_path) == [MAIL, OTHER]


def test_a_maildir_gives_its_subfolders_and_no_link_leads_in_a_circle(
    tmp_path: Path,
) -> None:
    for part in ("new", "cur", "tmp", ".Sent/cur", ".Sent/new", "deep/box/cur"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "new" / "1").write_bytes(MAIL)
    (tmp_path / ".Sent" / "cur" / "2:2,S").write_bytes(OTHER)
    (tmp_path / "deep" / "box" / "cur" / "3").write_bytes(OTHER + b"3")
    (tmp_path / "deep" / "loop").symlink_to(tmp_path)
    assert bodies(tmp_path) == [MAIL, OTHER, OTHER + b"3"]


def test_a_folder_gives_an_mbox_without_a_suffix(tmp_path: Path) -> None:
    (tmp_path / "Inbox").write_bytes(b"From a Fri Jun 30 2023\n" + MAIL)
    (tmp_path / "Inbox.msf").write_bytes(b"// index")
    assert len(bodies(tmp_path)) == 1


def test_a_folder_gives_its_mails_and_packed_mails(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.EML").write_bytes(MAIL)
    (tmp_path / "notes.txt").write_bytes(b"x: y")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
        packed.writestr("c.eml", OTHER)
        packed.writestr("folder/", b"")
        packed.writestr("plain", MAIL)
        packed.writestr("picture.jpg", b"\xff\xd8")
        packed.writestr("box", b"From a\n" + MAIL + b"\nFrom b\n" + OTHER)
    assert len(bodies(tmp_path)) == 5


def test_a_damaged_member_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.eml", MAIL * 50)
        packed.writestr("b.eml", OTHER)
    raw = bytearray(path.read_bytes())
    raw[45:60] = b"\xff" * 15
    path.write_bytes(raw)
    assert bodies(path) == [OTHER]
    assert passed_over(path) == [("a.zip/a.eml", Problem.CORRUPT)]


def test_a_member_larger_than_any_mail_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.adapters.mail.files._MEMBER_LIMIT", 10)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.eml", MAIL)
    assert bodies(tmp_path / "a.zip") == []
    assert passed_over(tmp_path / "a.zip") == [("a.zip/a.eml", Problem.TOO_LARGE)]


def test_a_locked_member_and_one_that_is_no_mail_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("民政局.eml", MAIL)
        packed.writestr("b.eml", OTHER)
        packed.writestr("photo.jpg", b"\xff\xd8")
        packed.writestr("__MACOSX/._b.eml", b"\x00\x05")
        packed.writestr("Thumbs.db", b"\xd0\xcf")
    raw = bytearray(path.read_bytes())
    raw[6] |= 1  # the first member's flags, here and in the directory
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    assert bodies(path)[0] == OTHER
    assert passed_over(path) == [
        ("a.zip/民政局.eml", Problem.ENCRYPTED),
        ("a.zip/photo.jpg", Problem.UNSUPPORTED),
    ]


def test_more_members_than_are_read_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.adapters.mail.files._MEMBERS_LIMIT", 1)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a.eml", MAIL)
        packed.writestr("b.eml", OTHER)
    assert bodies(tmp_path / "a.zip") == [MAIL]
    assert passed_over(tmp_path / "a.zip") == [("a.zip/b.eml", Problem.TOO_LARGE)]


def test_a_name_without_the_mark_for_utf8_is_told_as_written(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    name = "照片.jpg".encode("gbk")
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("x" * len(name), b"\xff\xd8")
    path.write_bytes(path.read_bytes().replace(b"x" * len(name), name))
    assert passed_over(path) == [("a.zip/照片.jpg", Problem.UNSUPPORTED)]


def test_a_damaged_zip_in_a_folder_does_not_cost_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 cut off")
    (tmp_path / "b.eml").write_bytes(MAIL)
    assert bodies(tmp_path) == [MAIL]
    assert passed_over(tmp_path) == [("a.zip", Problem.CORRUPT)]


def test_what_is_no_archive_at_all_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(NeedsStaff, match="损坏的压缩包"):
        bodies(tmp_path / "a.zip")
    with pytest.raises(NeedsStaff, match="找不到"):
        bodies(tmp_path / "nowhere")


def test_a_mail_that_ends_like_a_zip_is_a_mail(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as packed:
        packed.writestr("a", b"a")
    (tmp_path / "a.eml").write_bytes(MAIL + (tmp_path / "z.zip").read_bytes())
    assert len(bodies(tmp_path / "a.eml")) == 1


def test_mails_come_in_batches_with_their_own_time(tmp_path: Path) -> None:
    for number in range(51):
        (tmp_path / f"{number:02}.eml").write_bytes(MAIL + b"%d" % number)
    (tmp_path / "51.eml").write_bytes(OTHER)
    (tmp_path / "52.eml").write_bytes(b"Subject: x\n\ny")
    inbox = FileInbox([tmp_path], lambda: NOW, NOW, head)
    batches = list(inbox.new_mails(Seen()))
    assert [len(b) for b in batches] == [50, 3]
    first, received, silent = batches[0][0], batches[1][1], batches[1][2]
    assert first.origin is Origin.IMPORT
    assert first.received_at.isoformat() == "2023-06-28T09:30:00+08:00"
    assert received.received_at.isoformat() == "2023-06-29T10:00:00+08:00"
    assert silent.received_at == NOW
    inbox.close()


def test_what_was_taken_before_is_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    (tmp_path / "b.eml").write_bytes(MAIL)
    inbox = FileInbox([tmp_path], lambda: NOW, NOW, head)
    ((mail,),) = inbox.new_mails(Seen())
    again = Seen({(ACCOUNT, tmp_path.name, 0): {mail.place.uid}})
    assert list(inbox.new_mails(again)) == []
