"""The command about notices: `notice read FILE…` and its words."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from mailbot.cli import plain
from mailbot.cli.jsonl import print_json
from mailbot.core.reading_notice.draft import draft_of
from mailbot.core.reading_notice.rows import full_row
from mailbot.core.reading_notice.words import in_words
from mailbot.core.words.words import PROBLEM_WORDS
from mailbot.errors import NeedsStaff
from mailbot.flows.notices import ReadNotice, read_files
from mailbot.settings import working_folder
from mailbot.wiring.fence import fence_here
from mailbot.wiring.notice_documents import ConfinedDocuments

_NEWS: Final = 1


def notice(options: Namespace) -> int:
    """Read each document; status 1 where one could not be opened."""
    faults = 0
    with closing(ConfinedDocuments(fence_here())) as documents:
        for read in read_files(documents, options.paths):
            faults += read.problem is not None
            _show(read, as_json=options.json)
            if options.draft and not read.problem:
                plain.complain(f"已生成草稿 {_write(read, options.draft)}")
    return _NEWS if faults else 0


def _show(read: ReadNotice, *, as_json: bool) -> None:
    if as_json:
        row = full_row(read.name, read.proposal)
        row["scanned"] = read.scanned
        row["problem"] = read.problem
        print_json(row)
        return
    for line in _lines(read):
        plain.say(line)


def _lines(read: ReadNotice) -> Iterator[str]:
    yield f"【{read.name}】"
    if read.problem:
        yield f"  {read.why or PROBLEM_WORDS[read.problem]}"
        return
    if read.scanned:
        yield "  本件为扫描件，文字由识别得来，请逐项核对原件"
    yield from (f"  {line}" for line in in_words(read.proposal))


def _write(read: ReadNotice, name: str) -> Path:
    """Write the draft into config/notices; an existing file is never replaced."""
    folder = working_folder(None, None) / "config" / "notices"
    path = folder / f"{Path(name).name.removesuffix('.toml')}.toml"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(draft_of(read.proposal, read.name))
    except FileExistsError as fault:
        raise NeedsStaff(f"{path} 已存在，请另起名称") from fault
    return path
