"""The annex without a table: tab-parted lines, or paragraphs under item names."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from mailbot.core.form.stitch import FormLine
from mailbot.core.form.words import (
    UnitWords,
    number_of,
    plain,
    shortened,
    squeeze,
    words_of_notice,
)
from mailbot.core.notice.notice import Item, Notice
from mailbot.core.record.documents import Table

MOST_LINES = 5_000
FEWEST_CELLS = 3
_STOPS = ("。", "；", ";", "，")
LATEST_START = 14  # letters before an item's name: 一、 or 2023年第二季度
LOOKED_AT = 80
LIKE_A_NAME = 88.0
LONGEST_SIGNATURE = 25
LONGEST_SHORT_NAME = 20
SHORTEST_SHORT_NAME = 3
MOST_OF_A_NAME = 2 / 3

_CORE = re.compile(r"^(实施|开展|推进)|(行动|工程|项目|工作)$")
_LABEL = re.compile(
    r"^\W*(?P<label>序号|责任单位|牵头单位|完成时限|完成时间|实事名称|项目名称"
    r"|(本季度)?(具体)?(措施|进展情况|工作进展|任务进度|进度情况|工作情况|完成情况)[^:：\n]{0,10})"
    r"\s*[:：]\s*(?P<value>.*)$",
    re.DOTALL,
)
_FOOTER = re.compile(
    r"^\W*((注|备注|说明|填报|报送|上报|填表|联系|审核|负责|经办|制表)[^:]{0,8}:.*"
    r"|(20\d\d|二[〇○零o]二.)\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日)\s*$"
)
_DUE = re.compile(
    r"^(截至|计划|预计)?((20)?\d\d年)?(\d{1,2}月(底|末|份|\d{1,2}日)?|年底|全年|长期)(前|完成)*$"
)
_SIGNATURE = re.compile(r"^[一-龥（）()]+(局|会|院|中心|办|办公室|委|联|部|馆|队|站)$")
_BEFORE_NAME = re.compile(
    r"^(第|[一二三四五六七八九十\d]|项|年|季度|实事|项目|任务|实施|开展|推进|关于|名称|县|全)*$"
)
_NUMBER_FIRST = re.compile(
    r"^\W*第?(?P<no>[一二三四五六七八九十]{1,3}|\d{1,3})(?=[项)）、.．\s])[项)）、.．\s]*"
)
_AFTER_NAME = re.compile(
    r"^(工作|任务|进展|进度|完成|落实|推进|开展|情况|方面|报告)+([:：。\s]+|$)"
)
_OWN_NAME_ENDS = re.compile(r"[。：:]|\s{2,}")
_NAME_ENDS = re.compile(r"[：:。，,；;\t]|\s{2,}")


def tables_in_text(text: str) -> tuple[Table, ...]:
    """Return runs of lines parted by tabs or bars into three cells or more."""
    tables: list[Table] = []
    run: list[tuple[str, ...]] = []
    for line in (*text.splitlines()[:MOST_LINES], ""):
        cells = _cells(line)
        if len([c for c in cells if c]) >= FEWEST_CELLS:
            run.append(cells)
        elif run:
            tables.append(Table(tuple(run)))
            run = []
    return tuple(tables)


def _cells(line: str) -> tuple[str, ...]:
    """Return a line's cells: by bars where it has them, else by tabs."""
    if line.count("|") + line.count("｜") >= FEWEST_CELLS:
        cells = re.split(r"[|｜]", line.strip().strip("|｜"))
    else:
        cells = line.split("\t")
    ruled = [c for c in cells if c.strip("-: \t")]
    return tuple(c.strip() for c in cells) if ruled else ()


def read_paragraphs(
    text: str, notice: Notice
) -> tuple[tuple[FormLine, ...], tuple[str, ...]]:
    """Return the rows written as paragraphs, and the lines around them.

    A row begins with a line that opens with an item's name (after its number);
    what follows up to the next name is its progress, save lines labelled
    责任单位, 完成时限 and so on. Dates and signatures below belong to the letter.
    """
    cores = {squeeze(_CORE.sub("", plain(i.name))): i for i in notice.items}
    units = words_of_notice(notice)
    rows: list[FormLine] = []
    around: list[str] = []
    lines = [line.strip() for line in text.splitlines()[:MOST_LINES]]
    lines = [line for line in lines if line]
    for before, line in pairwise(("", *lines)):
        item = _named(line, cores)
        if item is not None:
            row = _opened(line, item, units)
            alone = before if number_of(before) is not None else ""
            rows.append(replace(row, no=row.no or alone))
        elif not rows or _FOOTER.match(plain(line)):
            around.append(line)
        else:
            rows[-1] = _with(rows[-1], line, units)
    if rows:
        rows[-1], signature = _unsigned(rows[-1])
        around.extend(signature)
    return tuple(rows), tuple(around)


def read_numbered(text: str) -> tuple[FormLine, ...]:
    """Return numbered paragraphs as rows in the sender's own words.

    The style of the first number (一、 or 1.) counts; what follows without one goes
    on. A short first sentence is the row's name.
    """
    rows: list[FormLine] = []
    style = ""
    for line in map(str.strip, text.splitlines()[:MOST_LINES]):
        number = _NUMBER_FIRST.match(line)
        kind = ("1" if number["no"].isdigit() else "一") if number else ""
        if number and kind == (style := style or kind):
            rows.append(_in_own_words(number["no"], line[number.end() :]))
        elif line and rows and not _FOOTER.match(plain(line)):
            rows[-1] = replace(
                rows[-1], progress=f"{rows[-1].progress}\n{line}".strip()
            )
    if rows:
        rows[-1], _ = _unsigned(rows[-1])
    return tuple(rows)


def _in_own_words(no: str, text: str) -> FormLine:
    """Return a numbered paragraph as a row: its short first words are its name."""
    end = _OWN_NAME_ENDS.search(text[: LONGEST_SHORT_NAME + 1])
    if end is None and len(text) > LONGEST_SHORT_NAME:
        return FormLine(no=no, progress=text)
    place = end.start() if end else len(text)
    return FormLine(no=no, item=text[:place], progress=text[place:].lstrip("。：: "))


def _unsigned(row: FormLine) -> tuple[FormLine, list[str]]:
    """Return the last row without the sender's name below it, and that name."""
    *words, last = row.progress.splitlines() or [""]
    if words and len(last) <= LONGEST_SIGNATURE and _SIGNATURE.match(last):
        return replace(row, progress="\n".join(words)), [last]
    return row, []


def _named(line: str, cores: dict[str, Item]) -> Item | None:
    """Return the item whose name opens the line: exactly, with a slip, shortened."""
    word = squeeze(line[:LOOKED_AT])
    for core, item in cores.items():
        place = word.find(core) if core else -1
        if place >= 0:
            return item if _opens(word[:place]) else None
    for core, item in cores.items():
        if len(core) > LATEST_START // 2 and len(word) >= len(core):
            spot = fuzz.partial_ratio_alignment(core, word, score_cutoff=LIKE_A_NAME)
            if spot is not None and _opens(word[: spot.dest_start]):
                return item
    return _shortly_named(line, cores) if len(word) <= LONGEST_SHORT_NAME else None


def _shortly_named(line: str, cores: dict[str, Item]) -> Item | None:
    """Return the item that a numbered heading line names in short."""
    if not _NUMBER_FIRST.match(line) or line.endswith(_STOPS):
        return None
    names = {item.no: squeeze(item.name) for item in cores.values()}
    no, letters = shortened(line, names)
    if len(letters) < SHORTEST_SHORT_NAME:
        return None
    core, item = next(pair for pair in cores.items() if pair[1].no == no)
    # 儿童关爱 may head a paragraph within another item's report
    tells = core.startswith(letters) or len(letters) > len(core) * MOST_OF_A_NAME
    return item if tells else None


def _opens(before: str) -> bool:
    """Tell whether what stands before an item's name is but its number or quarter."""
    return len(before) <= LATEST_START and _BEFORE_NAME.match(before) is not None


def _opened(line: str, item: Item, units: UnitWords) -> FormLine:
    """Return the row that a line with an item's name opens.

    A name with a slip ends with its last word (行动), or at the first stop or gap.
    """
    number = _NUMBER_FIRST.match(line)
    no = number.group("no") if number else ""
    rest = line[number.end() :] if number else line
    _, found, after = rest.partition(item.name)
    name = found
    if not found:
        whole = rest.partition(item.name[-2:])
        gap = _NAME_ENDS.search(rest)
        ends = [len(whole[0] + whole[1]), gap.start() if gap else len(rest)]
        place = min(ends)
        name, after = rest[:place].strip(), rest[place:]
    row = FormLine(no=no, item=name)
    text = _AFTER_NAME.sub("", after.lstrip('：:。.，,、;； \t》”"'))
    return _with(row, text, units) if text else row


def _with(row: FormLine, line: str, units: UnitWords) -> FormLine:
    """Return the row with one more line of text in the cell it belongs to."""
    label = _LABEL.match(line)
    if label:
        return _labelled(row, label.group("label"), label.group("value").strip())
    if not row.units and not row.progress and _is_units(line, units):
        return replace(row, units=line)
    if row.progress and not row.due and _DUE.match(plain(line)):
        return replace(row, due=line)
    if number_of(line) is not None:  # the next row's 序号 on a line of its own
        return row
    return replace(row, progress=f"{row.progress}\n{line}".strip())


def _labelled(row: FormLine, label: str, value: str) -> FormLine:
    """Put a labelled value into its cell."""
    if "单位" in label:
        return replace(row, units=value)
    if "时限" in label or "时间" in label:
        return replace(row, due=value)
    if label in {"序号", "实事名称", "项目名称"}:
        return row
    return replace(row, progress=f"{row.progress}\n{value}".strip())


def _is_units(line: str, units: UnitWords) -> bool:
    """Tell whether a line is nothing but names of units."""
    left = squeeze(line)
    for name in units(line):
        left = left.replace(squeeze(name), "")
    return bool(units(line)) and not left.removeprefix("责任单位")
