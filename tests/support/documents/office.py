"""LibreOffice, where it is present, saves generated documents in other formats."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_SECONDS = 180


def has_office() -> bool:
    """Say whether soffice can be called."""
    return shutil.which("soffice") is not None


def converted(
    papers: dict[str, bytes], source: str, target: str, room: Path
) -> dict[str, bytes]:
    """Return the documents saved as `target`, by name; one batch, its own profile.

    LibreOffice answers 0 even when it failed: a document that is not there is missing
    from the answer.
    """
    into, origin = room / f"as-{target}", room / f"from-{source}"
    for folder in (into, origin):
        folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, content in papers.items():
        file = origin / f"{name}.{source}"
        file.write_bytes(content)
        files.append(str(file))
    profile = (room / "profile").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", target, "--outdir", str(into), *files],
        check=False,
        capture_output=True,
        timeout=_SECONDS,
    )
    found = {name: into / f"{name}.{target}" for name in papers}
    return {name: file.read_bytes() for name, file in found.items() if file.exists()}
