"""What is said of the locked packages: their licences, and their known faults."""

import json

import pytest

from tests.support.known_faults import verdict
from tests.support.licences import refusal


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("3-Clause BSD License", True),
        ("GPL-3.0-or-later", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT AND GPL-2.0", False),
        ("AGPL-3.0", False),
        ("Proprietary", False),
        ("PERMIT nothing", False),
        ("", False),
    ],
)
def test_a_licence_is_taken_only_where_it_asks_nothing(
    words: str, *, taken: bool
) -> None:
    assert (refusal("package", words) == "") is taken


def package(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "version": "1", **more}


def test_a_known_fault_is_told_with_the_version_that_mends_it() -> None:
    fault = {"id": "CVE-1", "fix_versions": ["2"]}
    told = [package("a", vulns=[fault]), package("b", skip_reason="?")]
    well, lines = verdict(json.dumps({"dependencies": told}))
    assert not well
    assert lines[0] == "a 1: CVE-1, mended in 2"
    assert lines[1] == "1 packages looked up, 1 unknown, 1 faults"


@pytest.mark.parametrize(
    "told", [None, json.dumps({"dependencies": [package("a", skip_reason="?")]})]
)
def test_where_nothing_can_be_known_that_is_said(told: str | None) -> None:
    well, lines = verdict(told)
    assert well
    assert "not looked up" in lines[0]
