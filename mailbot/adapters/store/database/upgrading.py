"""Bringing the tables to their newest form; apart, because Alembic loads slowly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from mailbot.adapters.store.database.schema import MIGRATIONS
from mailbot.errors import NeedsStaff

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest form; NeedsStaff if a newer program wrote them."""
    config = Config()
    # Alembic's parser takes a % in the path for the beginning of a name
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as fault:
        words = "台账由较新版本的mailbot写成，请升级本程序，或恢复较早的备份"
        raise NeedsStaff(words) from fault
