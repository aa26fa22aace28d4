"""Bodies of mails, fetched in bounded pieces and never marked as read."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from mailbot.adapters.mail.imap.connection import Connection
from mailbot.adapters.mail.imap.faults import CommandRefused
from mailbot.adapters.mail.imap.values import (
    Arrival,
    FetchLimits,
    InMemory,
    Listed,
    OnDisk,
    TooLarge,
    Unreadable,
    Vanished,
)
from mailbot.errors import TryLater
from mailbot.fault_words import why

_HEAD_BYTES = 64 << 10
_PROOF_BYTES = 1024
_DATES = "BODY.PEEK[HEADER.FIELDS (RECEIVED DATE)]"
_DATES_AT_ONCE = 200
_DATES_BYTES = 4096
_NO_BODY = "服务器没有给出邮件内容"


class _GrownTooLargeError(Exception):
    """A mail turned out larger than the server had said."""


def batches(
    mails: Iterable[Listed], limits: FetchLimits
) -> Iterator[tuple[Listed, ...]]:
    """Cut a listing into groups that one command may fetch, in the same order.

    A mail that fills a group, or that is not fetched whole, stands alone.
    """
    most = min(limits.batch_bytes, limits.pieces_above, limits.message_bytes)
    group: list[Listed] = []
    weight = 0
    for mail in mails:
        full = weight + mail.size > most
        if group and (full or len(group) == limits.batch_count):
            yield tuple(group)
            group, weight = [], 0
        group.append(mail)
        weight += mail.size
    if group:
        yield tuple(group)


def arrivals(
    connection: Connection,
    batch: Sequence[Listed],
    limits: FetchLimits,
    spill: Path,
) -> Iterator[Arrival]:
    """Fetch one batch from the open folder and say what came of each mail."""
    first = batch[0]
    if first.size > limits.message_bytes:
        yield TooLarge(first, _head(connection, first))
    elif first.size > limits.pieces_above:
        yield _in_pieces(connection, first, limits, spill)
    else:
        yield from _whole(connection, batch)


def _whole(connection: Connection, batch: Sequence[Listed]) -> Iterator[Arrival]:
    try:
        contents = _contents(connection, batch)
    except CommandRefused:
        # One mail the server cannot read, or one just expunged (RFC 2180 4.1),
        # may cost the whole command: ask again for each alone.
        contents = {}
    for mail in batch:
        content = contents.pop(mail.uid, None)
        if content is None:
            yield _alone(connection, mail)
        else:
            yield InMemory(mail, content)


def _alone(connection: Connection, mail: Listed) -> Arrival:
    try:
        contents = _contents(connection, (mail,))
    except CommandRefused as refusal:
        return _absent(connection, mail, refusal.text)
    if mail.uid in contents:
        return InMemory(mail, contents[mail.uid])
    return _absent(connection, mail, _NO_BODY)


def _absent(connection: Connection, mail: Listed, why: str) -> Arrival:
    """Tell a mail that is gone from one that the server cannot hand out."""
    if mail.uid in connection.search(f"UID {mail.uid}"):
        return Unreadable(mail, why)
    return Vanished(mail)


def _contents(connection: Connection, mails: Sequence[Listed]) -> dict[int, bytes]:
    size = sum(mail.size for mail in mails)
    answers = connection.fetch([mail.uid for mail in mails], ("BODY.PEEK[]",), size)
    found = ((uid, _octets(answer.get(b"BODY[]"))) for uid, answer in answers.items())
    return {uid: content for uid, content in found if content is not None}


def _octets(value: Any) -> bytes | None:
    """Return a body's bytes, None for NIL; IMAPClient reads a short `"123"` as int."""
    return str(value).encode() if isinstance(value, int) else value


def _in_pieces(
    connection: Connection, mail: Listed, limits: FetchLimits, spill: Path
) -> Arrival:
    """Fetch a large mail piece by piece straight into a file under `spill`."""
    with contextlib.ExitStack() as on_failure:
        try:
            file, path = _new_file(spill)
            on_failure.callback(path.unlink, missing_ok=True)
            with file:
                complete = _pour(_pieces(connection, mail, limits), file, limits)
        except OSError as error:
            words = (
                f"无法在 {spill} 写入大邮件（{why(error)}），"
                "请检查磁盘空间；稍后自动重试。"
            )
            raise TryLater(words) from error
        except _GrownTooLargeError:
            return TooLarge(mail, _head(connection, mail))
        except CommandRefused as refusal:
            return _absent(connection, mail, refusal.text)
        if not complete:
            return _absent(connection, mail, _NO_BODY)
        on_failure.pop_all()
        return OnDisk(mail, path)


def comes(connection: Connection, uid: int) -> bool:
    """Tell whether the server hands out the beginning of a mail."""
    return bool(_piece(connection, uid, 0, _PROOF_BYTES)[0])


def dates(connection: Connection, uids: Sequence[int]) -> dict[int, bytes]:
    """Return the Received and Date fields of mails, where the server gives them."""
    found: dict[int, bytes] = {}
    for start in range(0, len(uids), _DATES_AT_ONCE):
        with contextlib.suppress(CommandRefused):
            chunk = uids[start : start + _DATES_AT_ONCE]
            size = len(chunk) * _DATES_BYTES
            answers = connection.fetch(chunk, (_DATES,), size)
            for uid, answer in answers.items():
                fields = (v for k, v in answer.items() if k.startswith(b"BODY[HEADER"))
                found[uid] = _octets(next(fields, b"")) or b""
    return found


def _head(connection: Connection, mail: Listed) -> bytes:
    """Return a mail's header alone, so that its sender can be told."""
    item = f"BODY.PEEK[HEADER]<0.{_HEAD_BYTES}>"
    try:
        answer = connection.fetch([mail.uid], (item,), _HEAD_BYTES).get(mail.uid, {})
    except CommandRefused:
        return b""
    found = (v for k, v in answer.items() if k.startswith(b"BODY[HEADER]"))
    return _octets(next(found, b"")) or b""


def _new_file(spill: Path) -> tuple[BinaryIO, Path]:
    """Open a new file that its owner alone can read."""
    handle, name = tempfile.mkstemp(dir=spill, prefix="mail-", suffix=".part")
    return os.fdopen(handle, "wb"), Path(name)


def _pour(pieces: Iterable[bytes], file: BinaryIO, limits: FetchLimits) -> bool:
    """Write all pieces; tell whether there was any, stop at the size limit."""
    written = 0
    for piece in pieces:
        written += file.write(piece)
        if written > limits.message_bytes:
            raise _GrownTooLargeError
    return written > 0


def _pieces(
    connection: Connection, mail: Listed, limits: FetchLimits
) -> Iterator[bytes]:
    """Yield a mail's pieces until the server has no more of it.

    The end is an empty piece, or a short one at or past the size that was listed:
    some servers list a wrong size, some hand out less than was asked for.
    """
    offset = 0
    while True:
        piece, is_partial = _piece(connection, mail.uid, offset, limits.piece_bytes)
        offset += len(piece)
        if piece:
            yield piece
        short = len(piece) < limits.piece_bytes and offset >= mail.size
        if not piece or not is_partial or short:
            return


def _piece(
    connection: Connection, uid: int, offset: int, length: int
) -> tuple[bytes, bool]:
    """Return one piece, and whether the server kept to the part that was asked for."""
    item = f"BODY.PEEK[]<{offset}.{length}>"
    answer = connection.fetch([uid], (item,), length).get(uid, {})
    for key, value in answer.items():
        if key.startswith(b"BODY[]"):
            return _octets(value) or b"", b"<" in key
    return b"", True
