"""Office files under the password that Excel itself sets: nobody has to know it.

A workbook whose structure is protected, or that is marked as final in old versions,
is saved encrypted with the constant password below ([MS-OFFCRYPTO] 2.4.2.3): Excel
opens it without asking. One under a password of its own stays shut.
"""

from __future__ import annotations

import io
import struct
from typing import Final

from mailbot.adapters.documents.bounds import MAX_PACKAGE_BYTES, Refusal
from mailbot.core.record.documents import Problem

_DEFAULT_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - Excel's, in its specification
# Whatever the library lets through on broken files, beside its own errors.
_BROKEN: Final = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    ArithmeticError, OSError, EOFError, NotImplementedError, struct.error,
)  # fmt: skip


def unlocked(content: bytes) -> bytes:
    """Return the file without its encryption; Refusal(ENCRYPTED) where it is locked."""
    import msoffcrypto  # type: ignore[import-untyped] # noqa: PLC0415 - seldom needed
    from msoffcrypto import exceptions  # noqa: PLC0415

    own = (
        exceptions.FileFormatError,
        exceptions.ParseError,
        exceptions.DecryptionError,
    )
    keys = (exceptions.InvalidKeyError, exceptions.EncryptionError)

    if not 0 < len(content) <= MAX_PACKAGE_BYTES:
        raise Refusal(Problem.TOO_LARGE)
    opened = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        file.load_key(password=_DEFAULT_PASSWORD)
        file.decrypt(opened)
    except (*_BROKEN, *own, *keys) as error:
        raise Refusal(Problem.ENCRYPTED) from error
    if opened.getvalue() == content:
        raise Refusal(Problem.ENCRYPTED)
    return opened.getvalue()
