"""Twenty notices of our own making, read as their truth tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mailbot.core.reading_notice.draft import draft_of
from mailbot.core.reading_notice.proposal import NoticeProposal, ReadDuty
from mailbot.core.reading_notice.reading import read_notice
from mailbot.core.record.documents import Content

WRITTEN = Path(__file__).with_name("own_notices.txt").read_text(encoding="utf-8")


@dataclass
class Case:
    name: str
    text: str
    fields: dict[str, str] = field(default_factory=dict)
    duties: set[str] = field(default_factory=set)
    pairs: set[tuple[int, str]] = field(default_factory=set)


def cases() -> list[Case]:
    found = []
    for part in WRITTEN.split("\n== ")[1:]:
        head, _, rest = part.partition("\n")
        text, _, truth = rest.partition("\n--\n")
        case = Case(head, text)
        for line in truth.strip().splitlines():
            key, _, value = line.partition(" ")
            if key == "duty":
                case.duties.add(value)
            elif key == "pair":
                no, *names = value.split()
                case.pairs |= {(int(no), name) for name in names}
            else:
                case.fields[key] = value
        found.append(case)
    return found


def told(duty: ReadDuty) -> str:
    due = duty.due
    if due is None:
        return f"{duty.cycle.value} unsaid"
    day = due.on.isoformat() if due.on else due.day or due.weekday
    words = [duty.cycle.value, due.anchor.value, str(day or ""), duty.covers or ""]
    words += [f"time={due.time}" if due.time else "", "count=workday" * due.workdays]
    words += [f"{period}={on}" for period, on in duty.exceptions]
    return " ".join(word for word in words if word)


def fields_of(read: NoticeProposal) -> dict[str, str]:
    refused = {None: "no", "no_duty": "duty", "unreadable": "unreadable"}
    day = read.issue_date.value
    return {
        "refused": refused[read.refused],
        "number": read.doc_number.value or "-",
        "date": day.isoformat() if day else "-",
        "mailbox": read.mailbox.value or "-",
        "phones": " ".join(read.phones.value or ("-",)),
    }


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_notice_is_read_as_its_truth_tells(case: Case) -> None:
    read = read_notice(Content(text=case.text))
    pairs = {
        (item.no, name)
        for item in read.items
        for name in (*item.lead, *item.units, *item.classes)
    }
    assert fields_of(read) == case.fields
    assert {told(duty) for duty in read.duties} == case.duties
    assert pairs == case.pairs


def test_a_day_put_off_to_the_next_working_day_is_drafted_as_that_day() -> None:
    """`extend` would end with the last day off, a working day too early."""
    (case,) = [c for c in cases() if "遇法定节假日顺延" in c.text]
    drafted = draft_of(read_notice(Content(text=case.text)), "a notice")
    assert 'day_off = "next_workday"' in drafted
