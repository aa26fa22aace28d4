"""Figures that forms tell of targets, and what staff said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select, update

from mailbot.adapters.store.tables import copies, figure_rulings, figures
from mailbot.core.record.records import CopyState, FiledDocument, ToldFigure
from mailbot.core.targets.kept import Aspect, FigureRuling, KeptFigure, SlotKey

_FIGURES = figures.insert()
_MINE = ("unit", "period", "copy", "version", "path", "sha256", "received_at")


def _rows(document: int, filed: FiledDocument) -> list[dict[str, object]]:
    read_for = filed.verdict.period or ""
    return [
        {
            "document": document,
            "read_for": read_for,
            **{name: getattr(told, name) for name in ToldFigure.__dataclass_fields__},
        }
        for told in filed.figures
    ]


def insert_figures(connection: Connection, document: int, filed: FiledDocument) -> None:
    """Insert the figures of a document that was recorded just now."""
    if filed.figures:
        connection.execute(_FIGURES, _rows(document, filed))


class FigureRoom:
    """The tables `figures` and `figure_rulings`, inside one transaction."""

    def __init__(self, connection: Connection, notice: str) -> None:
        self._connection = connection
        self._notice = notice

    def current(self) -> tuple[KeptFigure, ...]:
        """Return the figures in all copies that count now, in the order of reading.

        Of each unit, period and copy the version received last counts.
        """
        mine = (copies.c.notice == self._notice, copies.c.state == CopyState.FILED)
        query = (
            select(copies.c.document, *(copies.c[name] for name in _MINE))
            .where(*mine)
            .order_by(copies.c.received_at, copies.c.version)
        )
        newest = {
            (row["unit"], row["period"], row["copy"]): row
            for row in self._connection.execute(query).mappings()
        }
        told = self._told([row["document"] for row in newest.values()])
        return tuple(
            _kept(figure, row)
            for row in newest.values()
            for figure in told.get(row["document"], ())
        )

    def _told(self, wanted: Sequence[int]) -> dict[int, list[RowMapping]]:
        found: dict[int, list[RowMapping]] = {}
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            query = select(figures).where(figures.c.document.in_(some))
            rows = self._connection.execute(query.order_by(figures.c.id)).mappings()
            for row in rows:
                found.setdefault(row["document"], []).append(row)
        return found

    def rule(self, ruling: FigureRuling) -> None:
        """Keep what staff said; it takes the place of what they said before."""
        self._connection.execute(
            figure_rulings.insert().values(
                notice=self._notice,
                unit=ruling.slot.unit,
                period=ruling.slot.period,
                target=ruling.slot.target,
                aspect=ruling.slot.aspect,
                value=ruling.value,
                seen=list(ruling.seen),
                by=ruling.by,
                at=ruling.at,
            )
        )

    def rulings(self) -> tuple[FigureRuling, ...]:
        """Return what staff said and did not take back, oldest first."""
        query = select(figure_rulings).where(
            figure_rulings.c.notice == self._notice,
            figure_rulings.c.undone_at.is_(None),
        )
        rows = self._connection.execute(query.order_by(figure_rulings.c.id)).mappings()
        return tuple(_ruling(row) for row in rows)

    def take_back(self, made_at: datetime, at: datetime) -> int:
        """Take back what staff said at that moment; return how many words it were."""
        result = self._connection.execute(
            update(figure_rulings)
            .where(
                figure_rulings.c.notice == self._notice,
                figure_rulings.c.at == made_at,
                figure_rulings.c.undone_at.is_(None),
            )
            .values(undone_at=at)
        )
        return result.rowcount


def _kept(figure: RowMapping, copy: RowMapping) -> KeptFigure:
    return KeptFigure(
        id=figure["id"],
        read_for=figure["read_for"],
        told=ToldFigure(
            **{name: figure[name] for name in ToldFigure.__dataclass_fields__}
        ),
        **{name: copy[name] for name in _MINE},
    )


def _ruling(row: RowMapping) -> FigureRuling:
    slot = SlotKey(row["unit"], row["period"], row["target"], Aspect(row["aspect"]))
    return FigureRuling(slot, row["value"], tuple(row["seen"]), row["by"], row["at"])
