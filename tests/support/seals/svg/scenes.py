"""Pages with their truth: seals in every place and light, and what is no seal."""

from __future__ import annotations

from dataclasses import replace

from mailbot.core.record.documents import Kind
from tests.support.seals.shown import Shown
from tests.support.seals.svg.pages import Print, form, letter, render
from tests.support.seals.svg.red_things import RED_THINGS
from tests.support.seals.svg.seals import Press, Rng, Stamp, some_stamp, stamp_svg

SEALED = ("signature", "heading", "table", "cut", "crisp", "faint", "tinted", "shadow")
PAPERS = ("#fdf6e3", "#fbe9e7", "#e8f1fb", "#f3ead7", "#e9f5e6", "#fff4b8", "#f7dfe6")
TITLES = (
    "业务专用章",
    "合同专用章",
    "财务专用章",
    "发票专用章",
    "审批专用章",
    "行政审批专用章",
    "办公室",
)

_DOWN = {"heading": (24, 48), "table": (80, 190)}  # where on the page, in mm


def sealed(
    press: Press, rng: Rng, grade: str, scene: str, text: str, emblem: str
) -> Shown:
    """Make a page that bears a whole red seal, or all but a little of one."""
    stamp = some_stamp(rng, text, grade, emblem)
    body = (form if scene in ("heading", "table") else letter)(press, rng)
    x, y = float(rng.uniform(60, 175)), float(rng.uniform(150, 265))
    how = _print(rng, grade)
    truth: tuple[str, ...] = ("red_seal",)
    y = float(rng.uniform(*_DOWN[scene])) if scene in _DOWN else y
    match scene:
        case "cut":
            x, y = _over_the_edge(rng, stamp, float(rng.uniform(0.03, 0.12)))
            how, truth = replace(how, tilt=0.0), ("red_seal", "partial")
        case "crisp":
            stamp = replace(stamp, ink=1.0, gaps=0.0)
            how = Print(how.dpi)
        case "faint":
            stamp = replace(stamp, ink=0.6 * stamp.ink)
        case "tinted":
            how = replace(how, paper=PAPERS[int(rng.integers(len(PAPERS)))])
        case _:
            pass
    body.append(stamp_svg(press, stamp, x, y))
    if scene == "shadow":
        body.append(_shadow(rng, x))
        truth = ("red_seal", "cannot_tell")
    return _shown(
        press, body, how, Shown(b"", Kind.PNG, truth, scene, grade, text, emblem)
    )


def special(press: Press, rng: Rng, grade: str, text: str, title: str) -> Shown:
    """Make a page whose only seal is one for special use, or a unit's office's."""
    stamp = replace(
        some_stamp(rng, text, grade), below=title, arc=min(250.0, 25.0 * len(text))
    )
    if title == "办公室" and rng.random() < 0.5:
        stamp = replace(some_stamp(rng, text + title, grade))
    numbered = bool(rng.random() < 0.5)
    digits = "".join(map(str, rng.integers(0, 10, 13))) if numbered else ""
    stamp = replace(stamp, digits=digits if stamp.arc < 260 else "")
    body = letter(press, rng)
    at = float(rng.uniform(60, 170)), float(rng.uniform(120, 260))
    body.append(stamp_svg(press, stamp, *at))
    truth = Shown(b"", Kind.PNG, ("no_seal",), f"special {title}", grade, text)
    return _shown(press, body, _print(rng, grade), truth)


def unsealed(press: Press, rng: Rng, grade: str, what: str) -> Shown:
    """Make a page that bears something red, but no seal."""
    body = (form if rng.random() < 0.4 else letter)(press, rng)
    body.append(RED_THINGS[what](press, rng))
    truth = Shown(b"", Kind.PNG, ("no_seal",), what, grade)
    return _shown(press, body, _print(rng, grade), truth)


def copied(press: Press, rng: Rng, grade: str, text: str) -> Shown:
    """Make a sealed page that went through a copier: no colour is left."""
    body = letter(press, rng)
    body.append(stamp_svg(press, some_stamp(rng, text, grade), 140, 220))
    how = replace(_print(rng, grade), grey=True)
    return _shown(
        press, body, how, Shown(b"", Kind.PNG, ("cannot_tell",), "grey", grade)
    )


def part(press: Press, rng: Rng, grade: str, text: str) -> Shown:
    """Make a page with half of a seal or less on its edge (骑缝章)."""
    stamp = some_stamp(rng, text, grade)
    off = stamp.across * float(rng.uniform(0.5, 0.78)) - stamp.across / 2
    x = -off if rng.random() < 0.3 else 210 + off
    body = letter(press, rng)
    body.append(stamp_svg(press, stamp, x, float(rng.uniform(50, 240))))
    how = replace(_print(rng, grade), tilt=0.0)
    return _shown(press, body, how, Shown(b"", Kind.PNG, ("partial",), "part", grade))


def _print(rng: Rng, grade: str) -> Print:
    """Choose how a page is scanned; the harder, the coarser and the more askew."""
    low, high = {"easy": (80, 95), "medium": (60, 88), "hard": (45, 75)}[grade]
    dpi = int(rng.choice([100, 150, 200, 300], p=[0.1, 0.35, 0.4, 0.15]))
    return Print(
        dpi=dpi,
        form="PNG" if rng.random() < 0.35 else "JPEG",
        quality=int(rng.integers(low, high)),
        paper="#ffffff" if rng.random() < 0.5 else "#fbfaf6",
        tilt=float(rng.uniform(-1, 1) * (0.4 if grade == "easy" else 1.8)),
    )


def _over_the_edge(rng: Rng, stamp: Stamp, off: float) -> tuple[float, float]:
    """Return a place from which a share of a seal's width hangs over the paper."""
    out = stamp.across * (0.5 - off)
    along = float(rng.uniform(40, 170))
    sides = (
        (210 - out, along + 60),
        (out, along + 60),
        (along, 297 - out),
        (along, out),
    )
    return sides[int(rng.integers(4))]


def _shadow(rng: Rng, x: float) -> str:
    """Lay a shadow over one side of a page; its edge runs through the seal."""
    edge, soft = x / 210, float(rng.uniform(0.01, 0.08))
    dark = int(rng.uniform(70, 130))
    left = rng.random() < 0.5
    one, other = (f"rgb({dark},{dark},{dark + 5})", "#fff")[:: 1 if left else -1]
    return (
        f'<defs><linearGradient id="shade"><stop offset="{edge - soft:.3f}" '
        f'stop-color="{one}"/><stop offset="{edge + soft:.3f}" stop-color="{other}"/>'
        f'</linearGradient></defs><rect x="-20" y="-20" width="250" height="340" '
        f'fill="url(#shade)" style="mix-blend-mode:multiply"/>'
    )


def _shown(press: Press, body: list[str], how: Print, truth: Shown) -> Shown:
    kind = Kind.JPG if how.form == "JPEG" else Kind.PNG
    return replace(truth, content=render(press, body, how), kind=kind)
