"""Staff tick a figure, or put it right; what they say wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mailbot.core.targets.kept import FigureRuling, KeptFigure
from mailbot.core.targets.slots import slots_of
from mailbot.core.targets.words import amount
from mailbot.errors import NeedsStaff
from mailbot.flows.office import Desk, Office


@dataclass(frozen=True, slots=True)
class TickedFigure:
    """A figure that staff settled, and the value that counts from now on."""

    figure: KeptFigure
    value: float


def ticked_words(one: TickedFigure) -> str:
    """Say what counts now: F12 已核定：县公安局 主题安全教育活动30场 12场."""
    told = one.figure.told
    value = f"{amount(one.value)}{told.unit}"
    return f"{one.figure.name} 已核定：{one.figure.unit} {told.target} {value}"


def confirm(
    office: Office, names: Iterable[str], by: str, now: datetime
) -> tuple[TickedFigure, ...]:
    """Tick figures (F12) as they were read; NeedsStaff where one cannot be."""
    with office.desk(now, by) as desk:
        done = confirm_figures(desk, names)
        desk.work.commit()
    return done


def correct(
    office: Office, name: str, value: float, by: str, now: datetime
) -> tuple[TickedFigure, ...]:
    """Put one figure right; NeedsStaff if there is none of that name."""
    with office.desk(now, by) as desk:
        done = correct_figure(desk, name, value)
        desk.work.commit()
    return done


def confirm_figures(desk: Desk, names: Iterable[str]) -> tuple[TickedFigure, ...]:
    """Tick figures in a transaction that is open: first all are looked up."""
    kept = desk.work.figures.current()
    found = [one for name in names for one in _meant(kept, name)]
    ruled = []
    for figure in found:
        if figure.told.value is None:
            words = "原文没有写数量，请写明数量予以更正"
            raise NeedsStaff(f"{figure.name} {words}")
        ruled.append(TickedFigure(figure, figure.told.value))
    return _kept(desk, kept, ruled)


def correct_figure(desk: Desk, name: str, value: float) -> tuple[TickedFigure, ...]:
    """Put one figure right in a transaction that is open."""
    kept = desk.work.figures.current()
    ruled = [TickedFigure(figure, value) for figure in _meant(kept, name)]
    return _kept(desk, kept, ruled)


def _meant(kept: Iterable[KeptFigure], name: str) -> list[KeptFigure]:
    """Return the figure of that name; one of a joint report stands for each unit."""
    wanted = name.strip().upper()
    found = [one for one in kept if one.name == wanted]
    if not found:
        words = "没有这个编号的进度数，或所在文件已有新版，请看最新的台账"
        raise NeedsStaff(f"{name} {words}")
    return found


def _kept(
    desk: Desk, kept: tuple[KeptFigure, ...], ruled: list[TickedFigure]
) -> tuple[TickedFigure, ...]:
    """Keep what was said, with all the values that stood there when it was said."""
    slots = slots_of(kept, ())
    for one in ruled:
        slot = slots[one.figure.slot]
        ruling = FigureRuling(slot.key, one.value, slot.read, desk.by, desk.now)
        desk.work.figures.rule(ruling)
        desk.log(
            "figure",
            figure=one.figure.name,
            unit=slot.key.unit,
            target=slot.key.target,
            value=f"{one.value:g}",
        )
    return tuple(ruled)
