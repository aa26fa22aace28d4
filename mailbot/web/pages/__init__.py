"""The pages, one module each; every address stands in this list."""

from mailbot.web.pages import (
    archive,
    door,
    health,
    home,
    letters,
    notices,
    others,
    placing,
    records,
    reviews,
    settings,
    units,
)
from mailbot.web.visit import Opening

OPENINGS: tuple[Opening, ...] = (
    *door.OPENINGS,
    *home.OPENINGS,
    *reviews.OPENINGS,
    *placing.OPENINGS,
    *units.OPENINGS,
    *letters.OPENINGS,
    *archive.OPENINGS,
    *others.OPENINGS,
    *records.OPENINGS,
    *notices.OPENINGS,
    *health.OPENINGS,
    *settings.OPENINGS,
)
