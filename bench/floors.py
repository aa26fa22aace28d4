"""Draw the floors and rooms from the import law in pyproject.toml.

`python -m bench.floors` writes docs/pictures/floors.svg; a test holds it to the law.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "floors.svg"
WIDE, EDGE, GAP = 920, 20, 12
SAYS = {
    "cli": "the commands an operator types: words in, words or JSON out",
    "demo": "a quarter played in a minute",
    "wiring": "the only place that names concrete adapters",
    "schedule": "which flow runs when; the only place that waits",
    "flows": "what the bot does",
    "adapters": "how it touches the world",
    "settings": "words of files → frozen values",
    "ports": "what the flows need of the world, in the flows’ words",
    "core": "values and decisions; no clock, file, log or network",
    "errors": "named by what the caller should do",
}
STYLE = """<style>
.floor { fill: #f4f6f8; stroke: #5b6b7b }
.room { fill: #ffffff; stroke: #a9b6c2 }
text { font-family: system-ui, sans-serif; fill: #1d2730 }
.title { font-size: 16px; font-weight: 600 }
.says { font-size: 13px; fill: #4a5763 }
.name { font-size: 13px }
</style>"""


def layers(contract: str) -> list[list[str]]:
    """Return the layers of a contract, top first, each as its siblings."""
    law = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = law["tool"]["importlinter"]["contracts"]
    (found,) = [c["layers"] for c in contracts if c["id"] == contract]
    return [re.findall(r"\w+", re.sub(r"\(\w+\)", "", layer)) for layer in found]


def adapters() -> list[list[str]]:
    """Return the rooms of adapters, two beside each other: none knows another."""
    folder = ROOT / "mailbot" / "adapters"
    rooms = sorted(p.parent.name for p in folder.glob("*/__init__.py"))
    return [rooms[at : at + 2] for at in range(0, len(rooms), 2)]


def drawn() -> str:
    """Return the whole picture as SVG."""
    rooms = {
        "core": layers("rooms-of-core"),
        "flows": layers("rooms-of-flows"),
        "adapters": adapters(),
    }
    shapes: list[str] = []
    top = EDGE
    for siblings in layers("floors"):
        known = [name for name in siblings if name in SAYS]
        wide = (WIDE - 2 * EDGE - GAP * (len(known) - 1)) // max(len(known), 1)
        tall = max((52 + 30 * len(rooms.get(n, ())) for n in known), default=0)
        for at, name in enumerate(known):
            left = EDGE + at * (wide + GAP)
            shapes += floor(name, (left, top, wide, tall), rooms.get(name, []))
        top += tall + GAP if known else 0
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {top + GAP}" '
        'role="img" aria-label="The floors of mailbot">'
    )
    ground = f'<rect width="{WIDE}" height="{top + GAP}" fill="#ffffff"/>'
    return "\n".join([head, STYLE, ground, *shapes, "</svg>", ""])


def floor(
    name: str, place: tuple[int, int, int, int], rooms: list[list[str]]
) -> Iterator[str]:
    """Yield a floor with its rooms."""
    left, top, wide, _ = place
    yield rect("floor", *place)
    yield f'<text class="title" x="{left + 14}" y="{top + 22}">{name}</text>'
    yield f'<text class="says" x="{left + 14}" y="{top + 40}">{SAYS[name]}</text>'
    for row, names in enumerate(rooms):
        each = (wide - 28 - 8 * (len(names) - 1)) // len(names)
        for at, room in enumerate(names):
            x, y = left + 14 + at * (each + 8), top + 48 + 30 * row
            yield rect("room", x, y, each, 24)
            middle = f'x="{x + each // 2}" y="{y + 16}" text-anchor="middle"'
            yield f'<text class="name" {middle}>{room}</text>'


def rect(kind: str, x: int, y: int, wide: int, tall: int) -> str:
    """Return a box."""
    size = f'width="{wide}" height="{tall}"'
    return f'<rect class="{kind}" x="{x}" y="{y}" {size} rx="5"/>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
