"""Which of several versions counts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.support import real_mails as mails
from tests.support.house import House, at

UNIT = "县科协"
NOW = at("2023-06-28 09:30")
PLAIN, CORRECTED = "县科协二季度.docx", "县科协二季度（修改版）.docx"


@pytest.mark.parametrize("names", [(PLAIN, CORRECTED), (CORRECTED, PLAIN)])
def test_of_two_versions_in_one_mail_the_corrected_one_counts(
    house: House, names: Sequence[str]
) -> None:
    files = tuple(
        mails.Enclosed(name, mails.annex_docx(house.office.notice, UNIT, name))
        for name in names
    )
    house.take(house.report(UNIT, files=files), NOW)
    newest = max(house.copies(), key=lambda copy: copy.version)
    assert len(house.copies()) == 2
    assert "revision" in newest.flags
