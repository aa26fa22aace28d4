"""Writes a Paper as OFD by hand (GB/T 33190): positioned words and drawn lines.

Its layout is its own: lines as long as the cell, and a row that does not fit divided
over two pages, the rest of it without a number.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.support.documents.drawing import Paper, Plan, Spot, visible
from tests.support.documents.write_docx import package

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SIZE, _LEADING, _PAD, _MARGIN = 3.7, 4.8, 1.0, 20.0
_SHARES = (0.08, 0.16, 0.18, 0.42, 0.16)
_NEVER_FIRST = "，。、；：！？）》”%％"


def write_ofd(paper: Paper) -> bytes:
    """Return the paper as an OFD of as many pages as it needs."""
    press = _Press(*((297.0, 210.0) if paper.landscape else (210.0, 297.0)))
    for line in paper.before:
        press.line(line)
    for plan in paper.plans:
        press.table(plan)
    for line in paper.after:
        press.line(line)
    return _packed(press)


class _Press:
    """Lays lines and tables on pages from top down; millimetres."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.pages: list[list[str]] = [[]]
        self.y = _MARGIN

    def line(self, text: str) -> None:
        if self.y + _LEADING > self.height - _MARGIN:
            self._turn()
        self._word(_MARGIN, self.y, text)
        self.y += _LEADING

    def table(self, plan: Plan) -> None:
        inner = self.width - 2 * _MARGIN
        even = (1 / plan.columns,) * plan.columns
        shares = _SHARES if plan.columns == len(_SHARES) else even
        xs = [_MARGIN]
        for share in shares:
            xs.append(xs[-1] + inner * share)
        number = 0
        while number < plan.rows:  # rows held together by a merge are set together
            last = max(
                spot.row + spot.rows
                for spot in plan.spots
                if spot.row <= number < spot.row + spot.rows
            )
            self._rows(plan, range(number, last), xs)
            number = last
        self.y += _LEADING

    def _rows(self, plan: Plan, rows: range, xs: list[float]) -> None:
        spots = [spot for spot in plan.spots if spot.row in rows]
        texts = {
            (spot.row, spot.column): _wrapped(
                visible(spot),
                xs[spot.column + spot.columns] - xs[spot.column] - 2 * _PAD,
            )
            for spot in spots
        }
        heights = [
            max(
                len(texts[s.row, s.column])
                for s in spots
                if s.row == row and s.rows == 1
            )
            for row in rows
        ]
        if len(rows) > 1:
            if self._fits() < sum(heights):
                self._turn()
            self._block(spots, texts, heights, xs)
            return
        while heights[0] > 0:
            if self._fits() < 1:
                self._turn()
            count = min(heights[0], self._fits())
            part = {key: lines[:count] for key, lines in texts.items()}
            texts = {key: lines[count:] for key, lines in texts.items()}
            self._block(spots, part, [count], xs)
            heights[0] -= count

    def _block(
        self,
        spots: list[Spot],
        texts: dict[tuple[int, int], list[str]],
        heights: list[int],
        xs: list[float],
    ) -> None:
        first = min(spot.row for spot in spots)
        ys = [self.y]
        for height in heights:
            ys.append(ys[-1] + height * _LEADING + 2 * _PAD)
        for spot in spots:
            top, bottom = ys[spot.row - first], ys[spot.row - first + spot.rows]
            left, right = xs[spot.column], xs[spot.column + spot.columns]
            self._frame(left, top, right, bottom)
            for number, text in enumerate(texts[spot.row, spot.column]):
                self._word(left + _PAD, top + _PAD + number * _LEADING, text)
        self.y = ys[-1]

    def _fits(self) -> int:
        return int((self.height - _MARGIN - self.y - 2 * _PAD) / _LEADING)

    def _turn(self) -> None:
        self.pages.append([])
        self.y = _MARGIN

    def _word(self, x: float, y: float, text: str) -> None:
        if not text:
            return
        steps = " ".join(f"{_wide(character):.3f}" for character in text[:-1])
        delta = f' DeltaX="{steps}"' if steps else ""
        boundary = f"{x:.3f} {y:.3f} 150 {_SIZE}"
        self.pages[-1].append(
            f'<ofd:TextObject ID="{self._id()}" Boundary="{boundary}" Font="2"'
            f' Size="{_SIZE}"><ofd:TextCode X="0" Y="{_SIZE * 0.88:.3f}"{delta}>'
            f"{escape(text)}</ofd:TextCode></ofd:TextObject>"
        )

    def _frame(self, left: float, top: float, right: float, bottom: float) -> None:
        width, height = right - left, bottom - top
        boundary = f"{left:.3f} {top:.3f} {width:.3f} {height:.3f}"
        self.pages[-1].append(
            f'<ofd:PathObject ID="{self._id()}" LineWidth="0.2" Boundary="{boundary}">'
            f"<ofd:AbbreviatedData>M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f}"
            f" L 0 {height:.3f} C</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def _id(self) -> int:
        return 100 + sum(map(len, self.pages))


def _wide(character: str) -> float:
    return _SIZE * (0.5 if character.isascii() else 1.0)


def _wrapped(text: str, width: float) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, length = "", 0.0
        for character in paragraph:
            if length + _wide(character) > width:
                kept = line[-1:] if character in _NEVER_FIRST else ""
                lines.append(line[: len(line) - len(kept)])
                line, length = kept, sum(map(_wide, kept))
            line += character
            length += _wide(character)
        lines.append(line)
    return lines


def _packed(press: _Press) -> bytes:
    pages = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>'
        for n in range(len(press.pages))
    )
    box = f"0 0 {press.width} {press.height}"
    parts = {
        "OFD.xml": f'<ofd:OFD {_NS} Version="1.1" DocType="OFD"><ofd:DocBody>'
        "<ofd:DocInfo/><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        "</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        f"<ofd:Pages>{pages}</ofd:Pages></ofd:Document>",
    }
    for number, objects in enumerate(press.pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {_NS}><ofd:Content><ofd:Layer ID="3">{"".join(objects)}'
            "</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return package(parts)
