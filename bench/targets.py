"""How long the ledger of targets takes: a form's figures, and 37 targets × 12 periods.

`python -m bench.targets` prints both, warm, in time of one core; the gates are 5 ms a
form and 50 ms a table.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time

from mailbot.adapters.notice_file import load_notice
from mailbot.core.figures.reading import read_progress
from mailbot.core.notice.notice import Notice
from mailbot.core.record.records import ToldFigure
from mailbot.core.targets.kept import KeptFigure
from mailbot.core.targets.table import table

ROOT = Path(__file__).resolve().parents[1]
PERIODS = tuple(f"{year}Q{n}" for year in (2023, 2024, 2025) for n in (1, 2, 3, 4))
FORM = (
    (6, "截至9月底，新建巾帼共富基地2处，提升巾帼共富微站63处，寻找巾帼好品71件。"),
    (7, "累计寻找“最美家庭”62户，创建“精品庭院”640户，家庭教育“百场巡讲”45场。"),
)
TIMES = 50


def kept(notice: Notice) -> list[KeptFigure]:
    """Return both copies of every unit's figure for every target and period."""
    at = datetime(2023, 7, 1, tzinfo=UTC)
    found: list[KeptFigure] = []
    for place, period in enumerate(PERIODS, start=1):
        for item in notice.items:
            for target in item.targets:
                value = target.value * place / len(PERIODS)
                told = ToldFigure(
                    1, target.text, value, target.unit, "done", "cumulative"
                )
                found += [
                    KeptFigure(
                        len(found), unit, period, copy, 1, "", "", at, period, told
                    )
                    for unit in target.units
                    for copy in ("electronic", "stamped_pdf")
                ]
    return found


def main() -> None:
    """Measure and print."""
    notice = load_notice(ROOT / "config" / "notice.toml")
    figures = kept(notice)
    forms, tables = [], []
    for _ in range(TIMES):
        started = process_time()
        for item, words in FORM:
            read_progress(words, notice, item, "2023Q3")
        forms.append(process_time() - started)
    for _ in range(TIMES // 10):
        started = process_time()
        table(notice, PERIODS, figures, ())
        tables.append(process_time() - started)
    print(f"figures of a form: {median(forms) * 1000:.1f} ms")
    lines = len(PERIODS) * sum(len(item.targets) for item in notice.items)
    print(f"{lines} lines from {len(figures)} figures: {median(tables) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
