"""The PDF of a paper we made, by LibreOffice where the machine has it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

_NAMES: Final = ("soffice", "libreoffice")
_SECONDS: Final = 180  # the first start lays out a profile: 20 s on a small machine


def pdf_copy(paper: Path) -> Path | None:
    """Write a .docx as PDF beside it; None where LibreOffice is missing or fails."""
    office = next((found for n in _NAMES if (found := shutil.which(n))), None)
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as home:
        command = (
            *(office, f"-env:UserInstallation={Path(home).as_uri()}", "--headless"),
            *("--convert-to", "pdf:writer_pdf_Export"),
            *("--outdir", str(paper.parent.absolute()), str(paper.absolute())),
        )
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return None
    made = paper.with_suffix(".pdf")
    return made if made.exists() else None
