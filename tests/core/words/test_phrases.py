"""Every list of phrases in core: each phrase and each alternative has its text.

The lists are found by themselves: a new one is held to this as soon as it is there.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module

import pytest

import mailbot.core
from mailbot.core.mail.link_services import service_of
from mailbot.core.nature.bounce_addresses import ANNOUNCED
from mailbot.core.nature.delivery_status import addresses_in
from mailbot.core.nature.machine_words import ABSENCE, ABSENT, PROMISE, REPLY, SOON
from mailbot.core.words.phrases import Phrase, Phrases, phrase
from tests.support.alternatives import branches, shorter


def lists() -> dict[str, Phrases]:
    found = {}
    for module in pkgutil.walk_packages(mailbot.core.__path__, "mailbot.core."):
        for name, value in vars(import_module(module.name)).items():
            several = value if isinstance(value, tuple) else (value,)
            for at, one in enumerate(several):
                if isinstance(one, Phrases):
                    found[f"{name}-{at}" if one is not value else name] = one
    return found


LISTS = lists()
ROWS = [
    pytest.param(phrases, row, id=f"{name}-{at}")
    for name, phrases in LISTS.items()
    for at, row in enumerate(phrases.rows)
]


def alone(phrases: Phrases, row: Phrase) -> str:
    return f"{phrases.before}(?:{row.pattern}){phrases.after}"


def finds(phrases: Phrases, pattern: re.Pattern[str], text: str) -> bool:
    return bool(pattern.fullmatch(text) if phrases.whole else pattern.search(text))


@cache
def of_others(phrases: Phrases) -> frozenset[str]:
    """Alternatives that are another list's, or of what stands around this one."""
    around = branches(phrases.before + phrases.after, phrases.flags)
    others = (one for one in LISTS.values() if one is not phrases)
    flags = phrases.flags
    return around.union(*(branches(str(one), flags) for one in others))


def unguarded(phrases: Phrases, row: Phrase) -> Iterator[str]:
    """Yield the alternatives that no example of the row needs."""
    for less in shorter(alone(phrases, row), phrases.flags, of_others(phrases)):
        if less.forbids:
            caught = any(finds(phrases, less.pattern, text) for text in row.unlike)
        else:
            found = (finds(phrases, less.pattern, text) for text in row.examples)
            caught = not all(found)
        if not caught:
            yield less.gone


def test_there_are_lists() -> None:
    assert len(LISTS) > 40


@pytest.mark.parametrize(("phrases", "row"), ROWS)
def test_a_phrase_is_found_in_its_examples_and_tells_its_source(
    phrases: Phrases, row: Phrase
) -> None:
    pattern = re.compile(alone(phrases, row), phrases.flags)
    assert [x for x in row.examples if not finds(phrases, pattern, x)] == []
    together = phrases.compiled()
    assert [x for x in row.examples if not finds(phrases, together, x)] == []
    assert [x for x in row.unlike if finds(phrases, together, x)] == []
    assert row.examples
    assert row.source


@pytest.mark.parametrize(("name", "phrases"), LISTS.items(), ids=LISTS)
def test_no_phrase_is_covered_by_its_neighbours(name: str, phrases: Phrases) -> None:
    patterns = [re.compile(alone(phrases, r), phrases.flags) for r in phrases.rows]
    covered = []
    for row, own in zip(phrases.rows, patterns, strict=True):
        others = [pattern for pattern in patterns if pattern is not own]
        if all(any(finds(phrases, o, x) for o in others) for x in row.examples):
            covered.append(row.pattern)
    assert covered == [], name


@pytest.mark.parametrize(("phrases", "row"), ROWS)
def test_no_alternative_is_there_that_no_example_needs(
    phrases: Phrases, row: Phrase
) -> None:
    assert [*unguarded(phrases, row)] == []


@pytest.mark.parametrize(
    ("row", "gone"),
    [
        (phrase("(?:退|拒)信", "x", "退信"), []),  # a class to `re`: one alternative
        (phrase("(?:退回|拒收)信", "x", "退回信"), ["拒收"]),
        (phrase("(?:退回|拒收)信", "x", "退回信", "拒收信"), []),
        (phrase("联系(?!电话|方式)", "x", "联系", unlike=("联系电话",)), ["方式"]),
        (
            phrase("很(?:抱歉|遗憾).{0,9}(?:退回|退)", "x", "很抱歉退", "很遗憾退回"),
            ["回"],
        ),
    ],
)
def test_an_alternative_without_a_text_would_be_seen(
    row: Phrase, gone: list[str]
) -> None:
    assert [*unguarded(Phrases((row,)), row)] == gone


@pytest.mark.parametrize("form", ANNOUNCED, ids=range(len(ANNOUNCED)))
def test_an_announced_address_is_read(form: Phrases) -> None:
    pattern = form.compiled()
    for text in (text for row in form.rows for text in row.examples):
        match = pattern.search(text)
        assert match is not None
        assert addresses_in(match["a"]) == ("a@b.example",), text


@pytest.mark.parametrize("name", ["ABSENCE", "SOON", "REPLY", "PROMISE"])
def test_a_sentence_of_absence_needs_a_reason_and_a_promise(name: str) -> None:
    parts = {"ABSENCE": ABSENCE, "SOON": SOON, "REPLY": REPLY, "PROMISE": PROMISE}
    sentence = ABSENT.compiled()
    for row in parts[name].rows:
        reason = (
            row.examples[0] if name == "ABSENCE" else f"我在休假，{row.examples[0]}"
        )
        promised = f"{reason}，回来后尽快回复" if name == "ABSENCE" else reason
        assert sentence.search(promised), row.pattern


def test_a_service_is_told_by_its_first_form() -> None:
    assert service_of("https://mail.qq.com/cgi-bin/ftnExs_download") == "QQ邮箱超大附件"
    assert service_of("https://www.example.org/") == ""
