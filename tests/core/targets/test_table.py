"""The ledger of targets: what units told, period by period, becomes one line each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest

from mailbot.adapters.notice_file import load_notice
from mailbot.core.figures.model import Clash
from mailbot.core.figures.reading import read_progress
from mailbot.core.record.records import ToldFigure
from mailbot.core.targets.kept import FigureRuling, KeptFigure
from mailbot.core.targets.slots import slots_of
from mailbot.core.targets.table import TargetLine, TargetState, counts, table
from tests.support.house import ROOT

NOTICE = load_notice(ROOT / "config" / "notice.toml")
Q2, Q3, Q4 = "2023Q2", "2023Q3", "2023Q4"
SCHOOLS, SAFETY = "新改扩建中小学、幼儿园7所", "主题安全教育活动30场"
NURSERY, CEILING = (
    "公办园在园幼儿占比达到60%以上",
    "住房公积金可贷上限额度最高可上浮到20%",
)
HUNDRED, VILLAGE = "“线上+线下”家庭教育“百场巡讲”活动", "新打造科普村1处"
EDUCATION, POLICE, PROSECUTOR = "县教育和体育局", "县公安局", "县检察院"
NUMBERS = count(1)
AT = datetime(2023, 7, 1, tzinfo=UTC)


def kept(
    text: str, unit: str, period: str, copy: str = "electronic", version: int = 1
) -> list[KeptFigure]:
    """Read a progress text of the first item it speaks of, as filing does."""
    figures = max(
        (read_progress(text, NOTICE, item.no, period) for item in NOTICE.items),
        key=lambda found: sum(figure.sure for figure in found),
    )
    return [
        KeptFigure(
            id=next(NUMBERS),
            unit=unit,
            period=period,
            copy=copy,
            version=version,
            path="归档/报表.docx",
            sha256="0" * 64,
            received_at=AT,
            read_for=period,
            told=ToldFigure(
                row=1,
                target=f.target.text,
                value=f.value,
                unit=f.unit,
                state=f.state,
                span=f.span,
                percent=f.percent,
                sure=f.sure,
                says=f.says,
                sentence=f.sentence,
                own_share=f.own_share,
                corrected=f.corrected,
            ),
        )
        for f in figures
    ]


def lines_of(
    target: str, *told: list[KeptFigure], rulings: tuple[FigureRuling, ...] = ()
) -> dict[str, TargetLine]:
    """Return the target's lines of the three quarters."""
    figures = [one for some in told for one in some]
    found = table(NOTICE, (Q2, Q3, Q4), figures, rulings)
    return {line.period: line for line in found if line.target.text == target}


def ruling(figure: KeptFigure, value: float, *seen: float) -> FigureRuling:
    return FigureRuling(figure.slot, value, seen, "clerk@county.example", AT)


def test_every_target_has_a_line_for_every_period() -> None:
    found = table(NOTICE, (Q2, Q3), (), ())
    assert len(found) == 37 * 2
    assert counts(found)[TargetState.UNREPORTED] == 74
    assert all(line.so_far is None and not line.asks for line in found)


def test_totals_told_as_such_stand_and_what_was_added_is_their_difference() -> None:
    found = lines_of(
        SAFETY,
        kept("截至6月底，累计开展主题安全教育活动12场。", POLICE, Q2),
        kept("截至9月底，累计开展主题安全教育活动21场。", POLICE, Q3),
    )
    assert [(i.so_far, i.this_period, i.percent) for i in found.values()] == [
        (12, None, 40.0),
        (21, 9, 70.0),
        (21, None, 70.0),
    ]
    assert [i.state for i in found.values()] == [
        TargetState.UNDER_WAY,
        TargetState.UNDER_WAY,
        TargetState.UNREPORTED,
    ]


def test_what_a_quarter_adds_is_summed_up() -> None:
    found = lines_of(
        SAFETY,
        kept("本季度开展主题安全教育活动12场。", POLICE, Q2),
        kept("本季度开展主题安全教育活动18场。", POLICE, Q3),
    )
    assert (found[Q2].so_far, found[Q2].this_period) == (12, 12)
    assert (found[Q3].so_far, found[Q3].this_period) == (30, 18)
    assert found[Q3].state is found[Q4].state is TargetState.REACHED


def test_a_bare_count_below_what_was_reached_moves_nothing_and_says_so() -> None:
    found = lines_of(
        SAFETY,
        kept("截至6月底，累计开展主题安全教育活动12场。", POLICE, Q2),
        kept("开展主题安全教育活动9场。", POLICE, Q3),
    )
    assert (found[Q3].so_far, found[Q3].unsaid) == (12, True)


def test_a_share_may_fall_and_the_last_one_told_counts() -> None:
    found = lines_of(
        NURSERY,
        kept("公办园在园幼儿占比达到61.2%。", EDUCATION, Q2),
        kept("公办园在园幼儿占比达到58.8%。", EDUCATION, Q3),
    )
    assert (found[Q2].state, found[Q3].state) == (
        TargetState.REACHED,
        TargetState.UNDER_WAY,
    )
    assert (found[Q3].so_far, found[Q3].percent, found[Q3].clashes) == (58.8, 98.0, ())


@pytest.mark.parametrize(
    ("target", "unit", "text"),
    [
        (CEILING, "县住房城乡建设局", "多子女家庭住房公积金可贷上限额度上浮20%。"),
        (HUNDRED, "县妇联", "截至6月底，开展家庭教育“百场巡讲”活动45场。"),
    ],
)
def test_ceilings_and_slogans_have_no_rate_of_completion(
    target: str, unit: str, text: str
) -> None:
    line = lines_of(target, kept(text, unit, Q2))[Q2]
    assert line.percent is None
    assert line.reporters == (unit,)


def test_only_who_owes_a_target_moves_it() -> None:
    text = "新打造科普村1处，已完成。"
    strange = lines_of(VILLAGE, kept(text, "县文化和旅游局", Q2))[Q2]
    assert (strange.so_far, strange.state) == (None, TargetState.UNDER_WAY)
    assert lines_of(VILLAGE, kept(text, "县科协", Q2))[Q2].so_far == 1


def test_own_parts_of_several_units_are_summed_up() -> None:
    found = lines_of(
        SAFETY,
        kept("我局举办主题安全教育活动4场。", POLICE, Q2),
        kept("我院举办主题安全教育活动3场。", PROSECUTOR, Q2),
    )
    assert (found[Q2].so_far, found[Q2].clashes) == (7, ())


FALLS = (
    kept("截至6月底，累计开展主题安全教育活动12场。", POLICE, Q2),
    kept("截至9月底，累计开展主题安全教育活动10场。", POLICE, Q3),
)


@pytest.mark.parametrize(
    ("target", "told", "kind"),
    [
        (SAFETY, FALLS, Clash.FALLS),
        (
            SAFETY,
            (kept("截至9月底，举办主题安全教育活动24场（60%）。", POLICE, Q3),),
            Clash.PERCENT,
        ),
        (
            SAFETY,
            (
                kept("截至9月底，全县累计开展主题安全教育活动21场。", POLICE, Q3),
                kept("截至9月底，全县累计开展主题安全教育活动19场。", PROSECUTOR, Q3),
            ),
            Clash.UNITS,
        ),
        (
            SAFETY,
            (
                kept("截至9月底，累计开展主题安全教育活动21场。", POLICE, Q3),
                kept(
                    "截至9月底，累计开展主题安全教育活动12场。",
                    POLICE,
                    Q3,
                    "stamped_pdf",
                ),
            ),
            Clash.COPIES,
        ),
        (
            SAFETY,
            (kept("截至9月底，累计开展主题安全教育活动210场。", POLICE, Q3),),
            Clash.OVER,
        ),
        (
            SCHOOLS,
            (
                kept(
                    "新改扩建中小学、幼儿园任务已全部完成。"
                    "截至9月底，累计新改扩建中小学、幼儿园5所已完工。",
                    EDUCATION,
                    Q3,
                ),
            ),
            Clash.BELOW,
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Clash) else None,
)
def test_what_contradicts_itself_stands_in_its_line(
    target: str, told: tuple[list[KeptFigure], ...], kind: Clash
) -> None:
    line = lines_of(target, *told)[Q3]
    assert (line.clashes, line.state) == ((kind,), TargetState.CONTRADICTED)


def test_staffs_word_settles_a_contradiction() -> None:
    (figure,) = FALLS[1]
    found = lines_of(SAFETY, *FALLS, rulings=(ruling(figure, 15, 10),))
    assert (found[Q3].so_far, found[Q3].clashes, found[Q3].asks) == (15, (), ())
    assert found[Q3].ruling is not None


def test_what_is_not_sure_counts_only_once_staff_said_so() -> None:
    told = kept("截至6月底，累计开展主题安全教育活动12场左右。", POLICE, Q2)
    line = lines_of(SAFETY, told)[Q2]
    assert (line.so_far, line.state, line.asks) == (
        None,
        TargetState.UNDER_WAY,
        tuple(told),
    )
    line = lines_of(SAFETY, told, rulings=(ruling(told[0], 12, 12),))[Q2]
    assert (line.so_far, line.asks) == (12, ())


def test_a_confirmed_figure_outlives_a_new_version_and_asks_where_it_changed() -> None:
    (first,) = kept("截至6月底，累计开展主题安全教育活动12场。", POLICE, Q2)
    word = ruling(first, 12, 12)
    same = kept("截至6月底，累计开展主题安全教育活动十二场。", POLICE, Q2, version=2)
    line = lines_of(SAFETY, same, rulings=(word,))[Q2]
    assert (line.so_far, line.asks, line.changed) == (12, (), False)
    other = kept("截至6月底，累计开展主题安全教育活动14场。", POLICE, Q2, version=2)
    line = lines_of(SAFETY, other, rulings=(word,))[Q2]
    assert (line.so_far, line.asks, line.changed) == (12, tuple(other), True)
    line = lines_of(SAFETY, rulings=(word,))[Q2]
    assert (line.so_far, line.changed) == (12, True)


def test_a_file_moved_to_another_period_tells_nothing_for_sure() -> None:
    (figure,) = kept("截至6月底，累计开展主题安全教育活动12场。", POLICE, Q2)
    moved = replace(figure, period=Q3)
    line = lines_of(SAFETY, [moved])[Q3]
    assert (line.so_far, line.asks) == (None, (moved,))


def test_several_bare_counts_of_one_text_are_left_to_staff() -> None:
    (one,) = kept("开展主题安全教育活动12场。", POLICE, Q2)
    other = replace(one, id=next(NUMBERS), told=replace(one.told, value=8))
    slot = slots_of([one, other], ())[one.slot]
    assert (slot.value, slot.asks) == (None, (one, other))
