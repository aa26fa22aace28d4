"""Red things on a page that are no unit's seal, as SVG."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from tests.support.seals.svg.emblems import EMBLEMS, star
from tests.support.seals.svg.seals import REDS, Press, Rng, line, some_stamp, stamp_svg


def _somewhere(rng: Rng, piece: str, margin: float = 30.0) -> str:
    x, y = rng.uniform(margin, 210 - margin), rng.uniform(60, 297 - margin)
    return f'<g transform="translate({x:.1f} {y:.1f})">{piece}</g>'


def _red(rng: Rng) -> str:
    return REDS[int(rng.integers(len(REDS)))]


def _letterhead(press: Press, rng: Rng) -> str:
    """Print a red heading above a double rule with a star in its middle."""
    text = "沂源县人民政府办公室文件"
    words = f'<g stroke="{_red(rng)}" stroke-width=".25">' + line(
        press, text, (105, 26), 13, fill=_red(rng)
    )
    rules = f'<path d="M20 41H96M114 41H190" stroke="{_red(rng)}" stroke-width=".8"/>'
    middle = f'<g transform="translate(105 41)" fill="{_red(rng)}">{star(4)}</g>'
    sheet = '<rect width="210" height="44" fill="#fff"/>'
    return f"{sheet}{words}</g>{rules}{middle}"


def _flag(_: Press, rng: Rng) -> str:
    small = [star(2, 20 + 6 * cos(a), 15 + 8 * sin(a)) for a in (-1, -0.3, 0.4, 1.1)]
    piece = (
        f'<rect width="75" height="50" fill="#de2910"/><g fill="#ffde00">'
        f"{star(7.5, 12, 13)}{''.join(small)}</g>"
    )
    return _somewhere(rng, piece, 80)


def _badge(press: Press, rng: Rng) -> str:
    """Draw a club's badge: a ring, latin letters around, a picture in the middle."""
    colour, word = _red(rng), "VOLUNTEER SERVICE · 2023 · "
    letters = "".join(
        f'<text transform="rotate({360 * k / len(word):.1f}) translate(0 -13.5)" '
        f'font-family="{press.families[1]}" font-size="4.4">{c}</text>'
        for k, c in enumerate(word)
    )
    heart = '<path d="M0 7C-14-2-6-10 0-4C6-10 14-2 0 7Z"/>'
    piece = (
        f'<g fill="{colour}"><circle r="19" fill="none" stroke="{colour}" '
        f'stroke-width="1.2"/>{letters}{heart}</g>'
    )
    return _somewhere(rng, piece)


def _received(press: Press, rng: Rng) -> str:
    """Press a round stamp for incoming mail: an office above, the day between rules."""
    colour = _red(rng)
    piece = (
        f'<g fill="{colour}" transform="rotate({rng.uniform(-15, 15):.1f})">'
        f'<circle r="15" fill="none" stroke="{colour}" stroke-width=".8"/>'
        f'<path d="M-14-4H14M-14 4H14" stroke="{colour}" stroke-width=".5"/>'
        + line(press, "收文", (0, -6.5), 5.5)
        + line(press, "2023.9.28", (0, 1.8), 5)
        + line(press, "编号", (0, 10), 5)
        + "</g>"
    )
    return _somewhere(rng, piece)


def _finger(_: Press, rng: Rng) -> str:
    """Press a thumb with red ink: whorls within an oval."""
    lines = "".join(
        f'<ellipse rx="{0.9 + 0.85 * k:.2f}" ry="{1.2 + 1.15 * k:.2f}" '
        f'cy="{0.25 * k:.2f}" stroke-dasharray="{3 + k} {0.4 + 0.1 * k:.1f}"/>'
        for k in range(9)
    )
    turn = rng.uniform(-40, 40)
    piece = (
        f'<g transform="rotate({turn:.0f})" fill="none" stroke="{_red(rng)}" '
        f'stroke-width=".55" opacity=".8">{lines}</g>'
    )
    return _somewhere(rng, piece)


def _oval(press: Press, rng: Rng) -> str:
    """Press an oval stamp for invoices."""
    colour = _red(rng)
    text = "沂源县供销大厦有限公司"
    letters = "".join(
        f'<text transform="translate({14.5 * sin(a):.2f} {-9.2 * cos(a):.2f}) '
        f'rotate({a * 180 / pi * 0.85:.1f})" text-anchor="middle" font-size="4" '
        f'font-family="{press.families[0]}">{c}</text>'
        for k, c in enumerate(text)
        for a in ((k / (len(text) - 1) - 0.5) * 3.7,)
    )
    piece = (
        f'<g fill="{colour}" transform="rotate({rng.uniform(-12, 12):.1f})">'
        f'<ellipse rx="20" ry="15" fill="none" stroke="{colour}" stroke-width="1"/>'
        f"{letters}{line(press, '发票专用章', (0, 9), 4.6)}</g>"
    )
    return _somewhere(rng, piece)


def _square(press: Press, rng: Rng) -> str:
    """Press a name seal."""
    colour = _red(rng)
    signs = "".join(
        line(press, c, (x, y), 8)
        for c, x, y in (
            ("赵", 4.5, -1),
            ("建", 4.5, 8),
            ("平", -4.5, -1),
            ("印", -4.5, 8),
        )
    )
    piece = (
        f'<g fill="{colour}"><rect x="-10" y="-10" width="20" height="20" '
        f'fill="none" stroke="{colour}" stroke-width="1"/>{signs}</g>'
    )
    return _somewhere(rng, piece)


def _ruled(_: Press, rng: Rng) -> str:
    """Rule a form in red."""
    lines = "".join(f"M20 {60 + 18 * k}H190" for k in range(10))
    lines += "".join(f"M{20 + 34 * k} 60V222" for k in range(6))
    return f'<path d="{lines}" stroke="{_red(rng)}" stroke-width=".4"/>'


def _charts(_: Press, rng: Rng) -> str:
    """Draw a ring chart and bars."""
    arcs = "".join(
        f'<circle r="18" fill="none" stroke="{colour}" stroke-width="8" '
        f'stroke-dasharray="{28 + 5 * k} 200" transform="rotate({75 * k})"/>'
        for k, colour in enumerate(("#e60012", "#f39800", "#0068b7", "#ff6b6b", "#888"))
    )
    bars = "".join(
        f'<rect x="{30 + 8 * k}" y="{-8 - 3 * k}" width="5" height="{20 + 3 * k}" '
        f'fill="#d7000f"/>'
        for k in range(5)
    )
    return _somewhere(rng, arcs + bars, 85)


def _lantern(_: Press, rng: Rng) -> str:
    """Paste a picture of lanterns before a sky."""
    lamps = "".join(
        f'<ellipse cx="{18 + 28 * k}" cy="32" rx="12" ry="10" fill="#c8102e"/>'
        f'<path d="M{18 + 28 * k} 42v12" stroke="#f7b500" stroke-width="2"/>'
        f'<ellipse cx="{18 + 28 * k}" cy="32" rx="6" ry="10" fill="none" '
        f'stroke="#7d0a1c"/>'
        for k in range(3)
    )
    piece = f'<rect width="95" height="62" fill="#5b7fa6"/>{lamps}'
    return _somewhere(rng, piece, 105)


def _blue(press: Press, rng: Rng) -> str:
    """Press a seal-like stamp in blue: no official seal is blue."""
    stamp = some_stamp(rng, "沂源县东里镇卫生院", "easy")
    x, y = float(rng.uniform(40, 170)), float(rng.uniform(80, 250))
    return stamp_svg(press, stamp, x, y).replace(stamp.colour, "#1d4fb8")


def _pen(_: Press, rng: Rng) -> str:
    """Circle and underline with a red pen."""
    x, y = rng.uniform(50, 150), rng.uniform(90, 220)
    loop = (
        f"M{x:.0f} {y - 17:.0f}c26-3 31 30 4 35c-30 4-38-30-6-35c8-2 12 0 14 2"
        f"M{x - 30:.0f} {y + 30:.0f}q30 4 62-1M{x - 20:.0f} {y + 38:.0f}q20-3 48 1"
    )
    return f'<path d="{loop}" fill="none" stroke="#d8201f" stroke-width=".7"/>'


def _emblem(_: Press, rng: Rng) -> str:
    """Print a large party or national emblem on a cover."""
    what = EMBLEMS["party" if rng.random() < 0.5 else "national"](17)
    piece = f'<g fill="#d7000f" stroke="none" color="#d7000f">{what}</g>'
    return _somewhere(rng, piece)


def _cross(_: Press, rng: Rng) -> str:
    """Print the red cross within its ring."""
    piece = (
        '<circle r="16" fill="none" stroke="#e60012" stroke-width="1.6"/>'
        '<path d="M-3.5-10h7v6.5h6.5v7h-6.5v6.5h-7v-6.5h-6.5v-7h6.5Z" fill="#e60012"/>'
    )
    return _somewhere(rng, piece)


RED_THINGS: dict[str, Callable[[Press, Rng], str]] = {
    "letterhead": _letterhead,
    "flag": _flag,
    "badge": _badge,
    "received": _received,
    "finger": _finger,
    "oval": _oval,
    "square": _square,
    "ruled": _ruled,
    "charts": _charts,
    "lantern": _lantern,
    "blue": _blue,
    "pen": _pen,
    "emblem": _emblem,
    "cross": _cross,
}
