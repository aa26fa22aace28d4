"""Mails passed over for their age are counted once, folder by folder."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

from mailbot.flows.facts import note_too_old, too_old
from mailbot.ports import Work

NOW = datetime(2023, 6, 28, tzinfo=UTC)


def fresh() -> Work:
    facts: dict[str, str] = {}
    decisions = SimpleNamespace(
        fact=lambda name: facts.get(name, ""),
        keep=lambda name, value, _now: facts.update({name: value}),
    )
    return cast("Work", SimpleNamespace(decisions=decisions))


def test_the_same_mail_is_counted_once_and_a_folder_numbered_anew_afresh() -> None:
    work = fresh()
    assert too_old(work) == 0
    for uids in ((1, 2, 5), (2, 5), (5, 7)):
        note_too_old(work, "office INBOX", 9, uids, NOW)
    note_too_old(work, "office 垃圾邮件", 1, (1,), NOW)
    assert too_old(work) == 5
    note_too_old(work, "office INBOX", 10, (1, 2, 3), NOW)
    assert too_old(work) == 4
