"""The walls round a child: which is raised, what it keeps, what it lets through."""

import json
import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from mailbot.adapters.confine import kernel
from mailbot.adapters.confine.lending import Lending, Lent, Workroom
from mailbot.adapters.confine.limits import Fence, Limits
from mailbot.adapters.confine.pool import Pool
from mailbot.adapters.confine.trial import breaches
from mailbot.adapters.confine.walls import Offer, Wall, readable, wall_for
from mailbot.adapters.confine.wire import Request
from mailbot.errors import TryLater
from tests.support import bent, hostile

ROOT = Path(bent.__file__).parents[2]
NOBODY = 65534
TESTS = (str(ROOT / "tests"),)


@pytest.mark.parametrize(
    ("system", "offer", "wall"),
    [
        ("Linux 6.12", Offer(landlock=6, filters=True, namespaces=True), Wall.LANDLOCK),
        ("Debian 12", Offer(landlock=2, filters=True, namespaces=True), Wall.LANDLOCK),
        ("Ubuntu 24.04", Offer(landlock=4, filters=True), Wall.LANDLOCK),
        ("Linux 4.19", Offer(filters=True, namespaces=True), Wall.TREE),
        ("a container on 4.19", Offer(filters=True), Wall.NONE),
        ("a kernel without seccomp", Offer(landlock=3, namespaces=True), Wall.NONE),
        ("Windows", Offer(), Wall.NONE),
    ],
)
def test_the_best_wall_that_a_system_offers_is_taken(
    system: str, offer: Offer, wall: Wall
) -> None:
    assert wall_for(offer) is wall, system


@cache
def offered() -> dict[Wall, bool]:
    """Ask children which walls this kernel lets them raise."""
    found = {}
    for wall in (Wall.LANDLOCK, Wall.TREE):
        with Pool(Limits(), 1, fence=Fence((wall,), unconfined=True)) as pool:
            found[wall] = pool.confinement().files == wall
    return found


def interpreter_of_everybody() -> str:
    """Return a Python that any account may start, "" where there is none."""
    for path in (Path(sys.executable).resolve(), Path("/usr/bin/python3")):
        ways = [path, *path.parents]
        if path.exists() and all(p.stat().st_mode & stat.S_IXOTH for p in ways):
            asked = [str(path), "-c", "import sys; print(sys.version_info >= (3, 11))"]
            said = subprocess.run(asked, capture_output=True, text=True, check=False)
            if said.stdout == "True\n":
                return str(path)
    return ""


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder whose parents anybody may pass, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="mailbot-bent-"))
    yield folder
    shutil.rmtree(folder)


def sent_out(wall: Wall, folder: Path, *, as_nobody: bool) -> dict[str, object]:
    """Send the bent child out in an office of its own; return what it says of it."""
    code = f"from tests.support import bent; bent.main('{wall}', '{folder}')"
    asked = [interpreter_of_everybody() if as_nobody else sys.executable, "-c", code]
    who = NOBODY if as_nobody else None
    if who:
        os.chown(folder, who, who)
    done = subprocess.run(
        asked,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        user=who,
        group=who,
        extra_groups=[] if as_nobody else None,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, object] = json.loads(done.stdout)
    return said


@pytest.mark.parametrize("as_nobody", [False, True], ids=["oneself", "nobody"])
@pytest.mark.parametrize("wall", [Wall.LANDLOCK, Wall.TREE])
def test_a_child_bent_on_it_gets_at_nothing_and_still_does_its_work(
    wall: Wall, open_place: Path, *, as_nobody: bool
) -> None:
    if not offered()[wall]:
        pytest.skip(f"this kernel, or the container round us, forbids the wall {wall}")
    if as_nobody and os.geteuid() != 0:
        pytest.skip("only root can send out a child of another account")
    if as_nobody and not interpreter_of_everybody():
        pytest.skip("no Python here that every account may start")
    said = sent_out(wall, open_place, as_nobody=as_nobody)
    assert said.pop("work") == "True 1"
    assert said == {
        "wall": wall,
        "breaches": [],
        "ways": [],
        "out": "BRIEF",
        "kept": ["geheim"] * len(bent.KEPT),
    }


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="Linux only")
def test_without_any_wall_the_same_child_gets_everywhere(tmp_path: Path) -> None:
    """So that the trial above can fail; the doctor's is the same."""
    bent.lay_out(tmp_path)
    kept = tuple(str(tmp_path / name) for name in bent.KEPT)
    packages = ("mailbot.core", "mailbot.adapters.confine")
    bare = Fence(walls=(), more=TESTS, unconfined=True)
    with Pool(Limits(), 1, packages=packages, fence=bare) as pool:
        found = pool.call(breaches, kept, kept, os.getpid())
    assert isinstance(found, tuple)
    assert {path for _, path in found} >= set(kept)
    assert {"program", "unix_socket", "signal"} <= {breach for breach, _ in found}


def test_where_no_wall_can_be_had_nothing_is_parsed_unless_the_office_says_so() -> None:
    nowhere = Fence((Wall.NONE,), TESTS)
    with Pool(Limits(), 1, fence=nowhere) as pool:
        assert not pool.confinement().walled
        with pytest.raises(TryLater, match="unconfined = true"):
            pool.call(hostile.double, 1)
    risked = Fence((Wall.NONE,), TESTS, unconfined=True)
    with Pool(Limits(), 1, fence=risked) as pool:
        assert pool.call(hostile.double, 1) == 2


def test_a_checkout_on_the_import_path_is_not_read_but_for_mailbot_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path), str(ROOT)])
    found = [Path(path) for path in readable()]
    assert ROOT / "mailbot" in found
    assert not [path for path in found if ROOT.is_relative_to(path)]
    assert not [path for path in found if tmp_path.is_relative_to(path)]


@pytest.fixture
def lending(tmp_path: Path) -> Lending:
    (tmp_path / "own").mkdir()
    return Lending(tmp_path / "own")


def task(*args: object) -> Request:
    return Request("module", "name", args, {})


def test_what_a_task_is_lent_is_gone_before_the_next(
    lending: Lending, tmp_path: Path
) -> None:
    (tmp_path / "a.eml").write_text("a")
    (tmp_path / "into").mkdir()
    lent = lending.bring(task(Lent(tmp_path / "a.eml"), 7, Workroom(tmp_path / "into")))
    source, number, room = (str(a) for a in lent.args)
    assert (Path(source).read_text(), number) == ("a", "7")
    Path(room, "deep").mkdir()
    Path(room, "part1").write_text("b")
    lending.take_home()
    lending.clear()
    assert [p.name for p in (tmp_path / "into").iterdir()] == ["part1"]
    assert not Path(source).exists()
    assert not Path(room).exists()
    assert (tmp_path / "a.eml").read_text() == "a"


def test_a_link_that_a_child_leaves_is_not_followed(
    lending: Lending, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("geheim")
    (tmp_path / "into").mkdir()
    room = str(lending.bring(task(Workroom(tmp_path / "into"))).args[0])
    Path(room, "part1").symlink_to(tmp_path / ".env")
    Path(room, "part2").hardlink_to(tmp_path / ".env")
    lending.take_home()
    lending.clear()
    assert list((tmp_path / "into").iterdir()) == []
    assert (tmp_path / ".env").read_text() == "geheim"


def test_a_file_on_another_disk_is_copied_both_ways(
    lending: Lending, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def apart(*_args: object, **_kwargs: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", apart)
    monkeypatch.setattr(Path, "replace", apart)
    (tmp_path / "a.eml").write_text("a")
    (tmp_path / "into").mkdir()
    lent = lending.bring(task(Lent(tmp_path / "a.eml"), Workroom(tmp_path / "into")))
    source, room = (str(a) for a in lent.args)
    Path(room, "part1").write_text(Path(source).read_text())
    lending.take_home()
    assert (tmp_path / "into/part1").read_text() == "a"


def test_a_disk_that_forbids_it_is_our_fault_and_passes(
    lending: Lending, tmp_path: Path
) -> None:
    with pytest.raises(TryLater, match="稍后"):
        lending.bring(task(Lent(tmp_path / "missing.eml")))
    lending.bring(task(Workroom(tmp_path / "missing")))
    (tmp_path / "own/room/0/part1").write_text("x")
    with pytest.raises(TryLater, match="稍后"):
        lending.take_home()


def test_a_machine_that_the_filter_does_not_know_has_no_wall(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "s390x")
    assert kernel.landlock_version() == 0
    assert not kernel.filters_calls()
