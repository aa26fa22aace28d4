"""Whether two states of the program say the same of the same mails.

`python -m bench.same_outputs OUT.jsonl [--demo DIR]` writes what `examine --json`
says of every mail and document under MAILBOT_SHARED, and of the mails that a demo kept
in DIR (`mailbot demo --keep DIR`). Run it before a change that must change nothing and
again after it, with the same DIR, and compare the two files (`cmp`): they are equal to
the byte, or the change did change something.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_SHARED = Path(os.environ.get("MAILBOT_SHARED", "../shared"))
_FOLDERS = (
    "cases/mails-2",
    "cases/other-business",
    "cases/faults",
    "cases/documents",
    "corpus",
)
_AT = "2023-07-05T09:00:00+08:00"
_A_CALL = 40  # paths a process: what one child remembers must not leak into the figures


def paths(demo: Path | None) -> list[Path]:
    """Return every file to be explained, in an order that never varies."""
    folders = [_SHARED / name for name in _FOLDERS]
    if demo is not None:
        folders.append(demo / "state" / "archive")
    skipped = {".md", ".jsonl", ".json"}
    return [
        path.resolve()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in skipped
    ]


def main() -> None:
    """Explain them all, in calls of a few dozen, and write the lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--demo", type=Path)
    options = parser.parse_args()
    files = paths(options.demo)
    with tempfile.TemporaryDirectory() as room:
        python = [sys.executable, "-m", "mailbot"]
        folder = Path(room, "office")
        subprocess.run([*python, "init", str(folder)], check=True, capture_output=True)
        environment = {**os.environ, "MAILBOT_HOME": str(folder)}
        environment["PYTHONPATH"] = str(Path.cwd())
        with options.out.open("wb") as out:
            for at in range(0, len(files), _A_CALL):
                some = [str(path) for path in files[at : at + _A_CALL]]
                told = ["examine", "--json", "--text", "--at", _AT, *some]
                done = subprocess.run(
                    [*python, *told], env=environment, stdout=out, check=False
                )
                print(f"{at + len(some)} of {len(files)}, exit {done.returncode}")


if __name__ == "__main__":
    main()
