"""The rules of judgement: about what, in which version, beside what, and by whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mailbot.core.judge.case import Case, FormFacts
from mailbot.core.judge.matching import judge
from mailbot.core.record.clues import CopyKind, Outcome, Verdict
from mailbot.core.record.documents import (
    Content,
    Document,
    Kind,
    SealMark,
    SealReport,
    SealVerdict,
)
from mailbot.core.record.history import FiledCopy
from mailbot.core.record.mail import ExaminedMail, Nature, NatureReport
from mailbot.core.record.matter import Action, MatterState
from tests.core.judge.matching_builder import Memory, digest
from tests.core.judge.matching_cases import CL, FY, GA, JY, KNOWN, ME, MZ, Row
from tests.core.judge.matching_county import NOTICE, mail_of

ANNEX = FormFacts(found=True, own_rows=True, filled=(2,))
OTHER = "云溪县公安局烈士陵园安保情况表"
EXAMPLE_ROWS = (
    ("序号", "实事名称", "责任单位", "进展情况", "完成时限"),
    ("1", "实施居家养老提升行动", "县民政局", "已建成照料中心8处", "12月"),
    ("2", "实施“银龄护航”反诈宣传行动", "县公安局", "已宣传20场", "12月"),
)


def row(
    subject: str = "公安局二季度",
    files: str = "公安局二季度.docx",
    *,
    day: str = "2025-06-28",
    address: str = KNOWN[GA],
    display: str = "公安局",
    body: str = "",
) -> Row:
    names = tuple(name for name in files.split("|") if name)
    return Row("", subject, display, address, names, day=day, body=body)


def filed(
    kind: CopyKind = CopyKind.ELECTRONIC, *, text: str = "", unit: str = GA
) -> FiledCopy:
    _, case = mail_of(row(day="2025-06-27"))
    return FiledCopy(
        unit,
        "2025Q2",
        kind,
        1,
        digest(kind),
        case.received_at,
        KNOWN[unit],
        current=True,
        text=text,
    )


def judged(
    the_row: Row, *copies: FiledCopy, forms: tuple[FormFacts, ...] = (), **letter: Any
) -> Verdict:
    mail, case = built(the_row, *copies, forms=forms, **letter)
    return judge(mail, case)


def built(
    the_row: Row, *copies: FiledCopy, forms: tuple[FormFacts, ...] = (), **letter: Any
) -> tuple[ExaminedMail, Case]:
    mail, case = mail_of(the_row, Memory(copies=list(copies)))
    case = replace(
        case, forms=forms or case.forms, letter=replace(case.letter, **letter)
    )
    return mail, case


def flags(found: Verdict) -> set[str]:
    return {flag.flag.value for flag in found.flags}


def with_page(mail: ExaminedMail, at: int, seal: SealReport) -> ExaminedMail:
    documents = list(mail.documents)
    documents[at] = replace(documents[at], seal=seal)
    return replace(mail, documents=tuple(documents))


def page(heading: str = "", seal: str = "云溪县公安局", unit: str = GA) -> SealReport:
    if not seal:
        return SealReport(SealVerdict.NO_SEAL, heading=heading)
    mark = SealMark(1, SealVerdict.RED_SEAL, seal, unit, 0.97)
    return SealReport(SealVerdict.RED_SEAL, 1, unit, (mark,), heading=heading)


def titled(title: str, name: str = "材料.docx", text: str = "") -> ExaminedMail:
    mail, _ = mail_of(row(files=name))
    content = Content(text=text or f"{title}\n" + "我局开展巡查守护。" * 30)
    return replace(mail, documents=(replace(mail.documents[0], content=content),))


def form_text(rows: int) -> str:
    return "\n".join("\t".join(cells) for cells in EXAMPLE_ROWS[: rows + 1])


# Matter: a known address, a unit and a quarter prove nothing.


def other_business(title: str = OTHER, **parts: Any) -> Verdict:
    mail, case = built(row("公安局二季度情况", "材料.docx", **parts))
    mail = replace(titled(title), message=mail.message)
    facts = FormFacts(heading=(title,))
    return judge(mail, replace(case, forms=(facts,)))


def test_a_known_units_other_business_is_ignored_and_touches_nothing() -> None:
    found = other_business()
    assert found.outcome is Outcome.IGNORE
    assert found.matter.state is MatterState.OTHER_BUSINESS
    assert found.copies == ()
    assert "other_business" in flags(found)


def test_a_report_with_a_title_that_says_nothing_waits_and_is_not_ignored() -> None:
    found = other_business("云溪县公安局二季度工作情况")
    assert found.outcome is Outcome.REVIEW
    assert found.matter.state is MatterState.UNPROVEN
    assert found.advice.action is Action.IGNORE


@pytest.mark.parametrize("subject", ["二季度", "二季度补贴", "本季度报表", "Q2"])
def test_a_stranger_with_nothing_but_a_period_is_unrelated(subject: str) -> None:
    stranger = row(subject, "材料.docx", address=ME, display="小王")
    found = judged(stranger, forms=(FormFacts(),))
    assert found.nature is Nature.UNRELATED
    assert (found.outcome, found.units, found.period) == (Outcome.IGNORE, (), None)


def test_a_stranger_with_nothing_but_a_unit_is_unrelated() -> None:
    stranger = row("公安局的材料", "公安局.docx", address=ME, display="小王")
    assert judged(stranger, forms=(FormFacts(),)).nature is Nature.UNRELATED


# Versions: a new one never displaces a better one by itself.


def test_a_version_with_fewer_of_the_units_items_displaces_nothing() -> None:
    fewer = FormFacts(found=True, own_rows=True, filled=())
    mail, case = built(row(), filed(text=form_text(2)), forms=(fewer,))
    found = judge(with_text(mail, form_text(1)), case)
    assert found.outcome is Outcome.REVIEW
    assert found.advice.action is Action.ASK
    assert "poorer_version" in flags(found)


def test_a_version_with_all_of_them_passes() -> None:
    mail, case = built(row(), filed(text=form_text(2)), forms=(ANNEX,))
    found = judge(with_text(mail, form_text(2)), case)
    assert found.outcome is Outcome.FILE
    assert "poorer_version" not in flags(found)


def with_text(mail: ExaminedMail, text: str) -> ExaminedMail:
    first = replace(mail.documents[0], content=Content(text=text))
    return replace(mail, documents=(first, *mail.documents[1:]))


@pytest.mark.parametrize("name", ["公安局二季度第2页.pdf", "公安局二季度续页.pdf"])
def test_the_second_page_of_a_scan_is_no_version(name: str) -> None:
    mail, case = built(row(files=name), filed(CopyKind.STAMPED_PDF))
    found = judge(with_page(mail, 0, page(NOTICE.annex_title)), case)
    assert found.outcome is Outcome.REVIEW
    assert "poorer_version" in flags(found)


@pytest.mark.parametrize(
    ("had", "sealed", "now", "poorer"),
    [
        (2, True, (1, True), True),
        (2, True, (2, True), False),
        (2, True, (3, True), False),
        (1, True, (1, False), True),
        (1, False, (1, False), False),
        (None, None, (1, True), False),
    ],
)
def test_a_scan_with_fewer_pages_or_without_the_seal_displaces_nothing(
    had: int | None, now: tuple[int, bool], *, sealed: bool | None, poorer: bool
) -> None:
    before = replace(filed(CopyKind.STAMPED_PDF), pages=had, sealed=sealed)
    mail, case = built(row(files="公安局二季度盖章.pdf"), before)
    seen = page(NOTICE.annex_title, *(() if now[1] else ("",)))
    mail = with_page(mail, 0, seen)
    scan = replace(mail.documents[0], content=Content(pages=now[0], text_layer=False))
    found = judge(replace(mail, documents=(scan,)), case)
    assert ("poorer_version" in flags(found)) is poorer


# Silent files: a twin in the mail, a sibling in time, a scan that was looked at.


def test_a_silent_file_is_proven_by_its_twin_in_the_same_mail() -> None:
    mail, case = built(
        row(files="公安局二季度.docx|扫描件.pdf"), forms=(ANNEX, FormFacts())
    )
    found = judge(with_page(mail, 1, page("云溪县公安局")), case)
    assert [f.outcome for f in found.files] == [Outcome.FILE, Outcome.FILE]
    assert all(f.matter.proven for f in found.files)


def test_a_twin_that_shows_another_title_is_proven_by_nothing() -> None:
    mail, case = built(
        row(files="公安局二季度.docx|扫描件.pdf"), forms=(ANNEX, FormFacts())
    )
    found = judge(with_page(mail, 1, page(OTHER)), case)
    assert [f.outcome for f in found.files] == [Outcome.FILE, Outcome.IGNORE]


def test_word_today_and_a_scan_tomorrow_make_a_complete_report() -> None:
    mail, case = built(row("盖章版", "扫描件.pdf"), filed(), forms=(FormFacts(),))
    found = judge(with_page(mail, 0, page("云溪县公安局二季度")), case)
    assert found.outcome is Outcome.FILE
    assert (found.units, found.period) == ((GA,), "2025Q2")
    assert found.copies == (CopyKind.STAMPED_PDF,)


def test_the_scan_alone_of_another_title_is_other_business_even_then() -> None:
    mail, case = built(row("盖章版", "扫描件.pdf"), filed(), forms=(FormFacts(),))
    assert judge(with_page(mail, 0, page(OTHER)), case).outcome is Outcome.IGNORE


def mute_scan(seal: SealReport, **parts: Any) -> Verdict:
    mail, case = built(row("二季度", "扫描件.pdf", **parts), forms=(FormFacts(),))
    return judge(with_page(mail, 0, seal), case)


def test_a_mute_scan_whose_heading_says_nothing_counts_by_its_units_seal() -> None:
    assert mute_scan(page("云溪县公安局")).outcome is Outcome.FILE


@pytest.mark.parametrize(
    "seal",
    [
        page("云溪县公安局", seal=""),
        page("云溪县公安局", "云溪县民政局", MZ),
        page(""),
    ],
    ids=["no seal", "another unit's seal", "heading not read"],
)
def test_a_mute_scan_without_seal_or_heading_does_not_count(seal: SealReport) -> None:
    assert mute_scan(seal).outcome is Outcome.REVIEW


def test_a_mute_scan_from_a_stranger_is_none_of_ours() -> None:
    found = mute_scan(page("云溪县公安局"), address=ME, display="小王")
    assert found.outcome is not Outcome.FILE


# Robots against reports.


@pytest.mark.parametrize("nature", [Nature.BOUNCE, Nature.AUTO_REPLY])
def test_weak_signs_of_a_robot_beside_a_document_are_for_staff(nature: Nature) -> None:
    found = judged(row("公安局二季度退信"), nature=NatureReport(nature))
    assert (found.outcome, found.units) == (Outcome.REVIEW, (GA,))
    assert "weak_robot" in flags(found)
    assert found.advice.action is Action.ASK


def test_a_robots_mail_whose_file_names_nothing_is_a_robots() -> None:
    report = row("退信", "details.bin", display="")
    found = judged(report, forms=(FormFacts(),), nature=NatureReport(Nature.BOUNCE))
    assert (found.outcome, found.nature) == (Outcome.IGNORE, Nature.BOUNCE)


def test_a_report_of_delivery_is_a_machines_whatever_it_returns() -> None:
    mail, case = built(row(), nature=NatureReport(Nature.BOUNCE))
    message = replace(mail.message, media_type="multipart/report")
    found = judge(replace(mail, message=message), case)
    assert (found.outcome, found.nature) == (Outcome.IGNORE, Nature.BOUNCE)


# Whose: joint reports, slips, seals.


@pytest.mark.parametrize("join", ["与", "和", "、", "及"])
def test_two_units_joined_in_the_subject_report_together(join: str) -> None:
    found = judged(row(f"县公安局{join}县法院二季度民生实事进展", "报表.docx"))
    assert set(found.units) == {GA, FY}
    assert "joint_report" in flags(found)
    assert found.outcome is Outcome.REVIEW


def test_an_addressee_is_no_second_unit() -> None:
    found = judged(row("公安局报送县老龄办二季度报表", "报表.docx"))
    assert (found.outcome, found.units) == (Outcome.FILE, (GA,))


def test_a_slip_in_the_senders_own_name_is_that_unit() -> None:
    slip = row("教肓局二季度报表", "教肓局.docx", address=KNOWN[JY], display="教肓局")
    found = judged(slip)
    assert (found.outcome, found.units) == (Outcome.FILE, (JY,))


def test_another_units_seal_on_the_form_is_asked_about() -> None:
    mail, case = built(row(files="公安局二季度.pdf"))
    seal = page(NOTICE.annex_title, "云溪县残疾人联合会", CL)
    found = judge(with_page(mail, 0, seal), case)
    assert found.outcome is Outcome.REVIEW
    assert "seal_of_other_unit" in flags(found)
    assert found.advice.action is Action.ASK


# Which period.


def test_this_quarter_said_after_it_is_over_is_asked_about() -> None:
    late = row("公安局本季度报表", "公安局本季度.docx", day="2025-07-04")
    found = judged(late)
    assert "period_over" in flags(found)
    assert (found.outcome, found.advice.action) == (Outcome.REVIEW, Action.ASK)


def test_a_quarterly_report_without_this_goes_by_the_date() -> None:
    late = judged(row("公安局季度报表", "公安局.docx", day="2025-07-04"))
    assert "period_over" not in flags(late)
    assert late.period == "2025Q2"


def test_a_period_that_nobody_asked_for_is_kept_beside() -> None:
    found = judged(row("公安局2024年四季度报表", "公安局2024年四季度.docx"))
    assert found.outcome is Outcome.REVIEW
    assert "extra_period" in flags(found)
    assert found.advice.action is Action.EXTRA


# What comes along.


def test_the_notice_itself_beside_a_report_is_passed_over() -> None:
    names = f"公安局二季度.docx|{NOTICE.title}.pdf"
    found = judged(row(files=names), forms=(ANNEX, FormFacts()))
    assert [f.outcome for f in found.files] == [Outcome.FILE, Outcome.IGNORE]
    assert found.outcome is Outcome.FILE


def test_a_draft_is_asked_about_and_its_copy_stays_in_the_proposal() -> None:
    found = judged(row("公安局二季度（征求意见稿）", "公安局二季度征求意见稿.docx"))
    assert (found.outcome, found.advice.action) == (Outcome.REVIEW, Action.ASK)
    assert found.copies == (CopyKind.ELECTRONIC,)


def test_a_blank_form_delivers_no_copy() -> None:
    found = judged(row(), forms=(replace(ANNEX, blank=True),))
    assert (found.advice.action, found.copies) == (Action.RETURN, ())


def test_a_known_units_empty_document_is_sent_back() -> None:
    mail, case = built(row("公安局二季度民生实事"), forms=(FormFacts(),))
    found = judge(with_text(mail, ""), case)
    assert "empty_document" in flags(found)
    assert (found.advice.action, found.copies) == (Action.RETURN, ())


def test_a_program_made_companion_never_holds_a_report() -> None:
    mail, case = built(row())
    card = Document("card.vcf", Kind.OTHER, 1, "00", companion="名片")
    both = replace(mail, documents=(*mail.documents, card))
    found = judge(both, replace(case, forms=(*case.forms, FormFacts())))
    assert found.outcome is Outcome.FILE
