"""Names that nobody knows, told with the one that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from mailbot.settings.kinds import SECRET
from mailbot.settings.table import ENVIRONMENT

_OURS = "MAILBOT_"
_ALIKE = 0.7  # STAF and STAFF: 0.89; names of others' making (SHARED, …) reach 0.4
_FILES = tuple(f"{row.name}_FILE" for row in ENVIRONMENT if row.kind is SECRET)
_NAMES = (*(row.name for row in ENVIRONMENT), *_FILES)
_BARE = tuple(name.removeprefix(_OURS) for name in _NAMES)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like `name`; "" where none is alike."""
    return next(iter(get_close_matches(name, known, 1, _ALIKE)), "")


def unknown_variables(file: Iterable[str], environ: Iterable[str]) -> Iterator[str]:
    """Tell variables that nobody reads, by name only: a value may be a secret.

    .env is ours alone: every name of ours that is none is a slip, and so is one of
    ours without its beginning. The environment is shared with others: told is only
    what is nearly one of ours.
    """
    for name in sorted(file):
        bare = name.upper().removeprefix(_OURS)
        if name not in _NAMES and (bare in _BARE or name.upper().startswith(_OURS)):
            yield f".env：不认识 {name}，{_hint(bare) or '可写的名称见 .env.example'}"
    for name in sorted(environ):
        bare = name.removeprefix(_OURS)
        if name not in _NAMES and bare != name and (hint := _hint(bare)):
            yield f"环境变量：不认识 {name}，{hint}"


def _hint(bare: str) -> str:
    near = nearest(bare, _BARE)
    return f"是否想写 {_OURS}{near}？" if near else ""
