"""What goes over the pipes between mailbot and its confined children.

A frame is its length (8 bytes, big endian) and a pickle. The child trusts what
mailbot sends; mailbot trusts nothing that a child sends, for whoever broke the
parser in it holds the pipe's other end: answers are bounded in size and may be
made only of plain values and of mailbot's own value types.
"""

from __future__ import annotations

import io
import pickle  # reading is restricted, see _PlainValues
import struct
from dataclasses import dataclass, is_dataclass
from enum import Enum, StrEnum
from importlib import import_module
from typing import Any, BinaryIO, Final

_LENGTH: Final = struct.Struct(">Q")
# Values whose making has no effect outside themselves.
_PLAIN: Final = frozenset(
    {
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
    }
)


class Ending(StrEnum):
    """How a task ended inside the child."""

    DONE = "done"
    FAULT = "fault"  # the parser raised
    MEMORY = "memory"
    TOO_MUCH = "too_much"  # a file or the answer grew over its bound
    HOST = "host"  # the machine's fault, not the file's; the value says which
    READY = "ready"  # the greeting: the child is confined and waits for tasks


@dataclass(frozen=True, slots=True)
class Request:
    """One task: a function by its reference, and the values it is given."""

    module: str
    name: str
    args: tuple[object, ...]
    kwargs: dict[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child says of one task.

    `detail` names an error's type and place, never its words: they may quote the
    document. `retire` asks for the child to be replaced.
    """

    ending: Ending
    value: object = None
    detail: str = ""
    retire: bool = False


class BadFrame(Exception):  # noqa: N818 - it is the frame that is bad
    """The other end broke off, or sent what no frame may hold."""


class FrameTooLarge(Exception):  # noqa: N818
    """A value does not fit into the frame's bound."""


class _PlainValues(pickle.Unpickler):
    """Rebuilds plain values only: no function, no class with side effects."""

    def __init__(self, data: bytes, packages: tuple[str, ...]) -> None:
        super().__init__(io.BytesIO(data))
        self._packages = packages

    def find_class(self, module: str, name: str, /) -> object:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if any(module == p or module.startswith(f"{p}.") for p in self._packages):
            found = getattr(import_module(module), name, None)
            if isinstance(found, type) and _is_value_type(found):
                return found
        reason = f"{module}.{name} is not a plain value"
        raise pickle.UnpicklingError(reason)


def _is_value_type(found: type) -> bool:
    """Tell a frozen dataclass or an enumeration from other classes."""
    if issubclass(found, Enum):
        return True
    return is_dataclass(found) and found.__dataclass_params__.frozen  # type: ignore[attr-defined] # typeshed does not know it


def send(pipe: BinaryIO, value: Request | Answer, bound: int) -> None:
    """Write one frame; raises FrameTooLarge before a byte is written."""
    data = _pickled(_as_tuple(value))
    if len(data) > bound:
        raise FrameTooLarge
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


class _Plainly(pickle.Pickler):
    """Writes members of enums as their class and value, as the reader wants them.

    Python 3.11.0 to 3.11.3, Debian 12's own among them, would write a call of
    `getattr`, which the reader refuses as it refuses every function.
    """

    def reducer_override(self, value: object) -> Any:
        """Return how to rebuild a member of an enum; leave all else to pickle."""
        if isinstance(value, Enum):
            return (type(value), (value.value,))
        return NotImplemented


def _pickled(value: object) -> bytes:
    written = io.BytesIO()
    _Plainly(written, protocol=5).dump(value)
    return written.getvalue()


def _as_tuple(value: Request | Answer) -> tuple[object, ...]:
    match value:
        case Request():
            return (value.module, value.name, value.args, value.kwargs)
        case Answer():
            return (value.ending.value, value.value, value.detail, value.retire)


def _frame(pipe: BinaryIO, bound: int) -> bytes:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        msg = "the pipe was closed"
        raise BadFrame(msg)
    (length,) = _LENGTH.unpack(head)
    if length > bound:
        msg = "the frame is too long"
        raise BadFrame(msg)
    data = pipe.read(length)
    if len(data) < length:
        msg = "the frame broke off"
        raise BadFrame(msg)
    return data


def receive_request(pipe: BinaryIO) -> Request | None:
    """Read the next task (in the child); None when mailbot closed the pipe."""
    try:
        data = _frame(pipe, 1 << 62)
    except BadFrame:
        return None
    return Request(*pickle.loads(data))  # noqa: S301 - from mailbot itself


def receive_answer(pipe: BinaryIO, bound: int, packages: tuple[str, ...]) -> Answer:
    """Read a child's answer (in mailbot); raises BadFrame for anything else."""
    data = _frame(pipe, bound)
    try:
        loaded = _PlainValues(data, packages).load()
    except (*_UNPICKLING, ImportError) as fault:
        msg = f"{type(fault).__name__}: {fault}"
        raise BadFrame(msg) from fault
    match loaded:
        case (str(ending), value, str(detail), bool(retire)) if ending in set(Ending):
            return Answer(Ending(ending), value, detail[:500], retire)
        case _:
            msg = "not an answer"
            raise BadFrame(msg)


# What the pickle module's documentation names, and what a forged frame provokes.
_UNPICKLING: Final = (
    pickle.UnpicklingError,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    MemoryError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
