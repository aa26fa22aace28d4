"""归档: files found by words, unit, period, copy, sender and day; seen and taken."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlencode

from mailbot.core.notice.periods import Period
from mailbot.core.record.catalogue import Search, Shelved
from mailbot.core.record.clues import CopyKind
from mailbot.core.words.bigrams import LONGEST_QUERY, asked_for
from mailbot.errors import NeedsStaff
from mailbot.flows.console import looking
from mailbot.flows.export import listed
from mailbot.flows.rollup import rollup
from mailbot.web.pages.reviews import Sheet
from mailbot.web.visit import Handed, Opening, Reply, Shown, Visit

_GONE, _FORBIDDEN = 404, 403
_A_PAGE = 20
_BINARY = "application/octet-stream"
_ZIP = "application/zip"
_FIELDS = ("q", "unit", "period", "copy", "sender", "since", "until")
_NO_FILE = "没有这份文件，或者它已被删除。"


def shelves(visit: Visit) -> Reply:
    """List the files that fit, the newest first."""
    asked = {name: visit.query.get(name, "").strip() for name in _FIELDS}
    words = asked_for(asked["q"])
    too_long = len(asked["q"]) > LONGEST_QUERY
    search = Search(
        words=words,
        unit=asked["unit"],
        period=asked["period"],
        copy=asked["copy"],
        sender=asked["sender"].lower(),
        since=_day(visit, asked["since"]),
        until=_day(visit, asked["until"], after=1),
        before=visit.number("before"),
        limit=_A_PAGE,
    )
    found = looking.find(visit.office, search)
    return Shown(
        "archive",
        _facts(visit, asked)
        | {
            "files": [(file, excerpt(file.text, asked["q"])) for file in found.files],
            "more": urlencode({**asked, "before": found.files[-1].document})
            if found.more
            else "",
            "too_long": too_long,
            "longest": LONGEST_QUERY,
            "asked_words": asked["q"].split(),
        },
    )


def _facts(visit: Visit, asked: Mapping[str, str]) -> dict[str, object]:
    office = visit.office
    return {
        "asked": asked,
        "units": office.notice.units,
        "periods": office.periods,
        "copies": (CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF),
        "current": office.period_at(office.local(visit.now).date()),
    }


def _day(visit: Visit, text: str, after: int = 0) -> datetime | None:
    """Return the beginning of a day, or of one some days after; None if it is none."""
    try:
        day = date.fromisoformat(text) + timedelta(days=after)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(day, time.min, visit.office.zone)


def excerpt(text: str, query: str) -> str:
    """Return the words about the first place where what is looked for stands."""
    flat = " ".join(text.split())
    places = [flat.find(word) for word in query.split() if word]
    first = min((place for place in places if place >= 0), default=0)
    begin = max(0, first - 30)
    return ("…" if begin else "") + flat[begin : begin + 110]


def one(visit: Visit) -> Reply:
    """Show a file: its pages drawn, or what was read in it."""
    file = looking.file(visit.office, visit.number("document"))
    if file is None:
        return Shown("trouble", {"words": _NO_FILE}, _GONE)
    looking.note(
        visit.office, "web_saw", visit.by, visit.now, unit=file.unit, name=file.name
    )
    preview = looking.preview_of(visit.office, visit.console.previews, file)
    return Shown(
        "file",
        {
            "file": file,
            "preview": preview,
            "sheets": tuple(Sheet(page, ()) for page in preview.pages),
            "most_text": 20_000,
            "most_rows": 300,
            "may_take": _may_take(visit, file),
        },
    )


def _may_take(visit: Visit, file: Shelved) -> bool:
    """Tell whether a file may be taken: who only looks takes nothing in review."""
    return not file.waits or bool(visit.person and visit.person.decides)


def take(visit: Visit) -> Reply:
    """Hand out a file as it came."""
    file = looking.file(visit.office, visit.number("document"))
    if file is None:
        return Shown("trouble", {"words": _NO_FILE}, _GONE)
    if not _may_take(visit, file):
        words = "您的权限为“查看”，尚待核实的文件不能下载。"
        return Shown("trouble", {"words": words}, _FORBIDDEN)
    looking.note(
        visit.office, "web_took", visit.by, visit.now, unit=file.unit, name=file.name
    )
    return Handed(looking.path_of(visit.office, file), _BINARY, file.name or "文件")


def period_files(visit: Visit) -> Reply:
    """Hand out a period's files as one zip with a list of what they are."""
    period = _period(visit)
    found = listed(visit.office, period, visit.now)
    if not found.rows:
        raise NeedsStaff(f"{period.chinese}还没有归档的文件")
    looking.note(visit.office, "web_export", visit.by, visit.now, period=period.id)
    room = Path(tempfile.mkdtemp())
    path = room / "files.zip"
    visit.console.export(found, path)
    return Handed(path, _ZIP, f"{period.chinese}报送材料.zip", room)


def table(visit: Visit) -> Reply:
    """Hand out the consolidated table of a period, as Word and Excel in one zip."""
    period = _period(visit)
    made = rollup(visit.office, period, visit.now)
    looking.note(visit.office, "web_rollup", visit.by, visit.now, period=period.id)
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        paths = visit.console.tabulate(made, period.id, folder)
        whole = folder / "table.zip"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in paths:
                packed.write(path, path.name)
        return Handed(whole.read_bytes(), _ZIP, f"{period.chinese}汇总报表.zip")


def _period(visit: Visit) -> Period:
    wanted = visit.form.get("period", "")
    found = [period for period in visit.office.periods if period.id == wanted]
    if not found:
        raise NeedsStaff("请选择通知要求的报送期")
    return found[0]


OPENINGS = (
    Opening("/archive", shelves),
    Opening("/files/{document:int}", one),
    Opening("/files/{document:int}/take", take),
    Opening("/archive/files", period_files, form=True, decides=True),
    Opening("/archive/table", table, form=True),
)
