"""Printed, stamped and captured pages with their truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.support.seals.printscan.capture import captured
from tests.support.seals.printscan.inking import (
    Touch,
    inked,
    on_paper,
    screened,
    some_touch,
    stamp,
)
from tests.support.seals.printscan.red_print import RED_PRINT
from tests.support.seals.printscan.typeset import Die, Floats, Rng, cut, sheet, some_die
from tests.support.seals.shown import Shown

TINTS = ("cream", "recycled", "pink", "yellow", "green", "bluish")
PLAIN = ("white", "white", "bluish", "cream")
DEVICE = {
    "easy": ("flatbed", "flatbed", "copier", "app", "telephone"),
    "medium": ("flatbed", "copier", "app", "telephone", "screen"),
    "hard": ("flatbed", "flatbed", "copier", "app", "telephone"),
}
SCANNERS = ("flatbed", "copier")
_DOWN = {"heading": (27, 48), "table": (80, 190)}  # where on the page, in mm


def sealed(rng: Rng, grade: str, scene: str, text: str, emblem: str) -> Shown:
    """Make a page that bears a whole red seal, or all but a little of one."""
    page = sheet(rng, table=scene in ("heading", "table"))
    die, touch = some_die(rng, text, emblem), some_touch(rng, grade)
    device, paper = _one(rng, DEVICE[grade]), _one(rng, PLAIN)
    truth: tuple[str, ...] = ("red_seal",)
    x, y = float(rng.uniform(65, 165)), float(rng.uniform(150, 260))
    y = float(rng.uniform(*_DOWN[scene])) if scene in _DOWN else y
    match scene:
        case "cut":
            x = _out(die, rng, float(rng.uniform(0.03, 0.12)))
            device, truth = _one(rng, SCANNERS), ("red_seal", "partial")
        case "crisp":
            touch, device, paper = Touch(1.2, 0, 0, touch.turn), "copier", "bluish"
        case "faint":
            touch = replace(touch, full=0.6 * touch.full)
        case "tinted":
            paper = _one(rng, TINTS)
        case _:
            pass
    stamp(page, inked(cut(die), rng, touch), rng, (x, y))
    page = on_paper(page, rng, paper)
    if scene == "shadow":
        device, truth = "telephone", ("red_seal", "cannot_tell")
        page = page * _shade(rng, page.shape, x)
    content, kind = captured(page, rng, device)
    return Shown(content, kind, truth, f"{scene} {device}", grade, text, emblem)


def special(rng: Rng, grade: str, text: str, title: str) -> Shown:
    """Make a page whose only seal is one for special use, or a unit's office's."""
    die = some_die(rng, text)
    number = "".join(str(d) for d in rng.integers(0, 10, 13))
    number = number if rng.random() < 0.5 else ""
    die = replace(die, level=title, arc=min(245.0, die.arc), number=number)
    if title == "办公室" and rng.random() < 0.5:
        die = replace(some_die(rng, text + title), number="")
    page = sheet(rng, table=False)
    at = float(rng.uniform(65, 165)), float(rng.uniform(120, 250))
    stamp(page, inked(cut(die), rng, some_touch(rng, grade)), rng, at)
    device = _one(rng, DEVICE[grade])
    content, kind = captured(on_paper(page, rng, _one(rng, PLAIN)), rng, device)
    return Shown(content, kind, ("no_seal",), f"special {title}", grade, text)


def unsealed(rng: Rng, grade: str, what: str) -> Shown:
    """Make a page with something red printed on it, but no seal."""
    page = sheet(rng, table=bool(rng.random() < 0.4), draw=RED_PRINT[what])
    page = on_paper(screened(page, rng), rng, _one(rng, PLAIN))
    device = _one(rng, DEVICE[grade])
    content, kind = captured(page, rng, device)
    return Shown(content, kind, ("no_seal",), f"{what} {device}", grade)


def copied(rng: Rng, grade: str, text: str) -> Shown:
    """Make a grey scan, or a colour scan of a photocopy, of a sealed page."""
    page = sheet(rng, table=False)
    stamp(
        page,
        inked(cut(some_die(rng, text)), rng, some_touch(rng, grade)),
        rng,
        (140, 220),
    )
    grey = bool(rng.random() < 0.5)
    if not grey:
        page = np.repeat(page.mean(axis=2, keepdims=True), 3, axis=2)
    page = on_paper(page, rng, "white")
    content, kind = captured(page, rng, "flatbed", grey=grey)
    return Shown(
        content, kind, ("cannot_tell",), "grey" if grey else "photocopy", grade
    )


def part(rng: Rng, grade: str, text: str) -> Shown:
    """Make a scanned page with half of a seal or less on its side (骑缝章)."""
    page, die = sheet(rng, table=False), some_die(rng, text)
    x = _out(die, rng, float(rng.uniform(0.5, 0.78)))
    at = (x, float(rng.uniform(55, 240)))
    stamp(page, inked(cut(die), rng, some_touch(rng, grade)), rng, at)
    content, kind = captured(on_paper(page, rng, "white"), rng, _one(rng, SCANNERS))
    return Shown(content, kind, ("partial",), "part", grade)


def _out(die: Die, rng: Rng, off: float) -> float:
    """Return a middle from which a share of a seal's width lies beyond a side."""
    beyond = die.across * (0.5 - off)
    return 210 - beyond if rng.random() < 0.7 else beyond


def _shade(rng: Rng, shape: tuple[int, ...], x: float) -> Floats:
    """Return light that falls by half or more along an edge through a seal."""
    across = (np.linspace(0, 210, shape[1]) - x) / float(rng.uniform(1.5, 9))
    side = 1 if rng.random() < 0.5 else -1
    dark = float(rng.uniform(0.45, 0.7))
    light = 1 - dark / (1 + np.exp(side * np.clip(across, -40, 40)))
    shade: Floats = light.astype(np.float32)[None, :, None]
    return shade


def _one(rng: Rng, choices: tuple[str, ...]) -> str:
    return choices[int(rng.integers(len(choices)))]
