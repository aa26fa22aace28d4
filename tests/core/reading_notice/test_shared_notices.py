"""The real notice gives the shipped notice.toml; the shared originals their truth."""

from __future__ import annotations

import tomllib
from pathlib import Path

from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.documents.reading import read
from mailbot.core.reading_notice.draft import draft_of
from mailbot.core.reading_notice.reading import read_notice
from mailbot.core.record.documents import Content
from tests.support.house import ROOT
from tests.support.shared import shared_path


def content_of(path: Path) -> Content:
    raw = path.read_bytes()
    found = read(kind_of(raw, path.name), raw)
    assert isinstance(found, Content)
    return found


def test_the_real_notice_gives_the_shipped_file_field_by_field() -> None:
    seed = shared_path("notice", "notice-2023-13.txt")
    shipped = tomllib.loads((ROOT / "config" / "notice.toml").read_text("utf-8"))
    made = tomllib.loads(draft_of(read_notice(content_of(seed)), seed.name))
    for field in ("id", "title", "issuer", "issued", "office", "mailbox", "telephone"):
        assert made["notice"][field] == shipped["notice"][field]
    assert made["annex"] == shipped["annex"]
    assert made["place"]["county"] == shipped["place"]["county"]
    (duty,) = made["duties"]
    assert duty["cycle"] == shipped["reporting"]["frequency"]
    assert duty["copies"] == shipped["reporting"]["copies"]
    assert (duty["units"], duty["due"]) == ("items", {"day": "last"})
    for mine, theirs in zip(made["items"], shipped["items"], strict=True):
        assert (mine["no"], mine["name"]) == (theirs["no"], theirs["name"])
        assert mine["units"] == theirs["units"]
        assert [(t["value"], t["unit"], t["op"]) for t in mine["targets"]] == [
            (t["value"], t["unit"], t["op"]) for t in theirs["targets"]
        ]
