"""Previews: drawn in confined children, kept by what the file's bytes are."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import asdict
from pathlib import Path
from threading import Lock

from mailbot.adapters.confine.lending import Lent
from mailbot.adapters.confine.limits import EVERY_BOUND, MEGABYTE, Fence, Limits
from mailbot.adapters.confine.pool import Pool
from mailbot.core.record.documents import Content, Kind, Problem, Table
from mailbot.core.record.preview import DrawnPage, Preview
from mailbot.wiring.drawing import draw_file, read_file, read_letter, size_file

_DRAWN = {Kind.PDF, Kind.JPG, Kind.PNG, Kind.HEIC, Kind.TIFF, Kind.BMP, Kind.WEBP}
_BATCH = 4  # pages drawn at a time: the next ones are asked for at once
_HASH = re.compile(r"[0-9a-f]{64}")
_OWNER_ONLY, _FILE_MODE = 0o700, 0o600
_PATIENCE = Limits(memory=1024 * MEGABYTE, cpu=20, wall=30.0, tasks=100, idle=120.0)


class KeptPreviews:
    """Previews under `folder`, one folder a file; `fence` stands about the child."""

    def __init__(self, folder: Path, fence: Fence = EVERY_BOUND) -> None:
        self._folder = folder
        self._pool = Pool(_PATIENCE, 1, fence=fence)
        self._drawing = Lock()

    def of(self, path: Path, sha256: str, kind: Kind) -> Preview:
        """Return what can be shown of a file; read anew unless it was before."""
        room = self._room(sha256)
        noted = room / "preview.json"
        if noted.is_file():
            return _from_json(noted.read_text("utf-8"))
        found = self._asked(path, kind)
        _write(noted, _to_json(found).encode())
        return found

    def page(self, path: Path, sha256: str, kind: Kind, number: int) -> bytes:
        """Return a page's picture (JPEG), b"" if it cannot be drawn."""
        room = self._room(sha256)
        picture = room / f"page-{number}.jpg"
        with self._drawing:
            if not picture.is_file():
                drawn = self._pool.call(draw_file, Lent(path), kind, number, _BATCH)
                for page in () if isinstance(drawn, Problem) else drawn:
                    _write(room / f"page-{page.number}.jpg", page.picture)
        return picture.read_bytes() if picture.is_file() else b""

    def letter(self, path: Path, sha256: str) -> str:
        """Return the words of a mail (RFC 5322 bytes), "" if it cannot be read."""
        noted = self._room(sha256) / "letter.txt"
        if noted.is_file():
            return noted.read_text("utf-8")
        found = self._pool.call(read_letter, Lent(path))
        words = "" if isinstance(found, Problem) else found
        _write(noted, words.encode("utf-8", "replace"))
        return words

    def remove(self, sha256: str) -> None:
        """Remove what was drawn of a file."""
        if _HASH.fullmatch(sha256):
            shutil.rmtree(self._folder / sha256, ignore_errors=True)

    def close(self) -> None:
        """End the child."""
        self._pool.close()

    def _room(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            message = f"no SHA-256: {sha256!r}"
            raise ValueError(message)
        return self._folder / sha256

    def _asked(self, path: Path, kind: Kind) -> Preview:
        if kind in _DRAWN:
            sized = self._pool.call(size_file, Lent(path), kind)
            return Preview(problem=sized) if isinstance(sized, Problem) else sized
        content = self._pool.call(read_file, Lent(path), kind)
        if isinstance(content, Problem):
            return Preview(problem=content)
        return Preview(content=content)


def _write(path: Path, content: bytes) -> None:
    """Put a file in place whole, readable by its owner only."""
    path.parent.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.touch(mode=_FILE_MODE)
    part.write_bytes(content)
    part.replace(path)


def _to_json(preview: Preview) -> str:
    sizes = [[page.number, page.width, page.height] for page in preview.pages]
    content = preview.content
    told = {
        "total": preview.total,
        "pages": sizes,
        "problem": preview.problem,
        "text": content.text if content else None,
        "tables": [asdict(table)["rows"] for table in content.tables]
        if content
        else [],
    }
    return json.dumps(told, ensure_ascii=False)


def _from_json(text: str) -> Preview:
    told = json.loads(text)
    content = None
    if told["text"] is not None:
        tables = (Table(tuple(map(tuple, rows))) for rows in told["tables"])
        content = Content(text=told["text"], tables=tuple(tables))
    return Preview(
        told["total"],
        tuple(DrawnPage(*size) for size in told["pages"]),
        content,
        Problem(told["problem"]) if told["problem"] else None,
    )
