"""Message-IDs that anybody may compare and nobody else can make."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.adapters.office_key import KEY, OfficeKey
from mailbot.core.letters.identity import identity
from mailbot.core.letters.letters import Letter
from mailbot.core.record.records import LetterKind, ReminderKey
from mailbot.errors import NeedsStaff

NOW = datetime(2023, 6, 28, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
RECEIPT = Letter(
    kind=LetterKind.RECEIPT,
    template="receipt",
    to="u15@unit.example",
    facts={},
    not_before=NOW,
    expires_at=NOW + timedelta(days=1),
    unit="县民政局",
    answers=7,
    occasion="f00d 0",
)
STAGE = ReminderKey("县民政局", "2023Q2", date(2023, 6, 30), "before-10", 1)
REMINDER = replace(RECEIPT, kind=LetterKind.REMINDER, occasion="", reminder=STAGE)


def test_an_answer_is_the_same_letter_after_any_loss_of_the_ledger() -> None:
    later = NOW + timedelta(days=40)
    again = replace(RECEIPT, answers=1, not_before=later)
    assert identity(again) == identity(RECEIPT)
    assert identity(replace(REMINDER, answers=None)) == identity(REMINDER)


@pytest.mark.parametrize(
    "other",
    [
        replace(RECEIPT, occasion="f00d 1"),
        replace(RECEIPT, occasion="beef 0"),
        replace(RECEIPT, to="u16@unit.example"),
        replace(RECEIPT, template="arrival"),
        replace(RECEIPT, kind=LetterKind.NOTICE),
        REMINDER,
        replace(REMINDER, reminder=replace(STAGE, attempt=2)),
    ],
)
def test_another_occasion_stage_kind_or_receiver_is_another_letter(
    other: Letter,
) -> None:
    assert identity(other) != identity(RECEIPT)


def test_what_neither_answers_nor_reminds_is_a_letter_of_its_own_each_time(
    tmp_path: Path,
) -> None:
    alert = replace(RECEIPT, kind=LetterKind.ALERT, occasion="")
    names = [OfficeKey(tmp_path, "N").name(identity(alert)) for _ in range(2)]
    assert names[0] != names[1]


def test_all_that_is_known_but_the_key_does_not_give_the_name(tmp_path: Path) -> None:
    what = identity(RECEIPT)
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    ours = OfficeKey(tmp_path / "one", "13号").name(what)
    theirs = OfficeKey(tmp_path / "other", "13号").name(what)
    assert ours != theirs
    assert OfficeKey(tmp_path / "one", "13号").name(what) == ours
    assert OfficeKey(tmp_path / "one", "2号").name(what) != ours


def test_the_key_is_its_owners_alone_and_goes_with_the_state(tmp_path: Path) -> None:
    name = OfficeKey(tmp_path / "state", "N").name("a letter")
    file = tmp_path / "state" / KEY
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text() not in name
    (tmp_path / "moved").mkdir()
    file.rename(tmp_path / "moved" / KEY)
    assert OfficeKey(tmp_path / "moved", "N").name("a letter") == name


@pytest.mark.parametrize("content", ["", "no key", "abcd"])
def test_a_key_that_is_none_is_told_and_never_made_anew(
    content: str, tmp_path: Path
) -> None:
    (tmp_path / KEY).write_text(content)
    with pytest.raises(NeedsStaff, match="备份"):
        OfficeKey(tmp_path, "N").name("a letter")
    assert (tmp_path / KEY).read_text() == content
