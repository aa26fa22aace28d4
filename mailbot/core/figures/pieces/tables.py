"""A table inside a cell of the annex, its cells parted by tabs, read line by line.

Each line becomes a sentence with the headings as its words: 研学路线，年度目标10条，
完成数5条，完成率50%, which is then read as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.core.words.wording import plain

_ROLE = re.compile(
    "目标|任务|计划|指标|完成|进展|进度|实际|累计|占比|比例|率|单位|在建|开工|竣工|数量|序号|备注|情况|项目|事项|内容|名称"
)
_RATE = re.compile(
    "^(?:占比|比例|完成比例|进度|完成率|任务完成率|%|百分比|完成占比)(?:[(]%[)])?$"
)
_BARE = re.compile(r"^\d[\d,.]*[万千]?$")
_UNIT = re.compile(r"[(](?P<unit>[^()%\d]{1,3})[)]")
_LEAST = 2


def parts_of(text: str) -> Iterator[str]:
    """Yield a text's lines, each run of lines with tabs as lines of a table."""
    grid: list[list[str]] = []
    for line in text.splitlines():
        if "\t" in line:
            grid.append([plain(cell) for cell in line.split("\t")])
            continue
        yield from table_lines(grid)
        grid = []
        yield line
    yield from table_lines(grid)


def table_lines(grid: list[list[str]]) -> Iterator[str]:
    """Yield the lines of one table as sentences."""
    if not grid:
        return
    head, *body = grid
    if not body or sum(bool(_ROLE.search(cell)) for cell in head) < min(
        _LEAST, len(head)
    ):
        if _is_turned(grid):
            yield from table_lines([list(line) for line in zip(*grid, strict=False)])
            return
        for line in grid:
            yield "，".join(cell for cell in line if cell)
        return
    for line in body:
        yield _sentence(head, line)


def _is_turned(grid: list[list[str]]) -> bool:
    """Tell whether a table's headings stand in its first column."""
    firsts = [line[0] for line in grid[1:] if line]
    return bool(firsts) and all(_ROLE.search(cell) for cell in firsts)


def _sentence(head: list[str], line: list[str]) -> str:
    if len(line) > _LEAST and _BARE.match(line[0]) and not _BARE.match(line[1]):
        head, line = head[1:], line[1:]  # numbers of the lines
    name = line[0] if line else ""
    unit = _unit_of(head, line)
    told = [_UNIT.sub("", name)]
    for title, cell in list(zip(head, line, strict=False))[1:]:
        if cell and not re.fullmatch("(?:计量)?单位|备注|序号", title):
            told.append(_told(title, cell, unit))
    return "，".join(told)


def _unit_of(head: list[str], line: list[str]) -> str:
    for title, cell in zip(head, line, strict=False):
        if re.fullmatch("(?:计量)?单位", title):
            return cell
    found = _UNIT.search(line[0] if line else "")
    return found["unit"] if found else ""


def _told(title: str, cell: str, unit: str) -> str:
    if _RATE.match(title) and (title not in "进度占比" or not _BARE.match(cell)):
        rate = cell if cell.endswith("%") or not _BARE.match(cell) else f"{cell}%"
        return f"完成率{rate}" if _BARE.match(rate.rstrip("%")) else rate
    own = _UNIT.search(title)
    title = re.sub("[(][^()]*[)]", "", title)
    if _BARE.match(cell):
        return f"{title}{cell}{own['unit'] if own else unit}"
    return f"{title}{cell}"
