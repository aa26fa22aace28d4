"""The rows of matching_cases.txt, and the names they use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

JY, WJ, GA, MZ = "县教育局", "县卫生健康局", "县公安局", "县民政局"
JT, RS, FL, TX = "县交通运输局", "县人力资源社会保障局", "县妇联", "团县委"
CL, FY, GH, LL = "县残联", "县法院", "县总工会", "县老龄办"
YC, ZJ, ZF = "市烟草专卖局云溪分局", "县住房城乡建设局", "县住房保障中心"

KNOWN = {
    JY: "jyj@yunxi.example",
    WJ: "wjj@yunxi.example",
    GA: "gaj@yunxi.example",
    MZ: "mzj@yunxi.example",
    JT: "jtj@yunxi.example",
    RS: "rsj@mail.example",
    TX: "tuan@mail.example",
    CL: "canlian@mail.example",
    FY: "fayuan@mail.example",
    GH: "gonghui@mail.example",
    YC: "yancao@mail.example",
    ZJ: "zjj@yunxi.example",
    LL: "llb_private@mail.example",
}
MAILBOX = "laoling@yunxi.example"
ME = "someone@mail.example"
USUAL_DAY = "2025-06-30"
COLUMNS = 12
SIGNS = {"<zwsp>": "\u200b", "<rlo>": "\u202e"}


@dataclass(frozen=True)
class Row:
    """One mail and its answer; `units` in a reviewed row are the proposal."""

    why: str
    subject: str
    display: str
    address: str
    files: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    period: str | None = None
    copies: frozenset[str] = frozenset()
    outcome: str = ""
    day: str = USUAL_DAY
    body: str = ""
    content: str = ""


def rows() -> tuple[Row, ...]:
    lines = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    return tuple(_row(line) for line in lines if line and not line.startswith("#"))


def _row(line: str) -> Row:
    for word, sign in SIGNS.items():
        line = line.replace(word, sign)
    cells = [cell.strip(" ") for cell in line.split(" ;")]
    cells += [""] * (COLUMNS - len(cells))
    why, subject, display, address, files, units, period, copies, *rest = cells
    outcome, day, body, content = rest
    return Row(
        why,
        subject,
        display,
        KNOWN.get(address.strip("〈〉"), address),
        _parts(files),
        frozenset(_parts(units)),
        None if period == "-" else period,
        frozenset(_parts(copies)),
        outcome,
        day or USUAL_DAY,
        body,
        content,
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(" + ") if part)
