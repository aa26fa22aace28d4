"""A ledger taken to another database: every row as it is, or none at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from sqlalchemy import (
    JSON,
    Connection,
    Integer,
    MetaData,
    RowMapping,
    Table,
    delete,
    func,
    select,
    text,
)

from mailbot.adapters.store.catalogue import put
from mailbot.adapters.store.database.watched import OWNED_BY, TURN
from mailbot.adapters.store.tables import facts, metadata
from mailbot.errors import NeedsStaff

_ROWS = 500  # that are held at once; a letter's bytes stand in its row

Tick = Callable[[int], None]


def move(source: Connection, target: Connection, tick: Tick) -> int:
    """Copy all rows into empty tables, read them back, and return how many they are.

    Both must have their newest form. Nothing is committed here. NeedsStaff if the
    target holds rows already, or gives back other ones than it was given. Whose it is
    stays behind: the folder that opens it next takes it.
    """
    must_be_empty(target)
    target.execute(delete(facts))
    tables = _plain().sorted_tables
    done = 0
    for table in tables:
        for rows in _batches(source, table):
            target.execute(table.insert(), [dict(row) for row in rows])
            done += len(rows)
            tick(done)
        if _digest(source, table) != _digest(target, table):
            raise NeedsStaff(f"{table.name} 搬入后与原来不符，没有搬迁；原台账未变")
        _go_on_counting(target, table)
    target.execute(delete(facts).where(facts.c.name == OWNED_BY))
    put(target)
    return done


def must_be_empty(connection: Connection) -> None:
    """Raise NeedsStaff if any table of a database holds a row."""
    others = [table for table in metadata.sorted_tables if table is not facts]
    told = facts.c.name.not_in((TURN, OWNED_BY))  # what opening it leaves
    known = connection.scalar(select(func.count()).select_from(facts).where(told))
    if known or any(_count(connection, table) for table in others):
        raise NeedsStaff("目标数据库中已有台账，不能覆盖；请改用空的数据库")


def _plain() -> MetaData:
    """Return the tables with SQL's NULL where JSON may be missing, as it is stored."""
    copied = MetaData()
    for table in metadata.sorted_tables:
        for column in table.to_metadata(copied).columns:
            if isinstance(column.type, JSON) and column.nullable:
                column.type = JSON(none_as_null=True)
    return copied


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
    query = select(table).execution_options(yield_per=_ROWS)
    return connection.execute(query).mappings().partitions()


def _digest(connection: Connection, table: Table) -> tuple[int, int]:
    """Return a sum over all rows that no order changes: texts are sorted otherwise."""
    rows, every = 0, 0
    for batch in _batches(connection, table):
        rows += len(batch)
        for row in batch:
            every ^= int.from_bytes(sha256(repr(_values(row)).encode()).digest())
    return rows, every


def _values(row: RowMapping) -> list[object]:
    return [bytes(v) if isinstance(v, memoryview) else v for v in row.values()]


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let PostgreSQL give the next row the number after the highest."""
    (key, *more) = table.primary_key.columns
    if connection.dialect.name != "postgresql" or more:
        return
    if isinstance(key.type, Integer):
        last = f"(SELECT max({key.name}) FROM {table.name})"  # noqa: S608 - our tables
        where = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
        connection.execute(text(f"SELECT setval({where}, coalesce({last}, 1))"))
