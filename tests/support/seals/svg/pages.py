"""Typed pages as SVG, and how they are printed: dots, format, paper, light."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import resvg_py
from PIL import Image

from tests.support.seals.svg.seals import Press, Rng, line

WIDE, HIGH = 210.0, 297.0  # A4, millimetres
SOLEMN = (
    "根据县政府统一部署，我单位把办实事工作摆上重要位置，逐项制定方案，逐月调度进展。",
    "截至目前，已培训基层骨干一百八十六人次，救助困难家庭二百零四户，发放物资七百余件。",
    "存在的主要困难是部分点位建设周期较长，配套资金尚未全部到位，需进一步协调推进。",
    "下步将强化部门联动，加密现场督导，及时总结推广好的做法，确保各项任务按期完成。",
)


@dataclass(frozen=True, slots=True)
class Print:
    """How a page is printed and scanned.

    `form` is PNG or JPEG; `tilt` in degrees; `grey` leaves no colour.
    """

    dpi: int = 150
    form: str = "PNG"
    quality: int = 85
    paper: str = "#ffffff"
    tilt: float = 0.0
    grey: bool = False


def render(press: Press, body: list[str], how: Print) -> bytes:
    """Print SVG pieces on a sheet; the picture tells its resolution."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" '
        f'width="{WIDE}" height="{HIGH}">'
        f'<rect width="{WIDE}" height="{HIGH}" fill="{how.paper}"/>'
        f'<g transform="rotate({how.tilt:.2f} {WIDE / 2} {HIGH / 2})">'
        f"{''.join(body)}</g></svg>"
    )
    png = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=how.dpi / 25.4,
        skip_system_fonts=True,
        font_files=list(press.files),
    )
    picture = Image.open(io.BytesIO(png)).convert("L" if how.grey else "RGB")
    out = io.BytesIO()
    if how.form == "JPEG":
        picture.save(out, "JPEG", dpi=(how.dpi, how.dpi), quality=how.quality)
    else:
        picture.save(out, "PNG", dpi=(how.dpi, how.dpi))
    return out.getvalue()


def letter(press: Press, rng: Rng) -> list[str]:
    """Set a report: a title and paragraphs."""
    family, size = int(rng.integers(2)), float(rng.uniform(3.9, 5.6))
    title = "办实事工作进展情况的报告"
    out = [line(press, title, (105, 34), 7.5, family=1, fill="#111")]
    y, last = 48.0, float(rng.uniform(150, 262))
    while y < last:
        words = "".join(SOLEMN[int(k)] for k in rng.integers(0, 4, 2))
        shown, at = words[: int(158 / size)], (26, y)
        out.append(
            line(press, shown, at, size, family=family, fill="#161616", anchor="start")
        )
        y += size * float(rng.uniform(1.5, 1.9))
    return out


def form(press: Press, rng: Rng) -> list[str]:
    """Set a report form: a heading, the sender's line, a ruled table with writing."""
    title = "2023年第三季度为民办实事进展情况统计表"
    out = [line(press, title, (105, 26), 7, family=1, fill="#000")]
    for text, x, anchor in (
        ("填报单位（盖章）：", 22, "start"),
        ("9月28日", 188, "end"),
    ):
        out.append(line(press, text, (x, 38), 4.6, fill="#000", anchor=anchor))
    inner = np.sort(rng.uniform(40, 170, int(rng.integers(2, 5))))
    columns = [20.0, *(float(x) for x in inner), 190.0]
    rows = [43 + 24.0 * row for row in range(int(rng.integers(6, 10)))]
    stroke = 'stroke="#222" stroke-width="0.3"'
    out += [f'<path d="M{x:.1f} {rows[0]}V{rows[-1]}" {stroke}/>' for x in columns]
    out += [f'<path d="M20 {y}H190" {stroke}/>' for y in rows]
    for y in rows[:-1]:
        for left, right in pairwise(columns):
            out += _cell(press, rng, (left + 1.5, y + 5), right - left - 3)
    return out


def _cell(press: Press, rng: Rng, at: tuple[float, float], wide: float) -> list[str]:
    words, fits = SOLEMN[int(rng.integers(4))], max(1, int(wide / 3.7))
    return [
        line(
            press,
            words[row * fits : (row + 1) * fits],
            (at[0], at[1] + row * 4.8),
            3.6,
            fill="#1a1a1a",
            anchor="start",
        )
        for row in range(int(rng.integers(1, 5)))
    ]
