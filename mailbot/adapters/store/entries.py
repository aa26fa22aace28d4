"""Who may come into the console: people, codes, sessions, attempts at the door."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from mailbot.adapters.store.columns import put_row
from mailbot.adapters.store.tables import (
    web_codes,
    web_keepers,
    web_knocks,
    web_stays,
)
from mailbot.core.entry.entry import (
    CODE_TRIES,
    DoorCode,
    Keeper,
    Knock,
    KnockKind,
    Permission,
    Stay,
)


class EntryRoom:
    """The tables `web_keepers`, `web_codes`, `web_stays` and `web_knocks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keepers(self) -> tuple[Keeper, ...]:
        """Return everybody of whom something is kept, by address."""
        rows = self._connection.execute(
            select(web_keepers).order_by(web_keepers.c.address)
        )
        return tuple(
            Keeper(r.address, Permission(r.role), r.password, r.changed_at)
            for r in rows
        )

    def keep(self, keeper: Keeper) -> None:
        """Keep somebody's role and password in place of what was kept before."""
        row: dict[str, object] = {
            "address": keeper.address,
            "role": keeper.role,
            "password": keeper.password,
            "changed_at": keeper.changed_at,
        }
        put_row(self._connection, web_keepers, row)

    def give(self, code: DoorCode) -> None:
        """Record a code; its `id` is given by the ledger."""
        self._connection.execute(
            web_codes.insert().values(
                address=code.address,
                secret=code.secret,
                browser=code.browser,
                asked_at=code.asked_at,
                used=False,
            )
        )

    def code(self, browser: str) -> DoorCode | None:
        """Return the newest code that a browser asked for."""
        query = select(web_codes).where(web_codes.c.browser == browser)
        newest = query.order_by(web_codes.c.id.desc()).limit(1)
        row = self._connection.execute(newest).mappings().first()
        return None if row is None else DoorCode(**row)

    def tried(self, code: int) -> bool:
        """Count one guess; False if there were too many already.

        Compare-and-set: two guesses at once count as two.
        """
        result = self._connection.execute(
            update(web_codes)
            .where(web_codes.c.id == code, web_codes.c.tries < CODE_TRIES)
            .values(tries=web_codes.c.tries + 1)
        )
        return result.rowcount == 1

    def use(self, code: int) -> bool:
        """Use a code up; False if another was faster."""
        result = self._connection.execute(
            update(web_codes)
            .where(web_codes.c.id == code, web_codes.c.used.is_(False))
            .values(used=True)
        )
        return result.rowcount == 1

    def open(self, secret: str, stay: Stay) -> None:
        """Open a session under the hash of its secret."""
        self._connection.execute(
            web_stays.insert().values(
                secret=secret,
                address=stay.address,
                peer=stay.peer,
                opened_at=stay.opened_at,
                seen_at=stay.seen_at,
            )
        )

    def stay(self, secret: str) -> Stay | None:
        """Return the session with that hash, None if there is none or it was ended."""
        query = select(web_stays).where(web_stays.c.secret == secret)
        row = self._connection.execute(query).first()
        if row is None:
            return None
        return Stay(row.address, row.opened_at, row.seen_at, row.peer)

    def stays(self) -> tuple[Stay, ...]:
        """Return every session that was not ended, newest first."""
        query = select(web_stays).order_by(web_stays.c.opened_at.desc())
        rows = self._connection.execute(query)
        return tuple(Stay(r.address, r.opened_at, r.seen_at, r.peer) for r in rows)

    def seen(self, secret: str, at: datetime) -> None:
        """Note that a session was used."""
        mine = web_stays.c.secret == secret
        self._connection.execute(update(web_stays).where(mine).values(seen_at=at))

    def end(self, secret: str) -> None:
        """End one session."""
        self._connection.execute(delete(web_stays).where(web_stays.c.secret == secret))

    def end_all(self, address: str) -> int:
        """End every session of somebody ("": of everybody); count them."""
        whose = [web_stays.c.address == address] if address else []
        return self._connection.execute(delete(web_stays).where(*whose)).rowcount

    def knock(self, knock: Knock) -> None:
        """Record an attempt at the door."""
        self._connection.execute(
            web_knocks.insert().values(
                attempt=knock.attempt, key=knock.key, peer=knock.peer, at=knock.at
            )
        )

    def knocks(self, since: datetime) -> tuple[Knock, ...]:
        """Return the attempts since then."""
        rows = self._connection.execute(
            select(web_knocks).where(web_knocks.c.at >= since)
        )
        return tuple(Knock(KnockKind(r.attempt), r.key, r.peer, r.at) for r in rows)

    def clear(self, before: datetime) -> None:
        """Forget attempts, codes and sessions last used before that."""
        for table, moment in (
            (web_knocks, web_knocks.c.at),
            (web_codes, web_codes.c.asked_at),
            (web_stays, web_stays.c.seen_at),
        ):
            self._connection.execute(delete(table).where(moment < before))
