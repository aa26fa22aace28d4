"""Seals for special use are nobody's 公章; seals once misjudged are read rightly."""

import io

import pytest

pytest.importorskip("numpy", reason="the extra `seal` is not installed")
pytest.importorskip("cv2", reason="the extra `seal` is not installed")
pytest.importorskip("rapidocr", reason="the extra `seal` is not installed")

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types

from mailbot.adapters.seals.document import look
from mailbot.adapters.seals.read.titles import (
    Title,
    part_of_unit,
    special_in,
    special_words,
)
from mailbot.core.judge.copies import which_copies
from mailbot.core.notice.policy import StampedCheck
from mailbot.core.record.documents import (
    Content,
    Document,
    Kind,
    SealNames,
    SealReport,
    SealVerdict,
)
from mailbot.core.record.flags import FlagKind
from tests.support.seals.offices import FICTION
from tests.support.seals.sheets import special_seal
from tests.support.shared import shared_path

ROSTER = (
    SealNames("县民政局", ("沂源县民政局",)),
    SealNames("县检察院", ("沂源县人民检察院",)),
    SealNames("县关工委", ("沂源县关心下一代工作委员会",)),
)


def judged(kind: Kind, content: bytes) -> SealReport:
    report = look(kind, content, ROSTER)
    assert isinstance(report, SealReport)
    return report


def as_png(pdf: bytes, dpi: int) -> bytes:
    out = io.BytesIO()
    picture = pdfium.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil()
    picture.convert("RGB").save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "unit"),
    [("seal_easy_cannot_tell", "县检察院"), ("seal_at_heading_none", "县关工委")],
)
def test_thin_characters_in_a_thick_ring_are_seen_at_every_resolution(
    name: str, unit: str
) -> None:
    pdf = shared_path("cases", "documents", f"{name}.pdf").read_bytes()
    reports = [judged(Kind.PDF, pdf)]
    reports += [judged(Kind.PNG, as_png(pdf, dpi)) for dpi in (150, 200)]
    assert {(r.verdict, r.unit) for r in reports} == {(SealVerdict.RED_SEAL, unit)}


@pytest.mark.parametrize("name", ["noseal", "num_redseal"])
def test_a_numbered_special_seal_is_not_the_units_own(name: str) -> None:
    picture = shared_path("cases", "documents", f"seal_zhuanyongzhang_{name}.png")
    report = judged(Kind.PNG, picture.read_bytes())
    assert (report.verdict, report.unit) == (SealVerdict.NO_SEAL, "")
    assert "业务专用" in report.note


@pytest.mark.parametrize(("word", "example"), special_words())
def test_each_word_tells_the_special_seal_it_is_listed_for(
    word: str, example: str
) -> None:
    assert word in example
    assert special_in(f"沂源县民政局{example}")


def test_a_units_own_name_is_no_special_word() -> None:
    names = [text for one in (*ROSTER, *FICTION) for text in one.texts]
    assert not any(map(special_in, names))


def test_the_seal_of_a_units_own_office_is_not_the_units() -> None:
    none = Title("")
    said = part_of_unit("沂源县民政局办公室", none, "县民政局", ROSTER)
    assert said == "办公室"
    assert part_of_unit("沂源县民政局", none, "县民政局", ROSTER) == ""
    assert part_of_unit("沂水县民政局办公室", none, "县民政局", ROSTER) == ""


@pytest.mark.parametrize("title", ["业务专用章", "审批专用章", "合同专用章"])
def test_a_page_with_only_a_special_seal_is_sent_back(title: str) -> None:
    sheet = special_seal(np.random.default_rng(12), "青石县民政局", title)
    report = look(Kind.JPG, sheet.jpeg, FICTION)
    assert isinstance(report, SealReport)
    document = Document(
        name="报表.pdf",
        raw_name="报表.pdf".encode(),
        kind=Kind.PDF,
        size=1,
        sha256="",
        content=Content(text=""),
        seal=report,
    )
    copy = which_copies([document], StampedCheck.SEAL)[0]
    assert [flag.flag for flag in copy.doubts] == [FlagKind.SEAL_SPECIAL_PURPOSE]
