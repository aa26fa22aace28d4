"""Mails that somebody else wrote, each with its right answer, read and judged."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from mailbot.core.record.clues import Outcome, Verdict
from mailbot.core.record.mail import Nature
from mailbot.flows.office import Office
from mailbot.wiring.examiner import ConfinedExaminer
from tests.cases_own import make_mails
from tests.support.given_mails import Settled, answers, moments, seeing, settled
from tests.support.house import at, open_house
from tests.support.shared import shared_path

pytestmark = pytest.mark.slow
# Two quarters in one mail, each file named by its own: filed one by one, not asked.
FILED_EACH_BY_ITS_NAME = {"p012"}
EVERY = int(os.environ.get("MAILBOT_OWN_CASES_EVERY", "7"))  # noqa: TID251
CJK = Path("/usr/share/fonts")


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, readers: ConfinedExaminer
) -> Iterator[Office]:
    """An office that knows the given roster and looks at seals."""
    pytest.importorskip("cv2", reason="the extra `seal` is not installed")
    with open_house(tmp_path_factory.mktemp("given") / "home", readers) as house:
        opened = seeing(house.office)
        yield opened
        assert isinstance(opened.examiner, ConfinedExaminer)
        opened.examiner.close()


def words(mails: list[Settled]) -> list[str]:
    return [mail.words() for mail in mails]


def test_the_second_set_is_read_as_careful_clerks_read_it(office: Office) -> None:
    folder = shared_path("cases", "mails-2")
    came = moments(folder / "at.txt")
    found = [
        settled(office, case, path, came[path.name])
        for case in answers(shared_path("cases", "matching-2.jsonl"))
        for path in [folder / f"{case['id']}.eml"]
    ]
    assert len(found) == 68
    assert words([mail for mail in found if mail.is_filed_wrong]) == []
    assert words([mail for mail in found if mail.is_needless]) == []
    assert len(words([mail for mail in found if not mail.is_right])) <= 2


def verdicts(office: Office, folder: str, moment: str) -> dict[str, Verdict]:
    paths = sorted(shared_path("cases", folder).glob("*.eml"))
    case = {"id": "", "subject": "", "expected": {}}
    return {p.stem: settled(office, case, p, at(moment)).verdict for p in paths}


def test_no_known_units_other_business_is_filed(office: Office) -> None:
    found = verdicts(office, "other-business", "2023-06-29 10:00")
    assert len(found) == 12
    assert {k for k, v in found.items() if v.outcome is Outcome.FILE} == set()
    assert {k: v.copies for k, v in found.items() if v.copies} == {}


FILED = {
    *("a_alt_html", "a_alt_mht", "c_vcf", "c_gif", "c_att1", "c_html", "c_ds"),
    *("c_apple", "robot-0-control"),
}
RETURNED = {"e_empty", "e_letteronly", "k_contacts", "k_rtf", "k_zip_empty"}
ROBOTS = {"q_0", "k_dsn_522"}
STRANGERS = {"phish-1-quarter-subsidy", "phish-2-quarter-statement"}


@pytest.fixture(scope="module")
def faults(office: Office) -> dict[str, Verdict]:
    """The mails that were once settled wrongly, judged."""
    return verdicts(office, "faults", "2023-06-28 10:00")


def test_a_good_report_in_a_hard_shape_is_filed(faults: dict[str, Verdict]) -> None:
    assert {k: faults[k].outcome for k in FILED} == dict.fromkeys(FILED, Outcome.FILE)


def test_a_copy_from_which_nothing_was_read_is_sent_back(
    faults: dict[str, Verdict],
) -> None:
    told = {k: (faults[k].outcome.value, faults[k].advice.action) for k in RETURNED}
    assert told == dict.fromkeys(RETURNED, ("review", "return"))
    assert {k: faults[k].copies for k in RETURNED if faults[k].copies} == {}


def test_robots_and_strangers_stay_what_they_are(faults: dict[str, Verdict]) -> None:
    assert {faults[k].nature for k in ROBOTS} == {Nature.BOUNCE}
    assert {faults[k].nature for k in STRANGERS} == {Nature.UNRELATED}
    assert all(faults[k].temporary for k in ROBOTS)
    assert faults["arf-1-answerable"].outcome is Outcome.IGNORE


def test_a_report_with_signs_of_a_robot_is_never_dropped(
    faults: dict[str, Verdict],
) -> None:
    robots = {k: v for k, v in faults.items() if k.startswith("robot-")}
    assert len(robots) == 10
    assert {k for k, v in robots.items() if v.outcome is Outcome.IGNORE} == set()


@pytest.fixture(scope="module")
def own(office: Office, tmp_path_factory: pytest.TempPathFactory) -> list[Settled]:
    """Our own mails, written by somebody who had not read the program, judged."""
    if not list(CJK.rglob("NotoSansCJK*")):
        pytest.skip("Noto CJK is not installed: the mails cannot be drawn")
    folder = tmp_path_factory.mktemp("own")
    found = []
    for case in make_mails.cases()[::EVERY]:
        for name, _, raw in make_mails.earlier(case):
            (folder / name).write_bytes(raw)
        path = folder / f"{case['id']}.eml"
        path.write_bytes(make_mails.build(case))
        moment = datetime.fromisoformat(case["at"])
        found.append(settled(office, case, path, moment))
    return found


def test_none_of_our_own_mails_is_filed_against_its_answer(own: list[Settled]) -> None:
    wrong = [m for m in own if m.is_filed_wrong]
    assert words([m for m in wrong if m.case["id"] not in FILED_EACH_BY_ITS_NAME]) == []
    never = [
        m for m in own if m.verdict.outcome.value in m.case["expected"].get("never", [])
    ]
    assert words(never) == []


HEARD = {
    "already": "already_reported",
    "delay": "delay_request",
    "contact": "contact_change",
    "complaint": "question",
    "thanks": "acknowledgement",
}


def test_what_our_own_letters_talk_about_is_heard(
    office: Office, tmp_path: Path
) -> None:
    said = {}
    for case in make_mails.cases():
        if case["group"] != "talk" or case["attachments"]:
            continue
        path = tmp_path / f"{case['id']}.eml"
        path.write_bytes(make_mails.build(case))
        found = settled(office, case, path, datetime.fromisoformat(case["at"]))
        talk = case["expected"]["talk"]
        flags = {flag.flag.value for flag in found.verdict.flags}
        if HEARD.get(talk, talk) not in flags or found.verdict.copies:
            said[case["id"]] = flags
    assert said == {}


def test_of_our_own_mails_hardly_any_is_read_otherwise(own: list[Settled]) -> None:
    misses = words([m for m in own if not m.is_right])
    needless = words([m for m in own if m.is_needless])
    assert len(misses) <= max(3, len(own) // 20), misses
    assert len(needless) <= max(1, len(own) * 3 // 100), needless
