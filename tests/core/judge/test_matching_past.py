"""What happened before, who wrote, and what the mail is: each changes the verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.core.judge.case import Case, CloudFile, FormFacts, ReadLetter
from mailbot.core.judge.matching import judge
from mailbot.core.notice.policy import StampedCheck
from mailbot.core.record.clues import CopyKind, Outcome, Verdict
from mailbot.core.record.documents import (
    Document,
    Kind,
    Problem,
    SealMark,
    SealReport,
    SealVerdict,
)
from mailbot.core.record.history import FiledCopy, NoHistory, SentLetter
from mailbot.core.record.mail import Address, ExaminedMail, Nature, NatureReport
from tests.core.judge.matching_builder import Memory, digest
from tests.core.judge.matching_cases import (
    CL,
    GA,
    GH,
    KNOWN,
    LL,
    MAILBOX,
    ME,
    MZ,
    Row,
)
from tests.core.judge.matching_county import NOTICE, mail_of

DUE = "2025-06-30T09:00:00+08:00"


def row(
    subject: str = "公安局二季度",
    files: str = "公安局二季度.docx",
    *,
    day: str = "2025-06-30",
    address: str = KNOWN[GA],
    display: str = "公安局",
    body: str = "",
) -> Row:
    names = tuple(name for name in files.split("|") if name)
    return Row("", subject, display, address, names, day=day, body=body)


def copy(
    kind: CopyKind = CopyKind.ELECTRONIC,
    *,
    unit: str = GA,
    period: str = "2025Q2",
    sender: str = KNOWN[GA],
    sha256: str = "",
) -> FiledCopy:
    when = datetime.fromisoformat(DUE)
    return FiledCopy(unit, period, kind, 1, sha256 or digest(kind), when, sender)


def verdict(the_row: Row, *copies: FiledCopy, **letter: Any) -> Verdict:
    mail, case = mail_of(the_row, Memory(copies=list(copies)))
    return judge(mail, with_letter(case, **letter))


def with_letter(case: Case, **letter: Any) -> Case:
    return replace(case, letter=replace(case.letter, **letter))


def flags(found: Verdict) -> set[str]:
    return {flag.flag for flag in found.flags}


def test_a_revision_after_the_due_moment_is_not_late() -> None:
    found = verdict(row("公安局二季度（更正）", day="2025-07-03"), copy())
    assert found.outcome is Outcome.FILE
    assert "revision" in flags(found)
    assert "late" not in flags(found)


def test_the_copy_that_completes_a_requirement_after_due_is_late() -> None:
    found = verdict(row(files="公安局盖章.pdf", day="2025-07-03"), copy())
    assert found.outcome is Outcome.FILE
    assert "late" in flags(found)


def test_a_new_text_after_the_stamped_copy_flags_the_older_stamp() -> None:
    stamped = copy(CopyKind.STAMPED_PDF)
    assert "stale_other_copy" in flags(verdict(row(), copy(), stamped))
    both = row(files="公安局二季度.docx|公安局二季度.pdf")
    assert "stale_other_copy" not in flags(verdict(both, copy(), stamped))


def test_a_version_from_another_address_never_displaces_the_current_one() -> None:
    found = verdict(row(), copy(sender="other@mail.example"))
    assert found.outcome is Outcome.REVIEW
    assert "other_address_version" in flags(found)


def test_a_version_after_one_registered_by_hand_is_filed_from_a_known_address() -> None:
    assert verdict(row(), copy(sender="")).outcome is Outcome.FILE
    unknown = row(address=ME)
    assert "other_address_version" in flags(verdict(unknown, copy(sender="")))


def test_the_same_bytes_again_are_a_duplicate_and_no_new_version() -> None:
    same = digest("公安局二季度.docx")
    found = verdict(row(), copy(sha256=same, sender="other@mail.example"))
    assert found.outcome is Outcome.FILE
    assert "duplicate" in flags(found)


def test_the_same_file_twice_in_one_mail_is_a_duplicate() -> None:
    found = verdict(row(files="公安局二季度.docx|公安局二季度.docx"))
    assert [[f.flag for f in file.flags] for file in found.files] == [[], ["duplicate"]]


def test_last_quarters_file_sent_again_goes_to_staff_as_stale() -> None:
    same = digest("公安局二季度.docx")
    found = verdict(row(), copy(period="2025Q1", sha256=same))
    assert found.outcome is Outcome.REVIEW
    assert "stale" in flags(found)


def test_another_units_very_file_goes_to_staff() -> None:
    same = digest("公安局二季度.docx")
    found = verdict(row(), copy(unit=MZ, sha256=same))
    assert "same_as_other_unit" in flags(found)


def test_a_complete_quarter_named_while_the_next_is_due_has_no_period() -> None:
    found = verdict(row(day="2025-09-28"), copy())
    assert (found.outcome, found.period) == (Outcome.REVIEW, None)
    assert {"period_conflict", "wrong_quarter"} <= flags(found)


def test_a_correction_of_it_is_filed_all_the_same() -> None:
    found = verdict(row("公安局二季度更正", day="2025-09-28"), copy())
    assert (found.outcome, found.period) == (Outcome.FILE, "2025Q2")


def test_the_missing_stamped_copy_of_an_old_quarter_is_filed_late() -> None:
    found = verdict(row(files="公安局二季度盖章.pdf", day="2025-09-28"), copy())
    assert (found.outcome, found.period) == (Outcome.FILE, "2025Q2")


def reply(
    the_row: Row, unit: str = GA, to: str = KNOWN[GA], period: str | None = "2025Q2"
) -> Verdict:
    letter = SentLetter("<our@x>", "reminder", unit, period, to, None)
    mail, case = mail_of(the_row, Memory(letters={"<our@x>": letter}))
    message = replace(mail.message, in_reply_to="<our@x>")
    return judge(replace(mail, message=message), case)


def test_an_answer_to_our_reminder_settles_unit_and_quarter() -> None:
    mute = row("Re: 提醒", "材料.docx", address="new@mail.example", display="小王")
    found = reply(mute, to="new@mail.example")
    assert (found.outcome, found.units, found.period) == (
        Outcome.FILE,
        (GA,),
        "2025Q2",
    )
    assert "reply_to_reminder" in flags(found)


def test_an_answer_from_another_address_is_only_a_proposal() -> None:
    found = reply(row("Re: 提醒", "材料.docx", address=ME, display="小王"))
    assert (found.outcome, found.units) == (Outcome.REVIEW, (GA,))


def test_an_answer_that_names_another_unit_goes_to_staff() -> None:
    assert reply(row("Re: 提醒", "残联二季度.docx")).outcome is Outcome.REVIEW


def test_an_answer_that_names_another_quarter_goes_to_staff() -> None:
    late = row("Re: 提醒", "公安局三季度.docx", day="2025-09-28")
    assert "period_conflict" in flags(reply(late))


def test_an_answer_to_an_old_letter_in_the_next_season_goes_to_staff() -> None:
    found = reply(row("Re: 提醒", "公安局.docx", day="2025-09-28"))
    assert found.outcome is Outcome.REVIEW


def test_a_letter_of_ours_found_through_references_counts() -> None:
    letter = SentLetter("<our@x>", "receipt", GA, None, KNOWN[GA], None)
    mail, case = mail_of(
        row("Re: 回执", "材料.docx"), Memory(letters={"<our@x>": letter})
    )
    message = replace(mail.message, references=("<first@x>", "<our@x>"))
    assert judge(replace(mail, message=message), case).outcome is Outcome.FILE


def test_an_address_that_staff_confirmed_is_known() -> None:
    mail, case = mail_of(
        row("二季度", "报表.docx", address=ME, display="小王"),
        Memory(addresses={ME: (GA,)}),
    )
    found = judge(mail, case)
    assert (found.outcome, found.units, found.known_sender) == (
        Outcome.FILE,
        (GA,),
        True,
    )


def test_an_address_of_two_units_needs_one_of_them_named() -> None:
    memory = Memory(addresses={ME: (GA, MZ)})
    mute = row("二季度", "报表.docx", address=ME, display="小王")
    found = judge(*mail_of(mute, memory))
    assert "ambiguous_unit" in flags(found)
    named = row("民政局二季度", "报表.docx", address=ME, display="小王")
    assert judge(*mail_of(named, memory)).outcome is Outcome.FILE


def test_a_known_address_that_fails_authentication_goes_to_staff() -> None:
    found = verdict(row(), authentication_failed=True)
    assert found.outcome is Outcome.REVIEW
    assert not found.known_sender
    assert "authentication_failed" in flags(found)


def test_our_own_message_id_makes_a_mail_our_own() -> None:
    letter = SentLetter("<row@mail.example>", "summary", "", None, MAILBOX, None)
    mail, case = mail_of(row(), Memory(letters={letter.message_id: letter}))
    assert judge(mail, case).nature is Nature.OWN


def test_the_hosts_own_report_from_the_mailbox_is_flagged_so() -> None:
    found = verdict(
        row("老龄办二季度", "老龄办.docx", address=MAILBOX, display="老龄办")
    )
    assert {"self_report", "from_own_mailbox"} <= flags(found)
    assert found.units == (LL,)


def test_from_junk_only_what_names_a_unit_is_shown_and_never_filed() -> None:
    found = verdict(row(), in_junk=True)
    assert found.outcome is Outcome.REVIEW
    assert "from_junk" in flags(found)
    stranger = row("二季度促销", "价目.xls", address=ME, display="商城")
    assert verdict(stranger, in_junk=True).nature is Nature.UNRELATED


@pytest.mark.parametrize(
    ("nature", "outcome"),
    [
        (Nature.BOUNCE, Outcome.IGNORE),
        (Nature.AUTO_REPLY, Outcome.IGNORE),
        (Nature.READ_RECEIPT, Outcome.IGNORE),
        (Nature.ACKNOWLEDGEMENT, Outcome.IGNORE),
        (Nature.LIST, Outcome.IGNORE),
        (Nature.RECALL, Outcome.REVIEW),
        (Nature.QUESTION, Outcome.REVIEW),
    ],
)
def test_a_mail_that_is_no_submission_is_named_for_what_it_is(
    nature: Nature, outcome: Outcome
) -> None:
    report = NatureReport(nature, bounced=("gone@mail.example",))
    found = verdict(row("公安局", ""), nature=report)
    assert (found.nature, found.outcome) == (nature, outcome)
    assert nature.value in flags(found)


def test_a_provider_says_that_a_mail_was_recalled() -> None:
    found = verdict(
        row("邮件撤回通知", "", address="mail@service.example", display=""),
        nature=NatureReport(Nature.RECALL),
        own_words="发件人已撤回邮件《公安局二季度》",
    )
    assert (found.outcome, found.period) == (Outcome.REVIEW, "2025Q2")


def test_thanks_with_a_report_attached_are_a_submission() -> None:
    found = verdict(row(), nature=NatureReport(Nature.ACKNOWLEDGEMENT))
    assert (found.nature, found.outcome) == (Nature.SUBMISSION, Outcome.FILE)


def test_a_link_instead_of_a_file_tells_its_last_day() -> None:
    link = CloudFile("公安局二季度.zip", "2025-07-30")
    found = verdict(row("材料", "", display="小王"), links=(link,))
    assert (found.outcome, found.units, found.period) == (
        Outcome.REVIEW,
        (GA,),
        "2025Q2",
    )
    [flag] = [f for f in found.flags if f.flag == "cloud_attachment"]
    assert flag.details == (("expires", "2025-07-30"),)


def test_a_link_beside_a_file_holds_the_mail_but_not_the_file() -> None:
    found = verdict(row(), links=(CloudFile("盖章.pdf"),))
    assert found.outcome is Outcome.REVIEW
    assert found.files[0].outcome is Outcome.FILE


def test_a_towns_letter_without_a_file_is_ignored() -> None:
    found = verdict(row("石桥镇二季度情况", "", address=ME, display="石桥镇"))
    assert found.outcome is Outcome.IGNORE


def forms(the_row: Row, *facts: FormFacts) -> Verdict:
    mail, case = mail_of(the_row)
    return judge(mail, replace(case, forms=facts))


@pytest.mark.parametrize(
    ("facts", "flag"),
    [
        (FormFacts(found=True, blank=True), "blank_template"),
        (FormFacts(found=True, nil=True), "nil_report"),
        (FormFacts(found=True, stale="与2025Q1相同"), "stale"),
        (FormFacts(found=True, heading=("填报单位：县残联",)), "other_unit_heading"),
        (
            FormFacts(found=True, heading=("县残联2025年第一季度进展",)),
            "period_conflict",
        ),
    ],
)
def test_what_the_form_says_can_hold_a_file(facts: FormFacts, flag: str) -> None:
    found = forms(row(), facts)
    assert found.outcome is Outcome.REVIEW
    assert flag in flags(found)


def test_partners_and_passing_words_in_a_heading_hold_nothing() -> None:
    heading = (
        "云溪县公安局2025年第二季度进展",
        "县民政局、县残联、县法院、县公安局",
        "现将我局协助县民政局工作的情况报告如下",
        "县老龄工委办公室：",
    )
    assert forms(row(), FormFacts(heading=heading, found=True)).outcome is Outcome.FILE


def test_the_day_of_signing_under_a_form_is_no_month_of_report() -> None:
    heading = ("2025年为全县老年人办好民生实事进展情况表", "云溪县公安局", "2025年7月")
    mute = row("公安局报表", "公安局.docx", day="2025-07-02")
    found = forms(mute, FormFacts(heading=heading, found=True))
    assert (found.outcome, found.period) == (Outcome.FILE, "2025Q2")


def test_the_responsible_units_of_an_item_are_not_the_reporting_unit() -> None:
    heading = ("责任单位：县民政局", "县民政局大力开展宣传。第一季度数据见后。")
    assert forms(row(), FormFacts(heading=heading, found=True)).outcome is Outcome.FILE


def test_an_old_day_of_signing_contradicts_the_day_of_arrival() -> None:
    heading = ("云溪县公安局", "2025年3月31日")
    mute = row("公安局报表", "公安局.docx")
    found = forms(mute, FormFacts(heading=heading, found=True))
    assert found.outcome is Outcome.REVIEW


def test_a_heading_is_one_of_the_two_places_for_an_unknown_sender() -> None:
    stranger = row("二季度报表", "公安局.docx", address=ME, display="小王")
    named = FormFacts(found=True, heading=("填报单位：云溪县公安局",))
    assert forms(stranger, named).outcome is Outcome.FILE
    assert forms(stranger, FormFacts(found=True)).outcome is Outcome.REVIEW


def sealed(
    the_row: Row, seal: SealReport | None, check: StampedCheck = StampedCheck.SEAL
) -> Verdict:
    mail, case = mail_of(the_row)
    documents = tuple(
        replace(d, seal=seal and replace(seal, heading=NOTICE.annex_title))
        if d.kind is Kind.PDF
        else d
        for d in mail.documents
    )
    case = replace(case, stamped_check=check)
    return judge(replace(mail, documents=documents), case)


def red(unit: str, text: str) -> SealReport:
    mark = SealMark(1, SealVerdict.RED_SEAL, text, unit, 0.97)
    return SealReport(SealVerdict.RED_SEAL, 1, unit, (mark,))


PDF_ROW = row(files="公安局二季度.pdf")


@pytest.mark.parametrize(
    ("seal", "flag"),
    [
        (SealReport(SealVerdict.NO_SEAL), "pdf_without_seal"),
        (SealReport(SealVerdict.CANNOT_TELL), "seal_cannot_tell"),
        (SealReport(SealVerdict.PARTIAL), "seal_partial"),
        (None, "seal_cannot_tell"),
        (red(MZ, "云溪县民政局"), "seal_of_other_unit"),
        (red("", "清源市公安局"), "unit_conflict"),
    ],
)
def test_a_page_without_the_units_seal_waits_for_staff(
    seal: SealReport | None, flag: str
) -> None:
    found = sealed(PDF_ROW, seal)
    assert found.outcome is Outcome.REVIEW
    assert flag in flags(found)
    refused = {"pdf_without_seal", "seal_cannot_tell"}
    assert found.copies == (() if flag in refused else (CopyKind.STAMPED_PDF,))


def test_the_units_own_seal_is_filed_and_names_the_unit() -> None:
    mute = row("二季度", "扫描件.pdf")
    assert sealed(mute, red(GA, "云溪县公安局")).outcome is Outcome.FILE
    assert sealed(mute, red("", "云溪县公安局")).units == (GA,)


def test_a_seal_alone_names_an_unknown_senders_unit_only_as_a_proposal() -> None:
    stranger = row("二季度", "扫描件.pdf", address=ME, display="小王")
    found = sealed(stranger, red(CL, "云溪县残疾人联合会"))
    assert (found.outcome, found.units) == (Outcome.REVIEW, (CL,))
    assert {"unknown_sender", "unit_from_seal"} <= flags(found)


def test_until_seals_are_looked_at_any_pdf_counts() -> None:
    seen = SealReport(SealVerdict.CANNOT_TELL)
    assert sealed(PDF_ROW, seen, StampedCheck.ANY_PDF).outcome is Outcome.FILE


def test_an_opened_archive_is_only_the_wrapper_of_its_files() -> None:
    mail, case = mail_of(row("二季度", "表.docx", address=ME, display="公安局"))
    inner = replace(mail.documents[0], inside=("公安局二季度.zip",))
    wrapper = Document("公安局二季度.zip", Kind.ZIP, 1, "00")
    case = replace(case, forms=(FormFacts(), *case.forms))
    found = judge(ExaminedMail(mail.message, (wrapper, inner)), case)
    assert [f.outcome for f in found.files] == [Outcome.IGNORE, Outcome.FILE]
    assert (found.outcome, found.units) == (Outcome.FILE, (GA,))


@pytest.mark.parametrize("problem", list(Problem))
def test_a_file_that_cannot_be_read_goes_to_staff(problem: Problem) -> None:
    mail, case = mail_of(row())
    broken = replace(mail.documents[0], problem=problem)
    found = judge(replace(mail, documents=(broken,)), case)
    assert found.outcome is Outcome.REVIEW
    assert found.units == (GA,)


def test_an_inner_sender_of_a_forward_is_a_proposal() -> None:
    chain = (Address("县府办", "fb@mail.example"), Address("总工会小王", ME))
    stranger = row(
        "Fw: 二季度", "报表.docx", address="fb@mail.example", display="县府办"
    )
    found = verdict(stranger, forwarded=chain)
    assert (found.outcome, found.units) == (Outcome.REVIEW, (GH,))
    assert "forwarded" in flags(found)


def test_a_known_unit_that_forwards_anothers_report_is_not_its_author() -> None:
    found = verdict(row("Fw: 二季度", "报表.docx"), forwarded=(Address("总工会", ME),))
    assert (found.outcome, found.units) == (Outcome.REVIEW, (GH,))


def test_a_signature_of_another_unit_holds_a_mute_file() -> None:
    found = verdict(row("二季度", "报表.docx"), signature="云溪县总工会")
    assert "sender_of_other_unit" in flags(found)


def test_a_reviewed_mail_still_carries_its_reasons() -> None:
    found = verdict(row("残联二季度", "残联.docx"))
    assert {reason.clue for reason in found.reasons} >= {"subject", "file_name"}


PIECES = (  # noqa: SIM905  # one word a piece reads better than forty quotes
    "公安局 县 市 二季度 2025 年 工会 妇联 报送 、 镇 6月 第 上半年 - 云溪 石桥 "
    "： 全年 代 Q2 . 29日 2月 县局 学校 ( ) 派出所 0月 13月 二、三季度 截至 以此为准"
).split()
WORDS = st.text(max_size=40) | st.lists(
    st.sampled_from([*PIECES, "\n"]), max_size=9
).map("".join)


@settings(max_examples=150, deadline=None)
@given(subject=WORDS, display=WORDS, name=WORDS, body=WORDS, heading=WORDS)
def test_matching_never_raises_on_any_text(
    subject: str, display: str, name: str, body: str, heading: str
) -> None:
    mail, case = mail_of(row(subject, "x.docx|y.pdf", display=display, body=body))
    documents = tuple(replace(d, name=name) for d in mail.documents)
    facts = (FormFacts(heading=(heading,)),) * 2
    found = judge(replace(mail, documents=documents), replace(case, forms=facts))
    assert len(found.files) == len(documents)
    assert (found.outcome is not Outcome.FILE) or found.units


@settings(max_examples=100, deadline=None)
@given(subject=WORDS, name=WORDS)
def test_nothing_is_filed_for_a_stranger_whom_nothing_names(
    subject: str, name: str
) -> None:
    mail, case = mail_of(row(subject, "x.docx", address=ME, display=""))
    documents = tuple(replace(d, name=name) for d in mail.documents)
    case = replace(case, history=NoHistory(), letter=ReadLetter())
    found = judge(replace(mail, documents=documents), case)
    for file in found.files:
        if file.outcome is Outcome.FILE:
            assert file.units
            assert "unknown_sender" in {flag.flag for flag in file.flags}
