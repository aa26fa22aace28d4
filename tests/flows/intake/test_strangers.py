"""Robots and strangers: none is answered, none is ours, none is named."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mailbot.core.record.records import LetterState
from tests.support.desk import Desk
from tests.support.shared import shared_path
from tests.support.strangers import COUNT, KINDS, strangers

EVERY = int(os.environ.get("MAILBOT_STRANGERS_EVERY", "9"))  # noqa: TID251


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def letters(desk: Desk) -> list[str]:
    """Return to whom letters were made, whatever became of them."""
    with desk.office.ledger.begin() as work:
        every = work.outbox.every(frozenset(LetterState))
    return [queued.letter.to for queued in every]


def touched(desk: Desk, raw: bytes) -> tuple[int, int]:
    """Let a mail arrive; return how many things were filed, or put before staff."""
    done = desk.receive(raw)
    return done.filed, done.review


def test_none_of_our_own_strangers_is_answered_or_ours(desk: Desk) -> None:
    ours = []
    for mail in list(strangers())[::EVERY]:
        desk.now = mail.at
        if touched(desk, mail.raw) != (0, 0):
            ours.append(mail.id)
    assert ours == []
    assert letters(desk) == []


def test_there_are_five_hundred_of_them_and_no_two_alike() -> None:
    every = list(strangers())
    assert len({mail.raw for mail in every}) == COUNT
    assert {mail.kind for mail in every} == {kind.name for kind in KINDS}


def test_none_of_the_corpus_is_answered_or_ours(desk: Desk) -> None:
    folder = shared_path("corpus")
    lines = (folder / "INDEX.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    paths = [e["path"] for e in entries if e.get("kind", "eml") == "eml"]
    ours = [
        path
        for path in paths[::EVERY]
        if touched(desk, (folder / path).read_bytes()) != (0, 0)
    ]
    assert ours == []
    assert letters(desk) == []
