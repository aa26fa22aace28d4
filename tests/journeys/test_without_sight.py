"""The same mails where the reader of scans is not installed: nothing filed wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest

from mailbot.adapters.seals.document import ABSENT_NOTE
from mailbot.core.record.clues import Outcome
from mailbot.core.record.documents import SealNames
from mailbot.core.record.flags import FlagKind
from mailbot.ports import Examiner
from mailbot.wiring.examiner import ConfinedExaminer
from tests.cases_own import make_mails
from tests.journeys.test_given_mails import CJK, EVERY, FILED_EACH_BY_ITS_NAME, words
from tests.support import real_mails as mails
from tests.support.given_mails import Settled, answers, moments, seeing, settled
from tests.support.house import House, at, open_house
from tests.support.shared import shared_path
from tests.support.sightless import SightlessExaminer

pytestmark = pytest.mark.slow
# What may send a good report to staff only because nobody here can look at it.
UNSEEN = {FlagKind.SEAL_CANNOT_TELL, FlagKind.MATTER_UNSEEN, FlagKind.UNIT_NOT_NAMED}


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, readers: ConfinedExaminer
) -> Iterator[House]:
    """A house that wants to look at seals, and cannot."""
    with open_house(tmp_path_factory.mktemp("sightless") / "home", readers) as opened:
        office = seeing(opened.office)
        cast("ConfinedExaminer", office.examiner).close()
        seals = tuple(SealNames(u.name, u.seals) for u in office.roster.units)
        blind = cast("Examiner", SightlessExaminer((office.address,), seals))
        blinded = replace(office, examiner=blind, sees_seals=False)
        yield replace(opened, office=blinded)


def is_unseen(mail: Settled) -> bool:
    flags = {f.flag for file in mail.verdict.files for f in file.flags}
    return bool(flags & UNSEEN)


def test_the_given_mails_are_filed_rightly_or_wait_unseen(house: House) -> None:
    folder = shared_path("cases", "mails-2")
    came = moments(folder / "at.txt")
    found = [
        settled(house.office, case, path, came[path.name])
        for case in answers(shared_path("cases", "matching-2.jsonl"))
        for path in [folder / f"{case['id']}.eml"]
    ]
    assert words([m for m in found if m.is_filed_wrong]) == []
    assert words([m for m in found if m.is_needless and not is_unseen(m)]) == []


def test_no_other_business_is_filed_unseen(house: House) -> None:
    case = {"id": "", "subject": "", "expected": {}}
    for path in sorted(shared_path("cases", "other-business").glob("*.eml")):
        found = settled(house.office, case, path, at("2023-06-29 10:00"))
        assert found.verdict.outcome is not Outcome.FILE, path.name


@pytest.mark.skipif(
    not list(CJK.rglob("NotoSansCJK*")), reason="Noto CJK draws our own mails"
)
def test_our_own_mails_are_filed_rightly_or_wait_unseen(
    house: House, tmp_path: Path
) -> None:
    found = []
    for case in make_mails.cases()[::EVERY]:
        for name, _, raw in make_mails.earlier(case):
            (tmp_path / name).write_bytes(raw)
        path = tmp_path / f"{case['id']}.eml"
        path.write_bytes(make_mails.build(case))
        moment = datetime.fromisoformat(case["at"])
        found.append(settled(house.office, case, path, moment))
    wrong = [m for m in found if m.is_filed_wrong]
    assert words([m for m in wrong if m.case["id"] not in FILED_EACH_BY_ITS_NAME]) == []


def test_what_waits_says_that_nothing_here_reads_scans(house: House) -> None:
    unit = "县民政局"
    letter = house.letter(unit, sender="yymzj@zb.shandong.cn")
    done = house.take(mails.build(letter), at("2023-06-28 09:30"))
    assert (done.filed, done.review) == (0, 1)
    (item,) = house.reviews()
    assert item.attachment.endswith("（盖章）.pdf")
    assert ABSENT_NOTE in item.reasons
