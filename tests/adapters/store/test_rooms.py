"""What each room of the ledger keeps comes back as it was."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from mailbot.adapters.store.ledger import StoreLedger, StoreWork
from mailbot.adapters.store.tables import copies, documents, mails
from mailbot.core.notice.notice import Copy
from mailbot.core.notice.periods import from_id
from mailbot.core.record.clues import CopyKind, Flag
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.progress import PeriodRecords, unit_progress
from mailbot.core.record.records import (
    CopyState,
    LetterKind,
    LetterState,
    MailState,
    ReminderKey,
    UnitDecision,
)
from tests.support.annex import NOTICE
from tests.support.rows import (
    DOCUMENT,
    FILE,
    NOW,
    UNIT,
    copy_of,
    judged_mail,
    new_letter,
    review,
    saved_mail,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def work(ledger: StoreLedger) -> Iterator[StoreWork]:
    with ledger.begin() as opened:
        yield opened


def a_judged_mail(work: StoreWork, nature: Nature = Nature.SUBMISSION) -> int:
    work.mails.save([saved_mail(1)])
    (mail,) = work.mails.waiting(9)
    work.mails.record(judged_mail(mail, nature), NOW)
    return mail.id


def test_of_a_file_as_much_is_told_as_its_sender_may_know(work: StoreWork) -> None:
    mail = a_judged_mail(work)
    (told,) = work.reviews.told([mail])
    assert (told.number, told.name, told.copy) == (1, DOCUMENT.name, FILE.copy)
    assert (told.outcome, told.flags) == (FILE.outcome, frozenset({"cloud_attachment"}))
    assert (told.problem, told.seal) == (DOCUMENT.problem, DOCUMENT.seal)
    assert work.reviews.told([mail + 1]) == ()


def test_flags_of_another_version_of_the_program_are_read_all_the_same(
    work: StoreWork,
) -> None:
    """What it has no word for is no fault; what changed its spelling is known."""
    mail = a_judged_mail(work)
    old = [{"flag": "forgotten", "day": "2023-07-01"}, {"flag": "too_large"}]
    work.reviews.add([review(mail), review(mail, 0)])
    work.copies.add(copy_of(1, flags=("forgotten", "late")), "x", NOW)
    work._connection.execute(update(documents).values(flags=old))
    work._connection.execute(update(mails).values(flags=old))
    whole, file = sorted(work.reviews.open(), key=lambda item: item.number)
    assert file.flags == (FlagKind.TOO_LARGE,)
    assert whole.flags == (FlagKind.LEFT_ON_SERVER,)
    ((_, filed),) = work.reviews.documents([mail])
    assert filed.verdict.flags == (Flag(FlagKind.TOO_LARGE),)
    (copy,) = work.copies.of_period("2023Q2")
    assert copy.flags == (FlagKind.LATE,)


def test_a_documents_every_part_comes_back(work: StoreWork) -> None:
    mail = a_judged_mail(work)
    ((row, filed),) = work.reviews.documents([mail])
    assert row == 1
    assert filed.document == DOCUMENT
    assert filed.verdict == FILE
    assert filed.path == DOCUMENT.stored


def test_a_document_without_seal_or_problem_comes_back(work: StoreWork) -> None:
    mail = a_judged_mail(work)
    ((_, filed),) = work.reviews.documents([mail])
    plain = replace(filed, document=replace(filed.document, seal=None, problem=None))
    assert work.mails.add(mail, replace(plain, number=2)) == 2
    assert work.reviews.documents([mail])[1][1].document.seal is None


def test_an_unrelated_mail_leaves_only_its_key_and_hash(work: StoreWork) -> None:
    mail = a_judged_mail(work, Nature.UNRELATED)
    assert work.reviews.documents([mail]) == ()
    from mailbot.adapters.store.tables import mails

    row = work._connection.execute(mails.select()).mappings().one()
    told = (
        row["subject"],
        row["sender_address"],
        row["sender_name"],
        row["message_id"],
    )
    assert told == ("", "", "", "")
    assert row["sha256"]


def test_uids_are_known_by_account_folder_and_validity(work: StoreWork) -> None:
    work.mails.save([saved_mail(n) for n in (3, 8)])
    key = ("office@mail", "INBOX", 7)
    assert work.mails.newest_uid(*key) == 8
    assert work.mails.known_uids(*key) == {3, 8}
    assert work.mails.newest_uid("office@mail", "INBOX", 9) == 0


def test_mails_are_counted_by_outcome_and_unrelated_apart(work: StoreWork) -> None:
    a_judged_mail(work)
    work.mails.save([saved_mail(2), saved_mail(3)])
    second, third = work.mails.waiting(9)
    work.mails.record(judged_mail(second, Nature.UNRELATED), NOW)
    work.mails.close(third.id, MailState.FAILED, "坏", NOW)
    counted = work.mails.count(NOW, NOW + HOUR)
    assert counted == {"review": 1, "unrelated": 1, "failed": 1}
    assert work.mails.count(NOW + HOUR, NOW + 2 * HOUR) == {}


def test_refused_mails_are_told_of_once(work: StoreWork) -> None:
    unfetched = replace(saved_mail(1), state=MailState.TOO_LARGE, stored="")
    work.mails.save([unfetched])
    (refused,) = work.mails.refused()
    assert not refused.repeated
    work.mails.close(refused.id, MailState.TOO_LARGE, "大", NOW)
    assert work.mails.refused() == ()


def test_versions_of_a_copy_are_numbered_and_kept(work: StoreWork) -> None:
    a_judged_mail(work)
    later = NOW + HOUR
    first = work.copies.add(copy_of(1), "mailbot", NOW)
    second = work.copies.add(copy_of(1, received_at=later), "mailbot", NOW)
    other = work.copies.add(copy_of(1, copy="stamped_pdf"), "mailbot", NOW)
    assert [first.version, second.version, other.version] == [1, 2, 1]
    assert work.copies.of_period("2023Q2") == (first, other, second)
    assert work.copies.of_unit(UNIT) == (first, other, second)
    current = [(c.copy, c.version) for c in work.copies.current(UNIT, "2023Q2")]
    assert current == [(CopyKind.STAMPED_PDF, 1), (CopyKind.ELECTRONIC, 2)]


def test_only_filed_versions_speak_for_the_past(work: StoreWork) -> None:
    a_judged_mail(work)
    work.copies.add(copy_of(1), "mailbot", NOW)
    assert [c.copy for c in work.copies.same_bytes("ab")] == [CopyKind.ELECTRONIC]
    assert len(work.copies.current(UNIT, "2023Q2")) == 1
    assert work.copies.current(UNIT, "2023Q3") == ()
    work.copies.mark(1, CopyState.VOID, "改派")
    assert work.copies.current(UNIT, "2023Q2") == ()
    assert work.copies.same_bytes("ab") == ()
    (version,) = work.copies.of_unit(UNIT)
    assert (version.state, version.reason) == (CopyState.VOID, "改派")


def test_what_was_filed_for_other_periods_is_told_oldest_first(
    work: StoreWork,
) -> None:
    a_judged_mail(work)
    told = {"2023Q1": "一季度", "2023Q2": "二季度", "2023Q3": "三季度", "2023Q4": ""}
    for hours, (period, text) in enumerate(reversed(told.items())):
        version = copy_of(1, period=period, text=text, received_at=NOW + hours * HOUR)
        work.copies.add(version, "mailbot", NOW)
    assert work.copies.elsewhere(UNIT, "2023Q2") == (
        ("2023Q3", "三季度"),
        ("2023Q1", "一季度"),
    )
    assert [period for period, _ in work.copies.elsewhere(UNIT, None)] == [
        "2023Q3",
        "2023Q2",
        "2023Q1",
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_few_versions_tell_of_a_unit_what_all_of_them_tell(
    work: StoreWork, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test
    a_judged_mail(work)
    added = work._connection.execute
    for number in range(chance.randrange(1, 25)):
        copy, hours = chance.choice(["electronic", "stamped_pdf"]), chance.randrange(9)
        version = copy_of(1, copy=copy, received_at=NOW + hours * HOUR)
        state = chance.choice(list(CopyState))
        made = work.copies.add(replace(version, reason=str(number)), "mailbot", NOW)
        added(
            copies.update()
            .where(copies.c.copy == copy, copies.c.version == made.version)
            .values(state=state)
        )
    every = work.copies.of_period("2023Q2")
    ends = work.copies.ends(UNIT, "2023Q2")
    assert set(ends) <= set(every)
    assert len(ends) <= 6
    for name in Copy:
        notice = replace(NOTICE, duty=replace(NOTICE.duty, copies=(name,)))
        told = [
            unit_progress(
                notice, UNIT, from_id("2023Q2"), PeriodRecords(known, (), ()), NOW
            )
            for known in (every, ends)
        ]
        assert told[0] == told[1]
    filed = [v for v in every if v.state is CopyState.FILED]
    newest = {v.copy: v.version for v in filed}
    current = {str(c.copy): c.version for c in work.copies.current(UNIT, "2023Q2")}
    assert current == newest


def test_what_waits_is_found_by_its_name_until_it_is_settled(work: StoreWork) -> None:
    mail = a_judged_mail(work)
    work.reviews.add([review(mail), review(mail, 0)])
    work.reviews.add([review(mail)])
    work.reviews.add([])
    whole, file = work.reviews.open()
    assert (whole.id, file.id) == ("R1", "R1.1")
    assert file == replace(review(mail), notice="N1")
    assert work.reviews.find(" r1.1 ") == file
    assert work.reviews.find("R1") == whole
    assert work.reviews.find("R99") is None
    assert work.reviews.find("rubbish") is None
    assert work.reviews.document(file) is not None
    assert work.reviews.document(whole) is None
    work.reviews.settle(file, "confirm", "clerk", NOW)
    assert work.reviews.open() == (whole,)


KEY = ReminderKey(UNIT, "2023Q2", date(2023, 6, 30), "before-10")


def test_the_same_reminder_is_recorded_once(work: StoreWork) -> None:
    reminder = {"kind": LetterKind.REMINDER, "reminder": KEY}
    assert work.outbox.add(new_letter("a", **reminder)) == 1
    assert work.outbox.add(new_letter("b", **reminder)) is None
    again = replace(KEY, attempt=2)
    assert work.outbox.add(new_letter("c", **reminder | {"reminder": again}))
    assert [q.letter.reminder for q in work.outbox.reminders("2023Q2")] == [KEY, again]


def test_letters_without_a_stage_are_not_bound_by_it(work: StoreWork) -> None:
    numbers = [work.outbox.add(new_letter(name)) for name in "abc"]
    assert numbers == [1, 2, 3]


def test_a_letter_comes_back_as_it_was_finished(work: StoreWork) -> None:
    mail = a_judged_mail(work)
    letter = new_letter("a", answers=mail, covers=(mail,), reason="收到来信")
    work.outbox.add(letter)
    (queued,) = work.outbox.every(frozenset())
    assert queued.letter == letter
    assert (queued.state, queued.tries) == (LetterState.WAITING, 0)
    sent = work.outbox.by_message_id("<a@office.example>")
    assert sent is not None
    assert (sent.kind, sent.unit, sent.to) == ("receipt", UNIT, "u15@unit.example")
    assert work.outbox.by_message_id("<other@office.example>") is None


def test_receipts_overtake_reminders_and_wait_for_their_hour(work: StoreWork) -> None:
    work.outbox.add(new_letter("r", kind=LetterKind.REMINDER, reminder=KEY))
    work.outbox.add(new_letter("a", kind=LetterKind.ALERT))
    work.outbox.add(new_letter("later", not_before=NOW + HOUR))
    work.outbox.add(new_letter("held", held=True))
    work.outbox.add(new_letter("now"))
    assert [q.letter.message_id[1] for q in work.outbox.due(NOW)] == ["n", "a", "r"]


def test_only_one_of_two_takes_a_letter(work: StoreWork) -> None:
    letter = work.outbox.add(new_letter("a")) or 0
    assert work.outbox.claim(letter, NOW)
    assert not work.outbox.claim(letter, NOW)
    assert [q.id for q in work.outbox.abandoned()] == [letter]
    work.outbox.postpone(letter, NOW + HOUR, "忙")
    assert work.outbox.due(NOW) == ()
    (again,) = work.outbox.due(NOW + HOUR)
    assert (again.tries, again.last_error) == (1, "忙")
    work.outbox.settle(letter, LetterState.SENT, "", NOW + HOUR)
    (sent,) = work.outbox.every(frozenset({LetterState.SENT}))
    assert sent.sent_at == NOW + HOUR


def test_receipts_nobody_began_to_send_can_be_replaced(work: StoreWork) -> None:
    first = work.outbox.add(new_letter("a")) or 0
    second = work.outbox.add(new_letter("b")) or 0
    work.outbox.claim(first, NOW)
    work.outbox.postpone(first, NOW, "")
    assert [q.id for q in work.outbox.unsent_receipts("u15@unit.example")] == [second]
    assert len(work.outbox.to_address("u15@unit.example", NOW)) == 2
    assert work.outbox.to_address("u15@unit.example", NOW + HOUR) == ()
    work.outbox.add(new_letter("r", kind=LetterKind.REMINDER))
    work.outbox.settle(second, LetterState.CANCELLED, "", NOW)
    recent = work.outbox.recent("u15@unit.example", NOW)
    assert [(r.message_id[1], r.reminder) for r in recent] == [
        ("a", False),
        ("r", True),
    ]
    assert work.outbox.recent("u15@unit.example", NOW + HOUR) == ()


def test_addresses_are_learned_in_any_case_and_once(work: StoreWork) -> None:
    for address in ("A@Unit.example", "a@unit.example", "b@unit.example"):
        work.addresses.learn(UNIT, address, "clerk", NOW)
    assert work.addresses.learned("A@UNIT.example") == (UNIT,)
    assert work.addresses.of_unit(UNIT) == ("b@unit.example", "a@unit.example")


def test_a_dead_address_is_written_to_again_when_resumed(work: StoreWork) -> None:
    work.addresses.suspend("A@unit.example", "退信", NOW)
    work.addresses.suspend("a@unit.example", "再退", NOW)
    (state,) = work.addresses.suspended()
    assert (state.address, state.reason) == ("a@unit.example", "退信")
    work.addresses.resume("A@unit.example")
    assert work.addresses.suspended() == ()


def test_decisions_facts_and_events_are_kept(work: StoreWork) -> None:
    decision = UnitDecision(UNIT, "extend", "2023Q2", "2023-07-10", "clerk", NOW)
    work.decisions.add(decision)
    assert work.decisions.all() == (decision,)
    assert work.decisions.fact("x") == ""
    work.decisions.keep("x", "1", NOW)
    work.decisions.keep("x", "2", NOW)
    assert work.decisions.fact("x") == "2"
    work.decisions.log("confirm", "clerk", NOW, item="R1")
    from mailbot.adapters.store.tables import events

    row = work._connection.execute(events.select()).mappings().one()
    assert (row["what"], row["details"]) == ("confirm", {"item": "R1"})


def test_every_file_the_ledger_speaks_of_is_known_and_forgotten(
    work: StoreWork,
) -> None:
    a_judged_mail(work)
    work.copies.add(copy_of(1, path="archive/N1/民政/报表.docx"), "mailbot", NOW)
    work.mails.save([saved_mail(2)])
    kept = work.files.kept()
    assert {f.path for f in kept} == {
        "archive/N1/来信/1.eml",
        "archive/N1/报表.docx",
        "archive/N1/民政/报表.docx",
        "spool/2.eml",
    }
    assert work.files.received(NOW) == ()
    old = work.files.received(NOW + HOUR)
    assert set(old) == set(kept)
    work.files.forget(old)
    assert work.files.kept() == ()
    ((_, filed),) = work.reviews.documents([1])
    assert filed.document.content.text == ""
    assert work.files.newest() == (("INBOX", NOW),)


def test_raw_copies_of_unrelated_mails_are_found_when_old(work: StoreWork) -> None:
    work.mails.save([saved_mail(1)])
    (mail,) = work.mails.waiting(9)
    judged = judged_mail(mail, Nature.UNRELATED)
    work.mails.record(replace(judged, raw_path=mail.saved.stored), NOW)
    assert work.files.unrelated(NOW) == ()
    assert [f.path for f in work.files.unrelated(NOW + HOUR)] == ["spool/1.eml"]
