"""Writes a Paper as RTF as Chinese Word does: \\'xx in code page 936, \\u beyond it."""

from __future__ import annotations

from tests.support.documents.drawing import Ink, Paper, Paragraph, Plan, Run

_MARKS = {Ink.DELETED: r"\deleted ", Ink.HIDDEN: r"\v ", Ink.INSERTED: r"\revised "}
_EACH = 1800


def write_rtf(paper: Paper) -> bytes:
    """Return the paper as RTF; tables in tables are not among its powers here."""
    head = (
        r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}"
        r"{\f1\fswiss\fcharset0 Arial;}}{\colortbl;}\viewkind4\uc1"
    )
    parts = [head]
    parts += [rf"\pard\f0 {_text(line)}\par" for line in (*paper.before, paper.box)]
    for plan in paper.plans:
        parts += [_row(plan, number) for number in range(plan.rows)]
        parts.append(r"\pard\par")
    parts += [rf"\pard {_text(line)}\par" for line in paper.after]
    return ("\n".join(parts) + "}").encode("ascii")


def _text(text: str) -> str:
    return "".join(_character(character) for character in text)


def _character(character: str) -> str:
    if character in "\\{}":
        return "\\" + character
    if character.isascii():
        return character
    try:
        raw = character.encode("gbk")
    except UnicodeEncodeError:
        units = character.encode("utf-16-le")
        halves = (units[i : i + 2] for i in range(0, len(units), 2))
        return "".join(
            rf"\u{int.from_bytes(half, 'little', signed=True)}?" for half in halves
        )
    return "".join(f"\\'{byte:02x}" for byte in raw)


def _run(run: Run) -> str:
    mark = _MARKS.get(run.ink, "")
    return f"{{{mark}{_text(run.text)}}}" if mark else _text(run.text)


def _runs(paragraphs: tuple[Paragraph, ...]) -> str:
    return r"\par ".join("".join(map(_run, one)) for one in paragraphs)


def _row(plan: Plan, number: int) -> str:
    here = sorted(
        (spot for spot in plan.spots if spot.row <= number < spot.row + spot.rows),
        key=lambda spot: spot.column,
    )
    shape, cells = "", ""
    for spot in here:
        if spot.rows > 1:
            shape += r"\clvmgf" if spot.row == number else r"\clvmrg"
        shape += rf"\cellx{(spot.column + spot.columns) * _EACH}"
        content = _runs(spot.paragraphs) if spot.row == number else ""
        if number in plan.deleted:
            content = rf"{{\deleted {content}}}"
        cells += rf"\pard\intbl {content}\cell"
    gone = r"{\deleted" if number in plan.deleted else "{"
    return rf"\trowd\trleft0{shape} {cells}\pard\intbl{gone}\row}}"
