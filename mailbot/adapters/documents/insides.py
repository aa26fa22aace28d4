"""What lies in a document beside its words: pictures, files packed into it.

Who gets a file without words should be able to tell whether it holds a picture of
the form, another file with the form in it, or nothing at all.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Final

from mailbot.core.record.documents import Content

_MOST_TOLD: Final = 20
_PICTURE: Final = re.compile(r"(?:^|/)(?:media|pictures)/[^/]+\.\w+$", re.IGNORECASE)
_EMBEDDED: Final = re.compile(
    r"(?:^|/)embeddings/([^/]+)$|^(Object \d+)/content\.xml$", re.IGNORECASE
)


def with_insides(found: Content, content: bytes) -> Content:
    """Return the content of a package (OOXML, ODF) with what else lies in it."""
    names = _names(content)
    if not names:
        return found
    embedded = [m[1] or m[2] for name in names if (m := _EMBEDDED.search(name))]
    return replace(
        found,
        pictures=sum(_PICTURE.search(name) is not None for name in names),
        embedded=tuple(embedded[:_MOST_TOLD]),
    )


def _names(content: bytes) -> list[str]:
    """Return the parts of a package, none of any other file."""
    if not content.startswith(b"PK"):
        return []
    try:
        return zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []
