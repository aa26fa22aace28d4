"""The codes staff were given, and what they ordered with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select, update

from mailbot.adapters.store.tables import staff_acts, staff_codes
from mailbot.core.orders.codes import MAIL, Code, CodeRef
from mailbot.core.orders.orders import Act, StaffAct


class CodeRoom:
    """The tables `staff_codes` and `staff_acts`, inside one transaction."""

    def __init__(self, connection: Connection, notice: str) -> None:
        self._connection = connection
        self._notice = notice

    def give(self, ref: CodeRef, at: datetime, until: datetime) -> Code:
        """Record a new code; one for a mail (M0) gets its own number as its name."""
        result = self._connection.execute(
            staff_codes.insert().values(
                notice=self._notice,
                kind=ref.kind,
                mail=None if ref.kind == MAIL else ref.number,
                file=ref.file,
                secret=ref.secret,
                issued_at=at,
                expires_at=until,
            )
        )
        key = result.inserted_primary_key
        number = int(key[0]) if key else 0
        named = replace(ref, number=number) if ref.kind == MAIL else ref
        return Code(number, named, at, until)

    def given(self, ref: CodeRef, until: datetime) -> Code | None:
        """Return a code for the same thing that is good until then, None if none is."""
        query = select(staff_codes).where(
            staff_codes.c.notice == self._notice,
            staff_codes.c.kind == ref.kind,
            staff_codes.c.mail == ref.number,
            staff_codes.c.file == ref.file,
            staff_codes.c.expires_at >= until,
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _code(row)

    def find(self, secret: str) -> Code | None:
        """Return the code with that secret, None if it was never given."""
        query = select(staff_codes).where(
            staff_codes.c.notice == self._notice, staff_codes.c.secret == secret
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _code(row)

    def note(self, act: StaffAct) -> None:
        """Keep what was done under a code, so that it can be taken back."""
        self._connection.execute(
            staff_acts.insert().values(
                code=act.code,
                act=act.act,
                units=list(act.units),
                letters=list(act.letters),
                answer=act.answer,
                by=act.by,
                at=act.at,
            )
        )

    def acts(self, code: Code) -> tuple[StaffAct, ...]:
        """Return what was done under a code and not taken back, oldest first."""
        query = select(staff_acts).where(
            staff_acts.c.code == code.id, staff_acts.c.undone_at.is_(None)
        )
        rows = self._connection.execute(query.order_by(staff_acts.c.id)).mappings()
        return tuple(_act(row) for row in rows)

    def strike(self, act: StaffAct, at: datetime) -> None:
        """Note that an act was taken back."""
        self._connection.execute(
            update(staff_acts).where(staff_acts.c.id == act.id).values(undone_at=at)
        )


def _code(row: RowMapping) -> Code:
    number = row["id"] if row["kind"] == MAIL else row["mail"]
    ref = CodeRef(row["kind"], number, row["file"], row["secret"])
    return Code(row["id"], ref, row["issued_at"], row["expires_at"])


def _act(row: RowMapping) -> StaffAct:
    return StaffAct(
        code=row["code"],
        act=Act(row["act"]),
        units=tuple(row["units"]),
        letters=tuple(row["letters"]),
        answer=row["answer"],
        by=row["by"],
        at=row["at"],
        id=row["id"],
    )
