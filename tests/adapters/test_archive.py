"""The archive: written once, whole or not at all, and never outside itself."""

from __future__ import annotations

import errno
import filecmp
import hashlib
import os
import shutil
import stat
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.adapters.archive import DiskArchive, digest_of
from mailbot.adapters.mail.imap.intake import FetchedMail
from mailbot.core.record.records import MailState, SavedMail, ServerPlace
from mailbot.errors import TryLater

NOW = datetime(2023, 6, 28, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
FOLDER = ("2023年第2季度", "县民政局", "电子版")


@pytest.fixture
def archive(tmp_path: Path) -> DiskArchive:
    return DiskArchive(tmp_path / "state", "源政办字〔2023〕13号")


def source(tmp_path: Path, content: bytes = b"report") -> Path:
    handle, name = tempfile.mkstemp(dir=tmp_path)
    os.close(handle)
    Path(name).write_bytes(content)
    return Path(name)


def incoming(
    uid: int, content: bytes | Path = b"mail", refused: str = ""
) -> FetchedMail:
    place = ServerPlace("office@mail", "INBOX", 7, uid)
    return FetchedMail(place, NOW, 4, content, refused)


def test_mails_are_durable_in_the_order_they_came(archive: DiskArchive) -> None:
    saved = archive.save([incoming(1, b"one"), incoming(2, b"two")])
    assert [archive.path(s.stored).read_bytes() for s in saved] == [b"one", b"two"]
    assert saved[0].sha256 == hashlib.sha256(b"one").hexdigest()
    assert archive.save([incoming(1, b"one")])[0] == saved[0]


def test_a_mail_on_disk_is_taken_without_reading_it_again(
    archive: DiskArchive, tmp_path: Path
) -> None:
    spilled = source(tmp_path, b"large")
    (saved,) = archive.save([incoming(1, spilled)])
    assert archive.path(saved.stored).read_bytes() == b"large"
    assert not spilled.exists()


def test_a_refused_mail_leaves_no_file(archive: DiskArchive) -> None:
    (saved,) = archive.save([incoming(1, b"", "too_large")])
    assert (saved.state, saved.stored) == (MailState.TOO_LARGE, "")
    assert archive.present() == ()


def saved_raw(archive: DiskArchive) -> SavedMail:
    return archive.save([incoming(1)])[0]


def test_a_raw_mail_keeps_its_spooled_copy_until_it_is_discarded(
    archive: DiskArchive,
) -> None:
    saved = saved_raw(archive)
    name = ("来信", "2023-06", "28-0930_12345678.eml")
    kept = archive.keep_raw(saved.stored, name)
    assert kept == "archive/源政办字〔2023〕13号/来信/2023-06/28-0930_12345678.eml"
    assert archive.keep_raw(saved.stored, name) == kept
    archive.discard(saved.stored)
    assert archive.present() == (kept,)
    archive.discard(kept)
    assert archive.present() == (kept,)


def test_the_same_bytes_under_the_same_name_are_one_file(
    archive: DiskArchive, tmp_path: Path
) -> None:
    paths = {archive.file(source(tmp_path), FOLDER, "报表.docx") for _ in range(2)}
    assert len(paths) == 1


def test_other_bytes_under_the_same_name_get_a_number(
    archive: DiskArchive, tmp_path: Path
) -> None:
    names = [
        Path(archive.file(source(tmp_path, content), FOLDER, "报表.docx")).name
        for content in (b"1", b"2", b"3", b"2")
    ]
    assert names == ["报表.docx", "报表(2).docx", "报表(3).docx", "报表(2).docx"]


def test_names_go_on_where_another_process_ended(
    archive: DiskArchive, tmp_path: Path
) -> None:
    def names(of: DiskArchive, *contents: bytes) -> list[str]:
        stored = (of.file(source(tmp_path, c), FOLDER, "报表.docx") for c in contents)
        return [Path(path).name for path in stored]

    names(archive, *(b"%d" % n for n in range(5)))
    later = DiskArchive(tmp_path / "state", "源政办字〔2023〕13号")
    assert names(later, b"3", b"9", b"10", b"9", b"0") == [
        "报表(4).docx",
        "报表(6).docx",
        "报表(7).docx",
        "报表(6).docx",
        "报表.docx",
    ]


def test_a_file_that_was_deleted_by_hand_is_filed_again(
    archive: DiskArchive, tmp_path: Path
) -> None:
    first, second = (
        archive.file(source(tmp_path, c), FOLDER, "报表.docx") for c in (b"1", b"2")
    )
    archive.path(second).unlink()
    again = archive.file(source(tmp_path, b"2"), FOLDER, "报表.docx")
    assert archive.path(again).read_bytes() == b"2"
    archive.destroy(again)
    archive.destroy(first)
    assert archive.file(source(tmp_path, b"3"), FOLDER, "报表.docx") == first
    assert archive.file(source(tmp_path, b"4"), FOLDER, "报表.docx") == second


def test_the_hundredth_file_of_a_name_is_no_dearer_than_the_third(
    archive: DiskArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Units send the same name again and again; all begin alike, as forms do."""
    tries: list[str] = []
    link, compare = os.link, filecmp.cmp

    def counted_link(one: Path, other: Path) -> None:
        tries.append(f"link {other}")
        link(one, other)

    def counted_compare(one: Path, other: Path, *, shallow: bool) -> bool:
        tries.append(f"compare {one}")
        return compare(one, other, shallow=shallow)

    monkeypatch.setattr(os, "link", counted_link)
    monkeypatch.setattr(filecmp, "cmp", counted_compare)
    costs = []
    for number in range(100):
        tries.clear()
        content = b"form" * 4000 + b"%03d" % number
        archive.file(source(tmp_path, content), FOLDER, "报表.docx")
        costs.append(len(tries))
    assert costs[99] <= costs[2] == 2


def test_what_is_filed_together_is_durable_when_it_was_waited_for(
    archive: DiskArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names and bytes; a folder of several names once, after the last of them."""
    synced: list[tuple[int, int]] = []
    given: list[str] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        found = os.fstat(handle)
        synced.append((found.st_ino, len(given) if stat.S_ISDIR(found.st_mode) else 0))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    with archive.together() as files:
        given.append(archive.file(source(tmp_path, b"1"), FOLDER, "报表.docx"))
        given.append(archive.file(source(tmp_path, b"2"), FOLDER, "报表.docx"))
        files.begin()
        files.wait()
        paths = [archive.path(stored) for stored in given]
        files_and_folder = [(p.stat().st_ino, 0) for p in paths]
        files_and_folder.append((paths[0].parent.stat().st_ino, 2))
        assert sorted(synced) == sorted(files_and_folder)
    assert len(synced) == 3


def test_what_is_filed_together_is_durable_at_its_end(
    archive: DiskArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(TryLater, match="磁盘空间"), archive.together():
        archive.file(source(tmp_path), FOLDER, "报表.docx")


def test_another_fault_than_the_disks_is_told_first(
    archive: DiskArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def filed_and_failed() -> None:
        with archive.together():
            archive.file(source(tmp_path), FOLDER, "报表.docx")
            raise ZeroDivisionError

    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(ZeroDivisionError):
        filed_and_failed()


def no_links(*_names: object) -> None:
    raise OSError(errno.EPERM, "no links here")


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", no_links)


@pytest.mark.usefixtures("without_links")
def test_a_file_system_without_links_keeps_the_same_rules(
    archive: DiskArchive, tmp_path: Path
) -> None:
    names = [
        Path(archive.file(source(tmp_path, content), FOLDER, "报表.docx")).name
        for content in (b"1", b"2", b"1")
    ]
    assert names == ["报表.docx", "报表(2).docx", "报表.docx"]
    assert len(archive.present()) == 2


def disk_full(*_parts: object, **_more: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.usefixtures("without_links")
def test_a_full_disk_while_copying_leaves_nothing_half(
    archive: DiskArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "copyfile", disk_full)
    with pytest.raises(TryLater, match="磁盘空间"):
        archive.file(source(tmp_path), FOLDER, "报表.docx")
    assert archive.present() == ()


def test_a_full_disk_while_saving_leaves_nothing_half(
    archive: DiskArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", disk_full)
        with pytest.raises(TryLater, match="稍后自动重试"):
            archive.save([incoming(1)])
    assert archive.present() == ()
    assert archive.save([incoming(1)])[0].state is MailState.WAITING


def test_a_full_disk_makes_no_workroom(
    archive: DiskArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "mkdtemp", disk_full)
    with pytest.raises(TryLater), archive.workroom():
        pass


def test_everything_is_readable_by_its_owner_only(
    archive: DiskArchive, tmp_path: Path
) -> None:
    old = os.umask(0)
    try:
        saved = saved_raw(archive)
        archive.keep_raw(saved.stored, ("来信", "2023-06", "a.eml"))
        archive.file(source(tmp_path), FOLDER, "报表.docx")
        with archive.workroom() as room:
            assert stat.S_IMODE(room.stat().st_mode) == 0o700
    finally:
        os.umask(old)
    every = [tmp_path / "state", *(tmp_path / "state").rglob("*")]
    assert [p.name for p in every if p.stat().st_mode & 0o077] == []


def test_the_folder_above_the_state_is_made_too(tmp_path: Path) -> None:
    deep = DiskArchive(tmp_path / "a" / "b" / "state", "N1")
    assert saved_raw(deep).stored


def test_a_path_outside_the_state_folder_is_refused(archive: DiskArchive) -> None:
    with pytest.raises(ValueError, match="outside"):
        archive.path("../x")


def test_a_digest_tells_what_lies_there(archive: DiskArchive) -> None:
    saved = saved_raw(archive)
    assert archive.digest(saved.stored) == saved.sha256
    archive.destroy(saved.stored)
    archive.destroy(saved.stored)
    assert archive.digest(saved.stored) == ""


def test_what_a_crash_left_is_swept_away(archive: DiskArchive) -> None:
    assert archive.sweep((), NOW) == 0
    first, second = archive.save([incoming(1), incoming(2)])
    with archive.workroom() as room:
        left = room.with_name("left")
        left.mkdir()
        os.utime(left, (0, 0))
        assert archive.sweep({first.stored}, NOW - timedelta(days=1)) == 2
        assert room.exists()
    assert archive.present() == (first.stored,)
    assert second.stored not in archive.present()


HOSTILE = st.one_of(
    st.text(max_size=400),
    st.text(alphabet="./\\:\0\r\n\u202eCON报.", max_size=40),
    st.sampled_from(
        ["..", ".", "", "/", "../../x", "C:\\x", "NUL.txt", " ", "a" * 500]
    ),
)


@settings(max_examples=120, deadline=None)
@given(HOSTILE, HOSTILE, st.binary(max_size=3))
def test_a_filed_path_never_leaves_the_archive(
    folder: str, name: str, content: bytes
) -> None:
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        filer = DiskArchive(home / "state", "N1")
        stored = filer.file(source(home, content), ("待核实", folder), name)
        path = filer.path(stored)
        assert (home / "state" / "archive" / "N1" / "待核实").resolve() in path.parents
        assert digest_of(path) == hashlib.sha256(content).hexdigest()
        outside = [p for p in home.rglob("*") if p.is_file() and p != path]
        assert len(outside) == 1


def test_windows_opens_no_folder_and_goes_on(
    archive: DiskArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_parts: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", denied)
    assert saved_raw(archive).stored


def test_a_limit_on_file_size_is_a_full_disk_too(tmp_path: Path) -> None:
    """A child with RLIMIT_FSIZE: the real errors of a real system."""
    if not hasattr(os, "fork"):
        pytest.skip("this system has no resource limits")
    import resource
    import signal

    child = os.fork()
    if child == 0:
        status = 1
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
            DiskArchive(tmp_path / "state", "N1").save([incoming(1, b"x" * 1000)])
        except TryLater:
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
