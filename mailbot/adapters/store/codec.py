"""Values of the core to JSON and back; one form, the contract's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from mailbot.core.letters.answers import ToldFile
from mailbot.core.record.clues import Clue, CopyKind, FileVerdict, Flag, Outcome
from mailbot.core.record.documents import (
    Content,
    Document,
    Kind,
    Problem,
    SealMark,
    SealReport,
    SealVerdict,
)
from mailbot.core.record.flags import FlagKind, flag_of
from mailbot.core.record.records import FiledDocument

if TYPE_CHECKING:
    from sqlalchemy import RowMapping


class ClueRow(TypedDict):
    """A clue as it stands in the database."""

    clue: str
    says: str
    text: str
    weight: float


def flags_to_json(flags: Iterable[Flag]) -> list[dict[str, str]]:
    """Write flags as the contract shows them: the word, its parameters beside it."""
    return [{"flag": flag.flag, **dict(flag.details)} for flag in flags]


def reasons_to_json(reasons: Iterable[Clue]) -> list[ClueRow]:
    """Write reasons as the contract shows them."""
    return [
        {"clue": r.clue, "says": r.says, "text": r.text, "weight": r.weight}
        for r in reasons
    ]


def seal_to_json(report: SealReport | None) -> dict[str, object] | None:
    """Write the document's verdict on its seal, and the marks that have a place."""
    if report is None:
        return None
    named = (m.text for m in report.marks if m.unit and m.unit == report.unit)
    return {
        "verdict": report.verdict,
        "page": report.page,
        "unit": report.unit,
        "text": next(named, ""),
        "note": report.note,
        "marks": [_mark_to_json(m) for m in report.marks if m.box[2] > m.box[0]],
    }


def _mark_to_json(mark: SealMark) -> dict[str, object]:
    return {
        "page": mark.page,
        "verdict": mark.verdict,
        "text": mark.text,
        "unit": mark.unit,
        "box": [round(side, 1) for side in mark.box],
    }


def kinds_from_json(texts: Iterable[str]) -> tuple[FlagKind, ...]:
    """Read flags without parameters back; one that is no more given is left out."""
    return tuple(kind for text in texts if (kind := flag_of(text)) is not None)


def of_whole_mail(rows: Iterable[dict[str, str]] | None) -> list[dict[str, str]]:
    """Return a mail's own flags in today's spelling.

    Until December 2026 a mail left on the server bore the word of a file that was too
    large to read. A mail that waits as a whole has no such file: the mail is meant.
    """
    large = {"flag": FlagKind.TOO_LARGE.value}
    left = {"flag": FlagKind.LEFT_ON_SERVER.value}
    return [left if row == large else row for row in rows or ()]


def flags_from_json(rows: Iterable[dict[str, str]] | None) -> tuple[Flag, ...]:
    """Read flags back; one that is no more given is left out."""
    return tuple(
        Flag(kind, tuple((k, v) for k, v in row.items() if k != "flag"))
        for row in rows or ()
        if (kind := flag_of(row["flag"])) is not None
    )


def reasons_from_json(rows: Iterable[ClueRow]) -> tuple[Clue, ...]:
    """Read reasons back."""
    return tuple(Clue(r["clue"], r["says"], r["text"], r["weight"]) for r in rows)


def other_title(reasons: Iterable[ClueRow]) -> str:
    """Return the title by which a file was other business, "" if it was not."""
    found = (r["text"] for r in reasons if r["says"] == FlagKind.OTHER_BUSINESS)
    return next(found, "")


def filed_document(row: RowMapping) -> FiledDocument:
    """Read one row of `documents` as the filed document it stands for."""
    return FiledDocument(row["number"], _document(row), _verdict(row), row["path"])


def told_file(row: RowMapping) -> ToldFile:
    """Read what a sender is told of a file."""
    return ToldFile(
        number=row["number"],
        name=row["name"],
        copy=CopyKind(row["copy"]),
        outcome=Outcome(row["outcome"]),
        flags=frozenset(flag.flag for flag in flags_from_json(row["flags"])),
        problem=Problem(row["problem"]) if row["problem"] else None,
        seal=_seal(row["seal"]),
        kind=Kind(row["kind"]),
    )


def _document(row: RowMapping) -> Document:
    return Document(
        name=row["name"],
        raw_name=row["raw_name"],
        kind=Kind(row["kind"]),
        size=row["size"],
        sha256=row["sha256"],
        inside=tuple(row["inside"]),
        problem=Problem(row["problem"]) if row["problem"] else None,
        content=Content(text=row["text"], pages=row["pages"]),
        seal=_seal(row["seal"]),
        stored=row["path"],
    )


def _verdict(row: RowMapping) -> FileVerdict:
    return FileVerdict(
        outcome=Outcome(row["outcome"]),
        copy=CopyKind(row["copy"]),
        units=tuple(row["units"]),
        period=row["period"],
        flags=flags_from_json(row["flags"]),
        reasons=reasons_from_json(row["reasons"]),
        items_missing=tuple(row["items_missing"]),
    )


def _seal(row: Mapping[str, Any] | None) -> SealReport | None:
    """Read a verdict back; ledgers of earlier versions knew no marks."""
    if row is None:
        return None
    verdict, page = SealVerdict(row["verdict"]), int(row["page"])
    unit, text = row["unit"], row.get("text", "")
    marks = tuple(_mark(mark) for mark in row.get("marks", ()))
    if text and not any(m.text == text and m.unit == unit for m in marks):
        marks = (SealMark(page, verdict, text, unit), *marks)
    return SealReport(verdict, page, unit, marks, note=row.get("note", ""))


def _mark(row: Mapping[str, Any]) -> SealMark:
    left, top, right, bottom = row["box"]
    return SealMark(
        page=row["page"],
        verdict=SealVerdict(row["verdict"]),
        text=row["text"],
        unit=row["unit"],
        box=(left, top, right, bottom),
    )
