"""The lock, the clock and the backup."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.adapters.backup import LEDGER, restore_backup, write_backup
from mailbot.adapters.clock import StoppedClock, SystemClock
from mailbot.adapters.lock import state_lock
from mailbot.errors import NeedsStaff, TryLater

ZONE = ZoneInfo("Asia/Shanghai")


def test_the_clock_tells_the_offices_time() -> None:
    now = SystemClock(ZONE).now()
    assert now.utcoffset() == timedelta(hours=8)


def test_a_stopped_clock_stands() -> None:
    moment = datetime(2023, 6, 30, tzinfo=ZONE)
    assert StoppedClock(moment).now() == moment


def test_a_second_process_is_told_who_works(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with state_lock(state, "run"):
        with (
            pytest.raises(TryLater, match=rf"mailbot run（进程{os.getpid()}"),
            state_lock(state, "poll"),
        ):
            pass
        assert stat.S_IMODE(state.stat().st_mode) == 0o700
    with state_lock(state, "poll"):
        assert (state / "lock").read_text("utf-8").startswith("mailbot poll")
    assert (state / "lock").read_text("utf-8") == ""


def test_a_holder_that_did_not_say_its_name_is_another_process(tmp_path: Path) -> None:
    with state_lock(tmp_path, "run"):
        (tmp_path / "lock").write_text("", "utf-8")
        with pytest.raises(TryLater, match="另一进程"), state_lock(tmp_path, "poll"):
            pass


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(NeedsStaff, match="检查路径"),
        state_lock(tmp_path / "file" / "state", "poll"),
    ):
        pass


def laid_out(tmp_path: Path) -> Path:
    state = tmp_path / "state"
    for name in ("archive/N1/来信/a.eml", "spool/b.eml", "work/c"):
        (state / name).parent.mkdir(parents=True, exist_ok=True)
        (state / name).write_bytes(name.encode())
    return state


def ledger(target: Path) -> None:
    target.write_bytes(b"ledger")


def test_a_backup_restores_everything_but_what_is_in_work(tmp_path: Path) -> None:
    target = tmp_path / "backups" / "one.tar.gz"
    state = laid_out(tmp_path)
    (state / "key").write_text("secret")  # our letters keep their names
    (state / "ledger.seen").write_text("7")
    assert write_backup(state, target, ledger) == 4
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (fresh / "lock").touch()
    assert restore_backup(target, fresh) == 4
    assert (fresh / "key").read_text() == "secret"
    assert not (fresh / "ledger.seen").exists()
    assert (
        fresh / "archive/N1/来信/a.eml"
    ).read_bytes() == "archive/N1/来信/a.eml".encode()
    assert (fresh / LEDGER).read_bytes() == b"ledger"
    assert not (fresh / "work").exists()
    files = [p for p in fresh.rglob("*") if p.is_file() and p.name != "lock"]
    assert {stat.S_IMODE(p.stat().st_mode) for p in files} == {0o600}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    state = laid_out(tmp_path)
    target = tmp_path / "one.tar.gz"
    write_backup(state, target, ledger)
    with pytest.raises(NeedsStaff, match="不是空的"):
        restore_backup(target, state)


def test_a_file_that_vanishes_meanwhile_costs_nothing(tmp_path: Path) -> None:
    state = laid_out(tmp_path)
    target = tmp_path / "one.tar.gz"

    def moved(ledger_copy: Path) -> None:
        ledger(ledger_copy)

    real = tarfile.TarFile.add

    def add(self: tarfile.TarFile, name: Path, arcname: str) -> None:
        if "spool" in str(arcname):
            raise FileNotFoundError
        real(self, name, arcname)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tarfile.TarFile, "add", add)
        assert write_backup(state, target, moved) == 2


def test_a_full_disk_leaves_no_half_backup(tmp_path: Path) -> None:
    state = laid_out(tmp_path)
    target = tmp_path / "one.tar.gz"

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(TryLater, match="磁盘空间已满"):
            write_backup(state, target, ledger)
    assert [p.name for p in tmp_path.iterdir()] == ["state"]
    assert sorted(p.name for p in state.iterdir()) == ["archive", "spool", "work"]


def packed(path: Path, *names: str) -> Path:
    with tarfile.open(path, "w:gz") as bundle:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = 1
            bundle.addfile(info, io.BytesIO(b"x"))
        link = tarfile.TarInfo("archive/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        bundle.addfile(link)
    return path


def test_a_hostile_backup_writes_nothing_outside(tmp_path: Path) -> None:
    names = (LEDGER, "../up", "/etc/x", "archive/..\\up", "archive/ok")
    source = packed(tmp_path / "bad.tar.gz", *names)
    state = tmp_path / "deep" / "state"
    assert restore_backup(source, state) == 2
    found = {p.relative_to(state).as_posix() for p in state.rglob("*") if p.is_file()}
    assert found == {LEDGER, "archive/ok"}


def member(name: str, sort: bytes, link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = sort, link
    content = b"x" if sort == tarfile.REGTYPE else b""
    info.size = len(content)
    return info, content


HOSTILE = {
    "a link, and a file through it": (
        member("archive", tarfile.SYMTYPE, "../../out"),
        member("archive/x", tarfile.REGTYPE),
    ),
    "a hard link to a file outside": (
        member("archive/x", tarfile.LNKTYPE, "/etc/fstab"),
    ),
    "a link in place of the ledger": (member(LEDGER, tarfile.SYMTYPE, "/etc/fstab"),),
    "a pipe": (member("archive/pipe", tarfile.FIFOTYPE),),
    "a device": (member("archive/null", tarfile.CHRTYPE),),
    "one name twice": (
        member("archive/x", tarfile.REGTYPE),
        member("archive/x", tarfile.REGTYPE),
    ),
    "a file where a folder is": (
        member("archive", tarfile.REGTYPE),
        member("archive/x", tarfile.REGTYPE),
    ),
    "a name longer than any": (member("archive/" + "x" * 5000, tarfile.REGTYPE),),
    "a name of dots": (member("archive/./../../../x", tarfile.REGTYPE),),
    "a name of nothing": (member("", tarfile.REGTYPE),),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_backup_made_to_harm_is_refused_or_laid_out_inside(
    tmp_path: Path, kind: str
) -> None:
    """Whatever it holds: no file outside, no link, nothing half restored."""
    source = tmp_path / "bad.tar.gz"
    with tarfile.open(source, "w:gz") as bundle:
        for info, content in (member(LEDGER, tarfile.REGTYPE), *HOSTILE[kind]):
            bundle.addfile(info, io.BytesIO(content))
    state = tmp_path / "deep" / "state"
    try:
        restore_backup(source, state)
    except NeedsStaff:
        assert list(state.iterdir()) == []
    found = {p.relative_to(tmp_path).parts[0] for p in tmp_path.rglob("*")}
    assert found == {"bad.tar.gz", "deep"}
    assert {p.name for p in (tmp_path / "deep").iterdir()} == {"state"}
    for path in state.rglob("*"):
        assert stat.S_IFMT(path.lstat().st_mode) in {stat.S_IFREG, stat.S_IFDIR}


def test_what_is_no_backup_leaves_nothing_behind(tmp_path: Path) -> None:
    state = tmp_path / "state"
    (tmp_path / "text").write_text("text")
    whole = packed(tmp_path / "whole.tar.gz", LEDGER, "archive/" + "x" * 90)
    (tmp_path / "cut").write_bytes(whole.read_bytes()[:-40])
    raw = bytearray(gzip.compress(os.urandom(9000)))
    raw[500:600] = bytes(100)
    (tmp_path / "noise").write_bytes(raw)
    no_ledger = packed(tmp_path / "other.tar.gz", "archive/x")
    for source in (tmp_path / "text", tmp_path / "cut", tmp_path / "noise", no_ledger):
        with pytest.raises(NeedsStaff, match="mailbot的备份"):
            restore_backup(source, state)
        assert list(state.iterdir()) == []


def test_a_restore_that_breaks_off_leaves_nothing_and_can_be_run_again(
    tmp_path: Path,
) -> None:
    target = tmp_path / "one.tar.gz"
    write_backup(laid_out(tmp_path), target, ledger)
    state = tmp_path / "fresh"
    (state / ".restore-killed" / "archive").mkdir(parents=True)

    def broken(room: Path) -> None:
        assert (room / LEDGER).exists()
        assert not (state / LEDGER).exists()
        raise TryLater("killed")

    with pytest.raises(TryLater, match="killed"):
        restore_backup(target, state, broken)
    assert list(state.iterdir()) == []
    assert restore_backup(target, state) == 3


def test_the_ledger_takes_its_place_after_all_it_speaks_of(tmp_path: Path) -> None:
    """Killed in between, a folder has no ledger: never one without its files."""
    target, order = tmp_path / "one.tar.gz", list[str]()
    write_backup(laid_out(tmp_path), target, ledger)
    real = Path.rename

    def rename(self: Path, to: Path) -> Path:
        order.append(to.name)
        return real(self, to)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        restore_backup(target, tmp_path / "fresh")
    assert order[-1] == LEDGER
    assert set(order[:-1]) == {"archive", "spool"}
