"""The bounds a child lays on itself, on systems that offer more or less of them."""

import os
import resource
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from mailbot.adapters.confine import cage, kernel
from mailbot.adapters.confine.limits import Confinement, Fence, Limits, Start


def start(parent: int) -> Start:
    """A child without walls: these tests run in their own process."""
    return Start(Limits(), (), parent, "", Fence(walls=()))


class FakeLibc:
    """The calls a child makes at its start, without their effect."""

    def __init__(self, *, user_namespace: bool, root: bool = False) -> None:
        self.user_namespace, self.root = user_namespace, root

    def prctl(self, *_args: int) -> int:
        return 0

    def unshare(self, flags: int) -> int:
        if flags & 0x10000000:
            return 0 if self.user_namespace else -1
        return 0 if self.root else -1


class FakeResource(SimpleNamespace):
    """setrlimit that remembers instead of limiting."""

    RLIMIT_AS, RLIMIT_FSIZE, RLIMIT_NOFILE = 1, 2, 3
    RLIMIT_CORE, RLIMIT_CPU, RUSAGE_SELF = 4, 5, 6
    RLIM_INFINITY = -1

    def getrlimit(self, which: int) -> tuple[int, int]:
        return (100, 100) if which == self.RLIMIT_NOFILE else (-1, -1)

    def setrlimit(self, which: int, bounds: tuple[int, int]) -> None:
        if which in self.refused:
            raise ValueError
        self.lowered[which] = bounds

    def getrusage(self, _who: int) -> SimpleNamespace:
        return SimpleNamespace(ru_utime=1.5, ru_stime=0.7)


@pytest.fixture
def fake_system(monkeypatch: pytest.MonkeyPatch) -> FakeResource:
    fake = FakeResource(lowered={}, refused=set())
    monkeypatch.setattr(cage, "resource", fake)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    monkeypatch.setattr(sys, "addaudithook", lambda _hook: None)
    monkeypatch.setattr(Path, "write_text", lambda *_a, **_k: 0)
    return fake


@pytest.mark.parametrize(
    ("libc", "network"),
    [
        (FakeLibc(user_namespace=True), "namespace"),
        (FakeLibc(user_namespace=False, root=True), "namespace"),
        (FakeLibc(user_namespace=False), "python"),
    ],
)
def test_the_network_is_left_as_far_as_the_system_permits(
    monkeypatch: pytest.MonkeyPatch,
    fake_system: FakeResource,
    libc: FakeLibc,
    network: str,
) -> None:
    monkeypatch.setattr(kernel, "libc", lambda: libc)
    found = cage.confine(start(os.getppid()))
    assert found == Confinement(resources=True, network=network, orphans=True)
    assert fake_system.lowered[FakeResource.RLIMIT_NOFILE] == (100, 100)
    assert fake_system.lowered[FakeResource.RLIMIT_CORE] == (0, 0)


def test_a_limit_that_the_system_refuses_is_reported(
    monkeypatch: pytest.MonkeyPatch, fake_system: FakeResource
) -> None:
    libc = FakeLibc(user_namespace=True)
    monkeypatch.setattr(kernel, "libc", lambda: libc)
    fake_system.refused.add(FakeResource.RLIMIT_AS)
    assert not cage.confine(start(os.getppid())).resources
    assert FakeResource.RLIMIT_CORE in fake_system.lowered


def test_a_child_whose_parent_is_gone_leaves(
    monkeypatch: pytest.MonkeyPatch, fake_system: FakeResource
) -> None:
    del fake_system
    libc = FakeLibc(user_namespace=True)
    monkeypatch.setattr(kernel, "libc", lambda: libc)
    with pytest.raises(SystemExit):
        cage.confine(start(-1))


def test_without_a_namespace_pythons_own_sockets_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hooks: list[object] = []
    monkeypatch.setattr(sys, "addaudithook", hooks.append)
    assert cage._refuse_sockets()
    (hook,) = hooks
    assert callable(hook)
    hook("open", ())
    with pytest.raises(PermissionError):
        hook("socket.connect", ())


def test_ids_that_cannot_be_mapped_are_left_unmapped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> int:
        raise PermissionError

    monkeypatch.setattr(Path, "write_text", refuse)
    cage._stay_who_we_are(1, 1)


def test_a_system_without_limits_and_namespaces_is_told_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cage, "resource", None)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    monkeypatch.setattr(sys, "addaudithook", lambda _hook: None)
    assert cage.confine(start(0)) == Confinement(network="python")


def test_each_task_gets_its_own_processor_time(
    monkeypatch: pytest.MonkeyPatch, fake_system: FakeResource
) -> None:
    monkeypatch.setattr(cage, "resource", fake_system)
    cage.allow_cpu(30)
    assert fake_system.lowered[FakeResource.RLIMIT_CPU] == (33, -1)
    monkeypatch.setattr(cage, "resource", None)
    cage.allow_cpu(30)


def test_memory_is_unknown_where_the_system_does_not_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert cage.resident_bytes() >= 0

    def absent(*_args: object, **_kwargs: object) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_text", absent)
    assert cage.resident_bytes() == 0
    assert cage.descendants(os.getpid()) == ()
    assert resource.getrlimit(resource.RLIMIT_CORE)
