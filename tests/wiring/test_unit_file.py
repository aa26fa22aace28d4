"""The systemd unit: hardened, and what it promises of the working folder."""

import re
import shutil
import subprocess

import pytest

from mailbot.settings import supervision
from tests.support.house import ROOT

UNIT = ROOT / "docs" / "systemd" / "mailbot.service"


def directives() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    text = UNIT.read_text("utf-8")
    for name, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def test_only_the_state_may_be_written() -> None:
    unit = directives()
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["ReadWritePaths"] == ["/srv/mailbot/state"]


def test_it_is_started_again_whatever_was_wrong_and_watched() -> None:
    unit = directives()
    assert unit["Restart"] == ["on-failure"]
    assert "RestartPreventExitStatus" not in unit
    assert unit["Type"] == ["notify"]
    assert "WatchdogSec" in unit


def test_the_children_may_build_their_walls() -> None:
    unit = directives()
    assert set(unit["RestrictNamespaces"][0].split()) == {"user", "mnt", "net"}
    allowed = " ".join(unit["SystemCallFilter"])
    for call in ("landlock_restrict_self", "mount", "umount2", "pivot_root"):
        assert call in allowed.split()


def test_systemd_itself_finds_little_exposed() -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here to ask")
    asked = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNIT)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    if "unrecognized option" in said.stderr:
        pytest.skip("this systemd cannot judge a unit that it does not run")
    level = re.search(r"exposure level for \S+ (\d+\.\d)", said.stdout)
    assert level, said.stdout + said.stderr
    assert float(level[1]) <= 3.0


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({}, ("", 0.0)),
        ({"NOTIFY_SOCKET": "/run/n"}, ("/run/n", 0.0)),
        ({"NOTIFY_SOCKET": "@n", "WATCHDOG_USEC": "600000000"}, ("@n", 600.0)),
        ({"WATCHDOG_USEC": "600000000", "WATCHDOG_PID": "1"}, ("", 0.0)),
        ({"NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "soon"}, ("/run/n", 0.0)),
    ],
)
def test_the_supervisor_is_found_as_systemd_names_it(
    environ: dict[str, str], told: tuple[str, float]
) -> None:
    assert supervision(environ) == told
