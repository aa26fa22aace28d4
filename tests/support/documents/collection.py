"""A whole set of documents of one seed, each with its truth, and how it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from mailbot.core.record.documents import Content, Kind, Problem
from tests.support.documents.drawing import Paper, Rows, truths
from tests.support.documents.office import converted, has_office
from tests.support.documents.shapes import FLOWING, GRIDS, PRINTED
from tests.support.documents.write_docx import write_docx
from tests.support.documents.write_html import write_html
from tests.support.documents.write_ofd import write_ofd
from tests.support.documents.write_pdf import write_pdf
from tests.support.documents.write_rtf import write_rtf
from tests.support.documents.write_xlsx import write_xlsx

# What a format or its writer cannot hold is not asked of it: a printed page has no
# table in a table we could tell from its lines' truth, and shows tracked deletions.
_NOT_PRINTED = frozenset(("nested", "tracked", "boxes", "controls"))
_NOT_RTF = frozenset(("nested",))
# LibreOffice writes the text of a block-level control three times into .doc, .docx and
# RTF (its own export of such a .doc to text shows it): lost before it comes to us.
_CONTROLS = frozenset(("controls",))
_NOT_CONVERTED = dict.fromkeys((Kind.DOC, Kind.RTF, Kind.DOCX), _CONTROLS)


@dataclass(frozen=True, slots=True)
class Sample:
    """One document: what it is, who wrote it, what must be read from it."""

    kind: Kind
    writer: str
    paper: Paper
    content: bytes

    @property
    def name(self) -> str:
        return f"{self.kind.value}-{self.writer}-{self.paper.shape}"

    @property
    def truths(self) -> list[Rows]:
        return truths(self.paper)


def own_samples(seed: int) -> Iterator[Sample]:
    """Yield what is written here, without LibreOffice."""
    for paper in _flowing(seed):
        yield Sample(Kind.DOCX, "own", paper, write_docx(paper))
        yield Sample(Kind.HTML, "own", paper, write_html(paper))
        if paper.shape not in _NOT_RTF:
            yield Sample(Kind.RTF, "own", paper, write_rtf(paper))
    for shape in PRINTED:
        paper = shape(_chance(seed, shape.__name__))
        yield Sample(Kind.PDF, "reportlab", paper, write_pdf(paper))
        yield Sample(Kind.OFD, "own", paper, write_ofd(paper))
    for paper in _grids(seed):
        yield Sample(Kind.XLSX, "openpyxl", paper, write_xlsx(paper))


def office_samples(seed: int, room: Path) -> Iterator[Sample]:
    """Yield what LibreOffice makes of .docx and .xlsx; nothing where it is absent."""
    if not has_office():
        return
    flowing, grids = _flowing(seed), _grids(seed)
    texts = {paper.shape: write_docx(paper) for paper in flowing}
    sheets = {paper.shape: write_xlsx(paper) for paper in grids}
    for kind in (Kind.DOC, Kind.RTF, Kind.ODT, Kind.DOCX):
        lost = _NOT_CONVERTED.get(kind, frozenset())
        kept = {shape: text for shape, text in texts.items() if shape not in lost}
        yield from _samples(kind, flowing, converted(kept, "docx", kind.value, room))
    printed = [paper for paper in flowing if paper.shape not in _NOT_PRINTED]
    as_pdf = converted({p.shape: texts[p.shape] for p in printed}, "docx", "pdf", room)
    yield from _samples(Kind.PDF, printed, as_pdf)
    for kind in (Kind.XLS, Kind.ODS):
        yield from _samples(kind, grids, converted(sheets, "xlsx", kind.value, room))


def _samples(
    kind: Kind, papers: Iterable[Paper], found: dict[str, bytes]
) -> Iterator[Sample]:
    for paper in papers:
        if paper.shape in found:
            yield Sample(kind, "libreoffice", paper, found[paper.shape])


def _chance(seed: int, shape: str) -> Random:
    return Random(f"{seed}-{shape}")  # noqa: S311 - for variety, not for secrets


def _flowing(seed: int) -> list[Paper]:
    return [shape(_chance(seed, shape.__name__)) for shape in FLOWING]


def _grids(seed: int) -> list[Paper]:
    return [shape(_chance(seed, shape.__name__)) for shape in GRIDS]


@dataclass(frozen=True, slots=True)
class Score:
    """How many rows were asked for, how many had every cell right; the first wrong."""

    rows: int
    right: int
    wrong: str = ""


def score(sample: Sample, read: Content | Problem) -> Score:
    """Compare what was read, table by table and row by row, in order."""
    wanted = [row for rows in sample.truths for row in rows]
    if isinstance(read, Problem):
        return Score(len(wanted), 0, f"{sample.name}: {read.value}")
    found = [row for table in read.tables for row in table.rows]
    pairs = list(zip(wanted, found, strict=False))
    right = sum(a == b for a, b in pairs)
    wrong = next((f"{sample.name}: {a} / {b}" for a, b in pairs if a != b), "")
    if len(found) != len(wanted):
        right = min(right, len(wanted) - abs(len(found) - len(wanted)))
        wrong = wrong or f"{sample.name}: {len(found)} rows, not {len(wanted)}"
    return Score(len(wanted), max(right, 0), wrong)
