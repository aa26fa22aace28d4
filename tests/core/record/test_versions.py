"""Which files count as versions, and which of two in one mail is the newer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.core.record.clues import CopyKind, FileVerdict, Flag, Outcome
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.records import FiledDocument
from mailbot.core.record.versions import counts, in_counting_order
from tests.support.rows import DOCUMENT, UNIT

FILED = FileVerdict(Outcome.FILE, CopyKind.ELECTRONIC, (UNIT,), "2023Q2")
CORRECTED = replace(FILED, flags=(Flag(FlagKind.REVISION),))


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        (FILED, True),
        (replace(FILED, copy=CopyKind.STAMPED_PDF), True),
        (replace(FILED, copy=CopyKind.OTHER), False),
        (replace(FILED, outcome=Outcome.REVIEW), False),
        (replace(FILED, outcome=Outcome.IGNORE), False),
        (replace(FILED, units=()), False),
        (replace(FILED, period=None), False),
        (CORRECTED, True),
        (replace(FILED, flags=(Flag(FlagKind.DUPLICATE),)), False),
    ],
)
def test_a_file_counts_that_was_filed_and_is_new(
    file: FileVerdict, *, wanted: bool
) -> None:
    assert counts(file) is wanted


@pytest.mark.parametrize(
    ("attached", "order"),
    [
        ((FILED, FILED), (1, 2)),  # as attached: the last one counts now
        ((CORRECTED, FILED), (2, 1)),  # 更正版 counts now wherever it hangs
        ((FILED, CORRECTED), (1, 2)),
        ((CORRECTED, FILED, CORRECTED), (2, 1, 3)),
    ],
)
def test_of_two_files_the_corrected_one_is_the_newer(
    attached: tuple[FileVerdict, ...], order: tuple[int, ...]
) -> None:
    numbered = [
        (row, FiledDocument(row, DOCUMENT, file, ""))
        for row, file in enumerate(attached, start=1)
    ]
    assert tuple(row for row, _ in in_counting_order(numbered)) == order
