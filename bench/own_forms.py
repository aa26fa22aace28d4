"""How the annex forms of tests/cases_own are placed: python -m bench.own_forms SET OUT.

SET is forms or forms_2. A row is right when it is told once, under the item of the
answer, with all its words and no other row's; *moved* when it stands under an item that
is not its own; *waiting* when it is 待归项 though the answer has an item; *lost* when
no row holds its words.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ANSWERS = HERE.parent / "tests" / "cases_own"
Line = dict[str, Any]


def plain(text: str) -> str:
    """Without blanks and line ends."""
    return "".join(text.split())


def fate(want: Line, rows: list[Line], others: list[str]) -> str:
    """Say what became of one row of the answer."""
    words = plain(want["text"])
    holding = [r for r in rows if words in plain(r["progress"])]
    if not holding:
        return "lost"
    if any(o in plain(holding[0]["progress"]) for o in others if o not in words):
        return "glued"
    if len(holding) > 1:
        return "twice"
    item = holding[0]["item_no"]
    wanted = want["item"] if isinstance(want["item"], list) else [want["item"]]
    if item in wanted:
        return "right"
    return "waiting" if item is None else "moved"


def told(form: Line, answer: Line) -> list[str]:
    """Tell the fate of each row, and `missing` where items are told wrongly."""
    filed = answer["attachments"][0]
    rows = filed.get("rows", [])
    out = []
    for want in form["truth"]:
        others = [
            plain(t["text"])
            for t in form["truth"]
            if t is not want and not (form.get("join") and t["item"] == want["item"])
        ]
        out.append(fate(want, rows, others))
    wanted = form["items_missing"] if form["told_missing"] else []
    if filed.get("items_missing", []) != wanted and set(out) <= {"right"}:
        out.append("missing")
    return out


def main() -> None:
    """Draws the set, lets `mailbot examine` read it, counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=["forms", "forms_2"])
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    maker = "tests.cases_own.make_" + asked.set
    subprocess.run([sys.executable, "-m", maker, str(asked.out)], check=True)
    home = asked.out / "home"
    bot = [sys.executable, "-m", "mailbot"]
    subprocess.run([*bot, "init", str(home)], check=False, capture_output=True)
    lines = (ANSWERS / f"{asked.set}.jsonl").read_text(encoding="utf-8").splitlines()
    forms = {f["id"]: f for f in map(json.loads, lines)}
    paths = sorted(p for p in asked.out.iterdir() if p.stem in forms)
    ran = subprocess.run(
        [*bot, "examine", "--json", *map(str, paths)],
        check=False,
        capture_output=True,
        env={"MAILBOT_HOME": str(home), "PATH": "/usr/bin:/bin"},
    )
    counted: Counter[str] = Counter()
    for path, line in zip(paths, ran.stdout.decode().splitlines(), strict=True):
        fates = told(forms[path.stem], json.loads(line))
        counted.update(fates)
        if set(fates) != {"right"}:
            print(path.name, forms[path.stem]["why"], fates)
    print(len(paths), "forms", dict(counted))


if __name__ == "__main__":
    main()
