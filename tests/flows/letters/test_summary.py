"""The summary: what it says, how it leaves, and what its files hold."""

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

from mailbot.core.notice.policy import LettersMode, Policy
from mailbot.core.record.clues import Flag, Outcome, Verdict
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.mail import Nature
from mailbot.core.record.records import (
    AddressState,
    CopyState,
    CopyVersion,
    JudgedMail,
    LetterKind,
    LetterState,
    QueuedLetter,
)
from mailbot.core.summary.due import SummaryKind
from mailbot.core.summary.summary import Summary
from mailbot.core.summary.words import between_words, change, version_line
from mailbot.flows.facts import note_read
from mailbot.flows.letters import outbox
from mailbot.flows.letters.sending_summary import send_now, summarize
from mailbot.flows.letters.summarize import summary, write_summary
from mailbot.flows.office import Office
from tests.flows.year import Year
from tests.support.office import STAFF, at, make_office, put_in_review, submit, unjudged

E, S = "electronic", "stamped_pdf"
MONDAY = at("2023-07-03 08:30")


def sent_to_staff(office: Office) -> list[QueuedLetter]:
    with office.ledger.begin() as work:
        every = work.outbox.every(frozenset())
    return [q for q in every if q.letter.kind is LetterKind.SUMMARY]


def busy(folder: Path) -> Office:
    """Return an office in the middle of a quarter's end."""
    year = Year(make_office(folder))
    office = year.office
    year.round(at("2023-06-30 09:00"))
    for unit in ("县教育和体育局", "县公安局"):
        submit(office, unit, "2023Q2", E, at("2023-06-30 10:00"))
    submit(office, "县教育和体育局", "2023Q2", S, at("2023-06-30 10:00"))
    submit(office, "县公安局", "2023Q2", S, at("2023-07-01 10:00"))
    submit(office, "县商务局", "2023Q2", E, at("2023-06-30 11:00"))
    put_in_review(office, "县民政局", "2023Q2", S, at("2023-07-02 12:00"))
    with office.ledger.begin() as work:
        work.addresses.suspend("u17@unit.example", "退信：地址不存在", MONDAY)
        work.commit()
    note_read(office, MONDAY)
    return office


def row(found: Summary, unit: str) -> tuple[str, str, str, int]:
    line = next(r for r in found.matrix if r.unit == unit)
    return line.state.words, line.electronic.words, line.stamped.words, line.late_days


def test_one_sentence_counts_every_unit_once(tmp_path: Path) -> None:
    found = summary(busy(tmp_path), MONDAY)
    assert found.sentence == (
        "截至7月3日8时30分，2023年第二季度应报19家，已报2家，部分1家，未报16家，"
        "待核实1件。"
    )
    assert not found.between


def test_the_matrix_tells_state_and_days_late(tmp_path: Path) -> None:
    found = summary(busy(tmp_path), MONDAY)
    assert row(found, "县教育和体育局") == ("已报齐", "已收到", "已收到", 0)
    assert row(found, "县公安局") == ("已报齐", "已收到", "已收到", 1)
    assert row(found, "县商务局") == ("部分报送", "已收到", "未报", 3)
    assert row(found, "县民政局") == ("待核实", "未报", "待核实", 3)


def test_what_waits_can_be_settled_by_command_or_by_code(tmp_path: Path) -> None:
    office = busy(tmp_path)
    plain = summary(office, MONDAY).tasks[0]
    assert plain.ways[0].words == f"mailbot review confirm {plain.id}"
    coded = summary(office, MONDAY, {plain.id: "R1-7K3F-Q2MX"}).tasks[0]
    assert coded.ways[0].words == "R1-7K3F-Q2MX 确认"
    assert coded.ways[0].link.startswith("mailto:yyxfl@zb.shandong.cn?subject=")


def test_who_is_written_to_next_and_who_is_to_be_rung(tmp_path: Path) -> None:
    found = summary(busy(tmp_path), MONDAY)
    outlook = {o.unit: o for o in found.outlook}
    assert outlook["县科协"].day == "7月4日"
    assert "县教育和体育局" not in outlook
    assert not outlook["县残联"].coming
    rung = {c.unit: c.words for c in found.telephone}
    assert rung["县残联"] == "没有可用的邮箱地址，请电话联系"
    assert rung["县科协"] == "已过报送时限"
    assert "县公安局" not in rung
    assert found.dead[0].about == "u17@unit.example（县残联）"


def test_between_two_quarters_it_is_short_and_says_so(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    found = summary(office, at("2023-08-07 08:30"))
    assert found.between
    assert "下一次报送提醒自2023年9月14日开始" in found.sentence
    assert between_words(()) == "本通知要求的各季度报送均已结束。"


def test_it_leaves_once_for_each_occasion(tmp_path: Path) -> None:
    office = busy(tmp_path)
    kinds = {o.kind for o in summarize(office, MONDAY)}
    assert kinds == set(SummaryKind)
    assert summarize(office, MONDAY) == ()
    assert summarize(office, at("2023-07-03 15:00")) == ()
    (letter,) = sent_to_staff(office)
    mail = message_from_bytes(letter.letter.raw, policy=policy.default)
    assert letter.letter.deliver_to == STAFF
    assert [a.get_filename() for a in mail.iter_attachments()] == ["summary.xlsx"]


def test_a_morning_mail_leaves_only_if_something_new_waits(tmp_path: Path) -> None:
    office = busy(tmp_path)
    summarize(office, MONDAY)
    summarize(office, at("2023-07-04 08:30"))
    assert len(sent_to_staff(office)) == 1
    put_in_review(office, "县科协", "2023Q2", S, at("2023-07-04 16:00"))
    summarize(office, at("2023-07-05 08:30"))
    assert "待办" in sent_to_staff(office)[-1].letter.subject


def test_without_any_earlier_mail_what_waits_is_news(tmp_path: Path) -> None:
    office = busy(tmp_path)
    with office.ledger.begin() as work:
        for kind, day in (("weekly", "2023-07-03"), ("deadline", "2023-07-03")):
            work.decisions.keep(f"summary_{kind}", day, MONDAY)
        work.commit()
    summarize(office, MONDAY)
    assert len(sent_to_staff(office)) == 1


def test_staff_may_ask_for_it_and_a_wrong_staff_address_is_refused(
    tmp_path: Path,
) -> None:
    office = busy(tmp_path)
    send_now(replace(office, staff=(*STAFF, "not an address")), MONDAY)
    assert [q.letter.to for q in sent_to_staff(office)] == list(STAFF)


def test_the_files_hold_the_same_and_no_formula(tmp_path: Path) -> None:
    office = busy(tmp_path)
    paths = write_summary(office, summary(office, MONDAY), tmp_path / "out")
    assert [p.name for p in paths] == ["summary.html", "summary.txt", "summary.xlsx"]
    html, text = (p.read_text(encoding="utf-8") for p in paths[:2])
    for unit in office.notice.units:
        assert unit in html
        assert unit in text


def test_the_bots_own_state_is_told_with_what_to_do(tmp_path: Path) -> None:
    office = make_office(tmp_path, Policy(letters=LettersMode.STAFF))
    outbox.hold(office, "clerk", MONDAY)
    words = " ".join(h.words for h in summary(office, MONDAY).health if not h.fine)
    for part in ("mailbot poll", "试运行", "mailbot outbox release"):
        assert part in words


def test_stale_reading_failed_letters_and_unknown_years_are_told(
    tmp_path: Path,
) -> None:
    year = Year(make_office(tmp_path, released=False))
    year.round(at("2026-12-30 09:00"))
    office = replace(year.office, calendar=_Unknown())
    found = summary(office, at("2026-12-30 13:00"))
    words = " ".join(h.words for h in found.health if not h.fine)
    assert "已超过2小时" in words
    assert "尚无2026年节假日安排" in words


class _Unknown:
    """A calendar that knows nothing."""

    def is_workday(self, day: date) -> bool:
        """Know weekends only."""
        return day.weekday() < 5

    def is_known(self, year: int) -> bool:  # noqa: ARG002 - the port's signature
        """Know no year."""
        return False


def test_held_and_unclear_letters_are_listed(tmp_path: Path) -> None:
    year = Year(make_office(tmp_path, released=False))
    year.round(at("2023-06-30 09:00"))
    with year.office.ledger.begin() as work:
        first, second, *_ = work.outbox.every(frozenset())
        work.outbox.settle(first.id, LetterState.UNKNOWN, "发送中断", MONDAY)
        work.outbox.settle(second.id, LetterState.FAILED, "550 拒收", MONDAY)
        work.commit()
    found = summary(year.office, MONDAY)
    assert found.unclear[0].about.startswith("u01@unit.example")
    words = " ".join(h.words for h in found.health)
    assert "17封信待放行" in words
    assert "550 拒收" in words
    assert any(r.fate == "未发出（550 拒收）" for r in found.sent)


def test_a_dead_address_nobody_knows_is_listed_all_the_same(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    with office.ledger.begin() as work:
        work.addresses.suspend("who@unit.example", "退信", MONDAY)
        assert work.addresses.suspended() == (
            AddressState("who@unit.example", "退信", MONDAY),
        )
        work.commit()
    assert summary(office, MONDAY).dead[0].about == "who@unit.example（单位不明）"


def test_links_that_expire_are_listed_with_their_day(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    arrived = at("2023-06-30 10:00")
    flag = Flag(FlagKind.CLOUD_ATTACHMENT, (("expires", "2023-07-20"),))
    with office.ledger.begin() as work:
        work.mails.save([unjudged(arrived)])
        (waiting,) = work.mails.waiting(9)
        verdict = Verdict(
            Nature.SUBMISSION, Outcome.REVIEW, units=("县科协",), flags=(flag,)
        )
        judged = JudgedMail(
            mail=waiting,
            verdict=verdict,
            documents=(),
            message_id="<link@unit.example>",
            sender_name="",
            sender_address="u14@unit.example",
            subject="二季度报表",
            raw_path="",
        )
        work.mails.record(judged, arrived)
        work.commit()
    (link,) = summary(office, MONDAY).links
    assert (link.about, link.words) == ("县科协", "2023-07-20 到期")


def test_before_a_round_the_units_of_today_stand_in_the_outlook(
    tmp_path: Path,
) -> None:
    office = make_office(tmp_path)
    put_in_review(office, "县科协", "2023Q2", S, at("2023-06-27 08:00"))
    found = {o.unit: o for o in summary(office, at("2023-06-27 09:00")).outlook}
    assert found["县民政局"].day == "6月27日"
    assert found["县民政局"].words == "截止前第3个工作日；缺电子版、盖章PDF版"
    assert found["县科协"].day == "6月30日"
    assert "暂不催" in found["县科协"].words


def test_after_the_last_stage_the_telephone_is_named(tmp_path: Path) -> None:
    year = Year(make_office(tmp_path))
    year.round(at("2023-07-12 09:00"))
    found = {o.unit: o for o in summary(year.office, at("2023-07-13 09:00")).outlook}
    assert not found["县民政局"].coming
    assert found["县民政局"].words.startswith("各次提醒均已发出")


def test_details_name_what_a_version_lacks_and_why_it_was_refused() -> None:
    version = CopyVersion(
        unit="县科协",
        period="2023Q2",
        copy=S,
        version=2,
        document=1,
        path="x",
        sha256="",
        received_at=MONDAY,
        sender="u14@unit.example",
        state=CopyState.REJECTED,
        items_missing=(8,),
        reason="未见公章",
    )
    assert version_line(version, lambda m: m).remarks == "未见公章；缺第8项"
    assert change(version, lambda m: m).words == "盖章PDF版被退回（第2版）：未见公章"
