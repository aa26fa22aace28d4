"""Write down every form in which a letter was ever shipped (python -m …).

A working folder may hold a letter that an earlier version laid there. One that nobody
edited is passed over for the one shipped now (`adapters/letters`), so that our
improvements reach it; known is it by its SHA-256 in `templates/folder/former.txt`.
Run it before a release; `make package` does.
"""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LETTERS = "templates/letters"
LIST = ROOT / "templates" / "folder" / "former.txt"


def git(*words: str) -> bytes:
    """Return what git answers in this repository."""
    return subprocess.run(
        ["git", *words], cwd=ROOT, check=True, capture_output=True
    ).stdout


def former() -> list[str]:
    """Return a line for each form, `sha256  name`, sorted."""
    blobs = set()
    for commit in git("log", "--format=%H", "--", LETTERS).decode().split():
        for line in git("ls-tree", "-r", commit, LETTERS).decode().splitlines():
            blob, path = line.split(None, 2)[2].split("\t")
            blobs.add((blob, Path(path).name))
    return sorted(
        f"{hashlib.sha256(git('cat-file', 'blob', blob)).hexdigest()}  {name}"
        for blob, name in blobs
    )


if __name__ == "__main__":
    LIST.write_text("\n".join(former()) + "\n", encoding="utf-8")
