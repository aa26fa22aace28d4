"""The given cases, and the gates that they set (skipped where they are absent)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mailbot.adapters.notice_file import load_notice
from mailbot.core.figures.contradictions import Told, find
from mailbot.core.figures.model import SAME_UNITS, Figure, FigureState
from mailbot.core.figures.reading import read_progress
from tests.support.house import ROOT
from tests.support.shared import shared_path

NOTICE = load_notice(ROOT / "config" / "notice.toml")
PRECISION, RECALL, WRONG = 0.97, 0.85, 0.01
IN_HAND = {FigureState.UNDER_WAY, FigureState.BEGUN}
Key = tuple[str, float | None, str, str]


def lines(name: str) -> list[dict[str, Any]]:
    text = shared_path("cases", "figures", name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line]


def key(target: str, value: float | None, unit: str, state: str) -> Key:
    same = next((min(group) for group in SAME_UNITS if unit in group), unit)
    return target, value, same, "in hand" if state in IN_HAND else state


def told(figure: Figure) -> Key:
    return key(figure.target.text, figure.value, figure.unit, figure.state)


def truth(figure: dict[str, Any]) -> Key:
    return key(figure["target"], figure["value"], figure["unit"], figure["state"])


def test_sure_figures_are_right_and_most_are_found() -> None:
    right = wrong = strange = needed = 0
    for case in lines("given.jsonl"):
        found = read_progress(case["text"], NOTICE, case["item"], case["quarter"])
        sure = {told(figure) for figure in found if figure.sure}
        need = {
            truth(f) for f in case["figures"] if f["sure"] and not f.get("optional")
        }
        may = {truth(f) for f in case["figures"] if f["sure"] and f.get("optional")}
        named = {truth(f)[:2] for f in case["figures"]}
        needed += len(need)
        right += len(sure & need)
        wrong += len(sure - need - may)
        strange += sum(one[:2] not in named for one in sure - need - may)
    assert right / (right + wrong) >= PRECISION
    assert right / needed >= RECALL
    assert strange / (right + wrong) <= WRONG


@pytest.mark.parametrize("half", [0, 1])
def test_every_planted_contradiction_is_found_and_no_other(half: int) -> None:
    for year in lines("years_given.jsonl")[half::2]:
        rows = [rowed(year, year["unit"], *said) for said in year["texts"].items()]
        other = year.get("other", {"unit": "", "texts": {}})
        rows += [rowed(year, other["unit"], *said) for said in other["texts"].items()]
        stamped = year.get("stamped_pdf", {})
        rows += [rowed(year, year["unit"], *said) for said in stamped.items()]
        found = {(c.kind.value, c.target, c.period) for c in find(rows)}
        planted = year["contradictions"]
        assert found == {(p["kind"], p["target"], p["quarter"]) for p in planted}


def rowed(year: dict[str, Any], unit: str, quarter: str, text: str) -> Told:
    figures = read_progress(text, NOTICE, year["item"], quarter)
    return Told(unit, year["item"], quarter, figures)
