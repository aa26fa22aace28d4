"""What is said of a seal, and of a picture: what was seen, never more."""

import pytest

from mailbot.core.judge.copies import which_copies
from mailbot.core.letters.answers import SealTelling, ToldFile, file_line
from mailbot.core.notice.policy import StampedCheck
from mailbot.core.record.clues import CopyKind, Outcome
from mailbot.core.record.documents import (
    PICTURE_KINDS,
    Document,
    Kind,
    SealReport,
    SealVerdict,
)
from mailbot.core.words.seal_words import seal_in_words
from mailbot.core.words.words import SEAL_WORDS


@pytest.mark.parametrize(
    "why",
    [
        "页面没有彩色，黑白扫描件无法判断",
        "未安装印章识别组件，无法判断有无印章",
        "有的页面无法打开，未能查看",
    ],
)
def test_that_nobody_can_tell_is_said_with_its_own_reason(why: str) -> None:
    report = SealReport(SealVerdict.CANNOT_TELL, 1, note=why)
    assert seal_in_words(report) == f"{why}，待工作人员核实"


def test_without_a_reason_a_scan_that_cannot_be_told_is_black_and_white() -> None:
    report = SealReport(SealVerdict.CANNOT_TELL)
    assert seal_in_words(report) == SEAL_WORDS[SealVerdict.CANNOT_TELL]


@pytest.mark.parametrize("kind", sorted(PICTURE_KINDS))
@pytest.mark.parametrize("check", StampedCheck)
def test_a_picture_is_kept_as_a_photo_whatever_seal_it_shows(
    kind: Kind, check: StampedCheck
) -> None:
    seal = SealReport(SealVerdict.RED_SEAL, 1, "县民政局")
    (copy,) = which_copies((Document("盖章.pdf", kind, 1, "ab", seal=seal),), check)
    assert (copy.kind, copy.doubts) == (CopyKind.PHOTO, ())
    assert [flag.flag for flag in copy.notes] == ["photo_instead_of_pdf"]


@pytest.mark.parametrize(
    ("kind", "word"), [(Kind.JPG, "照片"), (Kind.TIFF, "图片"), (Kind.PNG, "图片")]
)
def test_only_what_cameras_save_is_called_a_photograph(kind: Kind, word: str) -> None:
    file = ToldFile(1, "盖章", CopyKind.PHOTO, Outcome.IGNORE, kind=kind)
    line = file_line(file, SealTelling(StampedCheck.SEAL))
    assert line.copy == word
    assert line.fate == f"已收到{word}；按通知要求，请另报加盖单位公章的PDF版"
