"""Which form the tables have: the migrations in the folder above, by number."""

from __future__ import annotations

from pathlib import Path

MIGRATIONS = Path(__file__).parents[1] / "migrations"


def newest_revision() -> str:
    """Return the newest migration's revision: the number in its file's name."""
    names = (path.name for path in (MIGRATIONS / "versions").glob("m[0-9]*.py"))
    return max(name[1:].partition("_")[0] for name in names)
