"""Office files under the password that Excel itself sets: nobody has to know it.

A workbook whose structure is protected, or that is marked as final in old versions,
is saved encrypted with the constant password below ([MS-OFFCRYPTO] 2.4.2.3): Excel
opens it without asking. One under a password of its own stays shut.
"""

from __future__ import annotations

import io
from typing import Final

from mailbot.adapters.documents.bounds import MAX_PACKAGE_BYTES, Refusal
from mailbot.core.record.documents import Problem

_DEFAULT_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - Excel's, in its specification


def unlocked(content: bytes) -> bytes:
    """Return the file without its encryption; Refusal(ENCRYPTED) where it is locked."""
    import msoffcrypto  # type: ignore[import-untyped] # noqa: PLC0415 - seldom needed

    if not 0 < len(content) <= MAX_PACKAGE_BYTES:
        raise Refusal(Problem.TOO_LARGE)
    opened = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        file.load_key(password=_DEFAULT_PASSWORD)
        file.decrypt(opened)
    except Exception as error:  # the library raises whatever its parts raise
        raise Refusal(Problem.ENCRYPTED) from error
    if opened.getvalue() == content:
        raise Refusal(Problem.ENCRYPTED)
    return opened.getvalue()
