"""Alerts to staff, and every letter laid out for looking."""

from pathlib import Path

from mailbot.flows.letters.alerting import reading_failed, reading_works
from mailbot.flows.letters.examples import EXAMPLES, VARIANTS
from mailbot.flows.letters.preview import preview
from tests.support.office import at, make_office


def test_an_unread_mailbox_is_told_after_two_hours_once_and_when_it_is_back(
    tmp_path: Path,
) -> None:
    office = make_office(tmp_path)
    for moment in ("08:00", "09:00", "10:00", "11:00"):
        reading_failed(office, "连接超时", at(f"2023-07-03 {moment}"))
    with office.ledger.begin() as work:
        (alert,) = work.outbox.every(frozenset())
    assert "邮箱已长时间未能读取" in alert.letter.subject
    reading_works(office, at("2023-07-03 12:00"))
    reading_works(office, at("2023-07-03 12:05"))
    with office.ledger.begin() as work:
        assert len(work.outbox.every(frozenset())) == 2


def test_every_letter_can_be_looked_at(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    written = preview(office.scribe, tmp_path / "letters")
    assert len(written) == 2 * (len(EXAMPLES) + len(VARIANTS))
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert "县妇儿工委办公室" in text
        assert "http" not in text  # nothing is fetched from anywhere
