"""Word today, 扫描件.pdf tomorrow, a photograph of page 2 the day after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mailbot.core.notice.notice import Copy
from mailbot.core.notice.periods import from_id
from mailbot.core.record.progress import Standing
from mailbot.core.record.records import LetterKind
from mailbot.flows.standing import progress_of
from mailbot.wiring.examiner import ConfinedExaminer
from tests.cases_own import make_mails
from tests.support.given_mails import seeing
from tests.support.house import House, open_house

pytestmark = pytest.mark.slow
UNIT, SENDER = "县民政局", "yymzj@zb.shandong.cn"


@pytest.fixture
def seeing_house(tmp_path: Path, readers: ConfinedExaminer) -> Iterator[House]:
    """A house that knows the given roster and looks at seals."""
    pytest.importorskip("cv2", reason="the extra `seal` is not installed")
    if not list(Path("/usr/share/fonts").rglob("NotoSansCJK*")):
        pytest.skip("Noto CJK is not installed: the mails cannot be drawn")
    with open_house(tmp_path / "home", readers) as house:
        opened = replace(house, office=seeing(house.office))
        yield opened
        assert isinstance(opened.office.examiner, ConfinedExaminer)
        opened.office.examiner.close()


def mail(day: int, subject: str, **file: Any) -> bytes:
    """Return the clerk's mail of that day of June, with one file."""
    return make_mails.build(
        {
            "id": f"two-step-{day}",
            "subject": subject,
            "from_name": "民政局",
            "from_addr": SENDER,
            "date": f"2023-06-{day}T09:40:00+08:00",
            "body": "",
            "attachments": [{"unit": UNIT, **file}],
        }
    )


def test_the_commonest_two_step_needs_nobody(seeing_house: House) -> None:
    house = seeing_house
    sent = (
        mail(27, "民政局二季度报表", name="民政局二季度报表.docx"),
        mail(28, "扫描件", name="扫描件.pdf", pages=2),
        mail(29, "", name="IMG_0712.jpg", part=2),
    )
    for day, raw in zip((27, 28, 29), sent, strict=True):
        house.take(raw, datetime.fromisoformat(f"2023-06-{day}T09:45:00+08:00"))
    assert [item.reasons for item in house.reviews()] == []
    assert [(v.unit, v.copy, v.version) for v in house.copies()] == [
        (UNIT, Copy.ELECTRONIC, 1),
        (UNIT, Copy.STAMPED_PDF, 1),
    ]
    with house.office.desk(datetime.fromisoformat("2023-06-30T09:00+08:00")) as desk:
        stands = progress_of(desk, UNIT, from_id("2023Q2"))
    assert stands.state is Standing.COMPLETE
    receipts = [q for q in house.letters() if q.letter.kind is LetterKind.RECEIPT]
    assert {q.letter.to for q in receipts} == {SENDER}
