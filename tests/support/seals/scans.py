"""Scans of reports for mails: a page in colour with a unit's true seal, or none."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.support.real_mails import hash_of
from tests.support.seals.copyroom import TREATMENTS, captured, press, sheet
from tests.support.seals.engraver import FACES, some_cut
from tests.support.seals.files import pdf_of
from tests.support.seals.offices import emblem_of

DPI = 150


def sealed_scan(seal: str, seed: str, heading: tuple[str, ...] = ()) -> bytes:
    """Return a scanned page as a PDF, under the seal with this text ("" for none)."""
    rng = np.random.default_rng(hash_of(seed + seal))
    page = sheet(rng, DPI)
    if heading:
        page[: round(DPI * 2.2)] = 1.0
    for row, line in enumerate(heading):
        band = Image.new("L", (page.shape[1], round(DPI * 0.5)), 255)
        path, index = FACES[row % len(FACES)]
        size = min(round(DPI * 0.28), round(page.shape[1] * 0.8 / len(line)))
        font = ImageFont.truetype(path, size, index=index)
        at = (band.width / 2, band.height / 2)
        ImageDraw.Draw(band).text(at, line, 20, font=font, anchor="mm")
        top = round(DPI * (0.8 + 0.6 * row))
        shown = np.asarray(band, dtype=np.float32)[..., None] / 255
        page[top : top + band.height] *= shown
    if seal:
        cut = some_cut(seal, rng, emblem_of(seal, rng))
        press(page, rng, DPI, cut, TREATMENTS["easy"])
    return pdf_of([captured(page, rng, "easy")], DPI)
