"""Column types that SQLite does not have of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, DateTime, Dialect, Insert, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


class Instant(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database.

    SQLite keeps no offset; without this a moment would come back naive.
    """

    impl = DateTime
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """Turn an aware moment into naive UTC; ValueError if it is naive."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a moment without an offset cannot be stored: {value!r}"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Give the stored moment its offset back."""
        return None if value is None else value.replace(tzinfo=UTC)


def insert_new(
    connection: Connection, table: Table, rows: Sequence[dict[str, object]]
) -> tuple[object, ...]:
    """Insert rows, passing over those whose key exists; return the keys of the new.

    Idempotence is the database's: nobody looks first and inserts then.
    """
    statement = _insert_new(table, connection.dialect.name)
    given = rows[0] if len(rows) == 1 else list(rows)  # one alone is quicker
    return tuple(connection.execute(statement, given).scalars())


def put_row(connection: Connection, table: Table, row: dict[str, object]) -> None:
    """Insert a row, or write over the one with its key: one statement (upsert)."""
    connection.execute(_upsert(table, connection.dialect.name), row)


@cache
def _upsert(table: Table, dialect: str) -> Insert:
    """Return the statement, made once for a table."""
    made = _insert(table, dialect)
    keys = [column.name for column in table.primary_key]
    others = {c.name: made.excluded[c.name] for c in table.c if c.name not in keys}
    return made.on_conflict_do_update(index_elements=keys, set_=others)


@cache
def _insert_new(table: Table, dialect: str) -> Insert:
    """Return the statement, made once: a mail needs it several times."""
    key = next(iter(table.primary_key.columns))
    return _insert(table, dialect).on_conflict_do_nothing().returning(key)


def _insert(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - seldom needed

        return postgresql.insert(table)
    return sqlite.insert(table)
