"""Letters from templates and facts: checked at start, safe whatever a mail says."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mailbot.adapters.folder import default_folder
from mailbot.adapters.letters import Letterhead, TemplateScribe
from mailbot.core.letters.letters import Enclosure, Letter, Thread
from mailbot.core.notice.policy import LettersMode
from mailbot.core.orders.reading_orders import CUT_LINE
from mailbot.core.record.records import LetterKind
from mailbot.flows.letters.examples import EXAMPLES, VARIANTS

NOW = datetime(2023, 6, 27, 1, 0, tzinfo=UTC)
SHIPPED = default_folder("templates")
HEAD = Letterhead(
    "office@county.example",
    "县妇儿工委办公室",
    ("clerk@county.example",),
    LettersMode.LIVE,
)


def scribe(own: Path = SHIPPED, mode: LettersMode = LettersMode.LIVE) -> TemplateScribe:
    return TemplateScribe(own, SHIPPED, replace(HEAD, mode=mode), lambda _: "fixed")


def own_templates(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED / "letters", tmp_path / "letters")
    return tmp_path


LETTER = Letter(
    kind=LetterKind.REMINDER,
    template="reminder_before",
    to="unit@unit.example",
    facts=EXAMPLES["reminder_before"],
    not_before=NOW,
    expires_at=NOW + timedelta(hours=8),
    enclosures=(Enclosure("空白报表.docx", "application/x-test", b"x"),),
)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_shipped_letter_names_its_sender_and_a_subject(name: str) -> None:
    words = scribe().render(name, EXAMPLES[name])
    assert words.subject
    assert "\n" not in words.subject
    for body in (words.text, words.html):
        assert "县妇儿工委办公室" in body
        assert "{{" not in body


def test_all_templates_have_examples_and_pass_the_check() -> None:
    known = {
        p.name.partition(".")[0] for p in (SHIPPED / "letters").glob("*.subject.j2")
    }
    assert known == set(EXAMPLES)
    assert scribe().check(EXAMPLES) == ()
    assert {template for template, _ in VARIANTS.values()} <= known


def test_a_typing_error_is_found_at_start_with_its_line(tmp_path: Path) -> None:
    own = own_templates(tmp_path)
    (own / "letters" / "arrival.txt.j2").write_text(
        "您好\n{{ ofice }", encoding="utf-8"
    )
    (fault,) = scribe(own).check(EXAMPLES)
    assert fault.startswith("信件模板 arrival 第2行有误")


def test_an_unknown_word_is_found_and_the_shipped_letter_used(tmp_path: Path) -> None:
    own = own_templates(tmp_path)
    (own / "letters" / "arrival.txt.j2").write_text("{{ ofice }}", encoding="utf-8")
    broken = scribe(own)
    words = broken.render("arrival", EXAMPLES["arrival"])
    broken.render("arrival", EXAMPLES["arrival"])
    assert "已收到您的来信" in words.text
    assert len(broken.complaints) == 1
    assert "arrival" in broken.complaints[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ ofice }}", "没有这项内容：“ofice”"),
        ("{% if unit %}", "花括号或标签写错、缺少或不成对"),
        ("{% endfro %}", "见“endfro”"),
        ("{{ office | uper }}", "没有这种写法：“uper”"),
        ("{{ ''.__class__.mro() }}", "用了不允许的写法"),
        ("{{ 1 / 0 }}", "内容无法写出"),
    ],
)
def test_what_is_wrong_in_a_template_is_said_in_chinese(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str, words: str
) -> None:
    own = own_templates(tmp_path)
    (own / "letters" / "arrival.txt.j2").write_text(text, encoding="utf-8")
    (fault,) = scribe(own).check(EXAMPLES)
    assert words in fault
    bare = re.sub("“[^”]*”|arrival", "", fault)
    assert not re.search("[A-Za-z]", bare)
    scribe(own).render("arrival", EXAMPLES["arrival"])
    assert caplog.text.count("arrival") == 1  # with Jinja's own words behind it


def test_a_missing_template_is_taken_from_those_shipped(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    assert scribe(tmp_path).render("arrival", EXAMPLES["arrival"]).text


def test_a_template_that_is_nowhere_is_named() -> None:
    (fault,) = scribe().check({"nowhere": {}})
    assert "nowhere.subject.j2" in fault


def test_what_a_mail_says_stays_words_in_html() -> None:
    facts = {**EXAMPLES["returned"], "reason": "<b>粗</b>&{{ 1 }}"}
    html = scribe().render("returned", facts).html
    assert "&lt;b&gt;粗&lt;/b&gt;&amp;{{ 1 }}" in html


def test_a_line_break_in_a_fact_makes_no_header() -> None:
    facts = {**EXAMPLES["returned"], "unit": "县民政局\r\nBcc: x@y.example"}
    letter = replace(LETTER, template="returned", facts=facts)
    mail = message_from_bytes(scribe().write(letter, NOW).raw, policy=policy.default)
    assert mail["Bcc"] is None


def test_a_template_may_not_leave_the_sandbox(tmp_path: Path) -> None:
    own = own_templates(tmp_path)
    path = own / "letters" / "arrival.txt.j2"
    path.write_text("{{ ''.__class__.__mro__ }}", encoding="utf-8")
    assert scribe(own).check({"arrival": EXAMPLES["arrival"]})


def test_a_letter_is_text_html_and_its_files_under_names_that_qq_shows() -> None:
    raw = scribe().write(replace(LETTER, thread=Thread("<a@x>", ("<b@x>",))), NOW).raw
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Message-ID"] == "<fixed@county.example>"
    assert (mail["In-Reply-To"], mail["References"]) == ("<a@x>", "<b@x> <a@x>")
    (file,) = mail.iter_attachments()
    assert file.get_filename() == "空白报表.docx"
    assert file.get_content_type() == "application/x-test"


def test_a_letter_needs_no_server_that_takes_eight_bits(tmp_path: Path) -> None:
    """Staff's own short lines of Chinese would go out as they are otherwise."""
    own = own_templates(tmp_path)
    for part, words in (("txt", "收到。\n"), ("html", "<p>收到。</p>\n")):
        path = own / "letters" / f"arrival.{part}.j2"
        path.write_text(words, encoding="utf-8")
    brief = replace(LETTER, template="arrival", facts=EXAMPLES["arrival"])
    assert scribe(own=own).write(brief, NOW).raw.isascii()


def test_a_receipt_says_that_it_answers() -> None:
    letter = replace(LETTER, kind=LetterKind.RECEIPT, enclosures=())
    mail = message_from_bytes(scribe().write(letter, NOW).raw)
    assert mail["Auto-Submitted"] == "auto-replied"


def test_a_copy_for_the_leader_stands_in_cc() -> None:
    letter = scribe().write(replace(LETTER, cc=("leader@unit.example",)), NOW)
    mail = message_from_bytes(letter.raw)
    assert (mail["To"], mail["Cc"]) == ("unit@unit.example", "leader@unit.example")
    assert letter.deliver_to == ("unit@unit.example", "leader@unit.example")


def test_on_trial_letters_go_to_staff_and_summaries_as_ever() -> None:
    on_trial = scribe(mode=LettersMode.STAFF)
    letter = on_trial.write(replace(LETTER, cc=("leader@unit.example",)), NOW)
    assert letter.deliver_to == HEAD.staff
    assert letter.subject.startswith("【试运行】")
    assert message_from_bytes(letter.raw)["To"] == HEAD.staff[0]
    summary = replace(
        LETTER, kind=LetterKind.SUMMARY, template="summary", facts=EXAMPLES["summary"]
    )
    assert on_trial.write(summary, NOW).deliver_to == ("unit@unit.example",)


def test_while_letters_are_held_only_those_to_units_wait() -> None:
    holding = scribe(mode=LettersMode.HOLD)
    assert holding.write(LETTER, NOW).held
    alert = replace(
        LETTER, kind=LetterKind.ALERT, template="alert", facts=EXAMPLES["alert"]
    )
    assert not holding.write(alert, NOW).held


def test_no_letter_fetches_anything_and_none_is_wider_than_a_mail() -> None:
    for name, facts in EXAMPLES.items():
        html = scribe().render(name, facts).html
        assert "http" not in html
        assert "<img" not in html
        assert "max-width:640px" in html


@pytest.mark.parametrize("name", ["summary", "morning", "answer"])
def test_nothing_of_a_mail_to_staff_stands_above_the_line_for_answers(
    name: str,
) -> None:
    words = scribe().render(name, EXAMPLES[name])
    bare = re.sub(r"(?s)<head>.*</head>|<!--.*?-->|<[^>]+>", "", words.html)
    for body in (words.text, bare):
        above, line, _ = body.partition(CUT_LINE)
        assert line
        assert not re.search(r"\w", above)


def test_a_letter_that_nobody_edited_never_hides_the_one_shipped_now(
    tmp_path: Path,
) -> None:
    shipped = tmp_path / "shipped"
    shutil.copytree(SHIPPED, shipped)
    own = own_templates(tmp_path / "own")
    (shipped / "letters" / "receipt.subject.j2").write_text("改进的主题", "utf-8")
    (own / "letters" / "alert.subject.j2").write_text("自己的主题", "utf-8")
    writes = TemplateScribe(own, shipped, HEAD, lambda _: "fixed")
    assert writes.render("receipt", EXAMPLES["receipt"]).subject == "改进的主题"
    assert writes.render("alert", EXAMPLES["alert"]).subject == "自己的主题"
