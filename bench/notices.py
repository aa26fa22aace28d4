"""Scores the reader of notices against originals with truth.

    python bench/notices.py [--half even|odd] [--verbose]

Needs the shared material (MAILBOT_SHARED, default ../shared). Every file is read as
`mailbot notice read` reads it; folded before comparing: width, blanks, bracket shapes,
traditional characters.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.documents.reading import read
from mailbot.adapters.seals.read.whole_pages import read_pages
from mailbot.core.reading_notice.layout.traditional import SIMPLIFIED
from mailbot.core.reading_notice.reading import read_notice
from mailbot.core.reading_notice.rows import plain_row
from mailbot.core.record.documents import Problem

GATES = ("doc_number", "issue_date", "mailbox", "phones")
REST = ("title", "issuer", "receiver", "contacts", "units", "classes")
SHAPES = str.maketrans("（）〔〕【】〈〉《》：，；“”—–", '()[][]<><>:,;""--')


def fold(words):
    if isinstance(words, (list, tuple)):
        return sorted(fold(one) for one in words)
    if not isinstance(words, str):
        return words
    shaped = unicodedata.normalize("NFKC", words).translate(SHAPES)
    shaped = "".join(SIMPLIFIED.get(one, one) for one in shaped)
    return re.sub(r"\s", "", shaped)


def content_of(path):
    raw = path.read_bytes()
    found = read(kind_of(raw, path.name), raw)
    if isinstance(found, Problem):
        sys.exit(f"{path.name}: {found}")
    if found.text_layer:
        return found
    return read_pages(kind_of(raw, path.name), raw)


def rule(duty):
    """Return a duty's rule in one form, so that equal rules compare equal."""
    due = duty["due"]
    covers = duty.get("covers") or "this"
    if due and due["anchor"] == "day_after_period" and not duty.get("covers"):
        covers = "previous"
    kept = None
    if due:
        keys = ("anchor", "day", "weekday", "time", "date", "count")
        kept = tuple(due.get(key) for key in keys)
    exceptions = tuple(
        sorted(
            (k[-2:] if "first" not in k else k, v[-5:])
            for k, v in duty["exceptions"].items()
        )
    )
    return duty["cycle"], kept, covers, exceptions


def score_duties(row, truth, tell):
    wanted = [d for d in truth["duties"] if not d.get("optional")]
    spare = [rule(d) for d in truth["duties"] if d.get("optional")]
    rules = [rule(d) for d in wanted]
    given = [rule(d) for d in row["duties"]]
    counts = Counter(wanted=len(wanted))
    for duty, one in zip(wanted, rules, strict=True):
        if one in given:
            given.remove(one)
            counts["right"] += 1
        elif duty.get("damaged") and any(
            g[0] == one[0] and g[1] is None for g in given
        ):
            given.remove(next(g for g in given if g[0] == one[0] and g[1] is None))
            counts["right"] += 1
        else:
            tell(f"duty MISSED {one}")
    for one in given:
        if one in spare:
            continue
        same = [w for w in rules if w[0] == one[0]]
        counts["invented" if not same else "wrong"] += 1
        tell(f"duty {'INVENTED' if not same else 'WRONG'} {one}")
    return counts


def pairs(items):
    found = set()
    for item in items or ():
        for kind in ("lead", "units", "classes"):
            sort = "class" if kind == "classes" else "unit"
            found |= {(item["no"], sort, fold(u)) for u in item[kind]}
    return found


def score_items(row, truth, tell):
    if truth["items"] is None:
        return Counter()
    spare = (
        {fold(u) for u in truth.get("units_optional", []) or []}
        if isinstance(truth.get("units_optional"), list)
        else set()
    )
    want, got = pairs(truth["items"]), pairs(row["items"])
    for one in sorted(want - got):
        tell(f"pair MISSED {one}")
    for one in sorted(got - want):
        if one[2] not in spare:
            tell(f"pair EXTRA {one}")
    return Counter(
        pair_right=len(want & got), pair_wanted=len(want), pair_given=len(got)
    )


def score_targets(row, truth, tell):
    counts = Counter()
    got = {item["no"]: item for item in row["items"]}
    for item in truth["items"] or ():
        want = Counter((t["value"], t["unit"]) for t in item["targets"])
        mine = Counter(
            (t["value"], t["unit"]) for t in got.get(item["no"], {}).get("targets", [])
        )
        if want != mine:
            tell(f"targets of {item['no']} GOT {dict(mine)} WANT {dict(want)}")
        counts += Counter(
            target_right=(want & mine).total(),
            target_wanted=want.total(),
            target_given=mine.total(),
        )
    return counts


def score_fields(row, truth, tell):
    counts = Counter()
    accept = truth.get("accept", {})
    for field in (*GATES, *REST):
        right = [truth.get(field), *accept.get(field, [])]
        if field == "units" and truth.get("units_optional") is True:
            continue
        if field in {"units", "classes"} and truth.get("units_optional") is True:
            continue
        counts[f"{field}_all"] += 1
        if fold(row[field]) in [fold(one) for one in right]:
            counts[field] += 1
        else:
            tell(f"{field} GOT {row[field]} WANT {truth.get(field)}")
    counts["refused_all"] += 1
    counts["refused"] += (row["refused"] is None) == (truth["refused"] is None)
    if (row["refused"] is None) != (truth["refused"] is None):
        tell(f"refused GOT {row['refused']} WANT {truth['refused']}")
    return counts


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--half", choices=("even", "odd"))
    options.add_argument("--verbose", action="store_true")
    options.add_argument("--only", default="")
    chosen = options.parse_args()
    shared = Path(os.environ.get("MAILBOT_SHARED", "../shared")) / "notices"
    truths = {
        row["id"]: row
        for row in map(
            json.loads, (shared / "truth.jsonl").read_text("utf-8").splitlines()
        )
    }
    total = Counter()
    for path in sorted((shared / "files").iterdir()):
        truth = truths[path.name[:3]]
        if chosen.half and int(path.name[1:3]) % 2 != (chosen.half == "odd"):
            continue
        if not path.name.startswith(chosen.only):
            continue
        row = plain_row(path.name, read_notice(content_of(path)))

        def tell(words, name=path.name):
            if chosen.verbose:
                print(f"{name}: {words}")

        total += score_fields(row, truth, tell)
        total += score_duties(row, truth, tell)
        total += score_items(row, truth, tell)
        total += score_targets(row, truth, tell)
        total["files"] += 1
    show(total)


def show(total):
    print(f"files {total['files']}")
    for field in (*GATES, "refused", *REST):
        print(f"  {field:12} {total[field]} of {total[f'{field}_all']}")
    print(
        f"  due rules    {total['right']} of {total['wanted']}, wrong {total['wrong']},"
        f" invented {total['invented']}"
    )
    for kind, words in (("pair", "item-unit"), ("target", "targets")):
        right, want, given = (
            total[f"{kind}_{k}"] for k in ("right", "wanted", "given")
        )
        precision, recall = right / max(1, given), right / max(1, want)
        print(f"  {words:12} P {precision:.4f} R {recall:.4f} ({right} of {want})")


if __name__ == "__main__":
    main()
