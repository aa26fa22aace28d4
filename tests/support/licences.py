"""Lists under which licences the locked packages stand; fails on one not permissive.

    python -m tests.support.licences [requirements.txt]

Reads what each installed package says of itself. Where its words name no licence, or
one that asks something of us, a line below says why it is taken all the same.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\\\n]*)", re.MULTILINE)
PERMISSIVE = re.compile(
    r"(?<![a-z-])(0BSD|Apache|BSD|CC0|HPND|ISC|MIT|PSF|Python Software Foundation"
    r"|Unlicense|Zlib)",
    re.IGNORECASE,
)
ASKS_MORE = re.compile(
    r"\b(A?L?GPL|GNU|MPL|Mozilla|EUPL|CDDL|EPL|SSPL|BUSL|proprietary|commercial)\b|GPL",
    re.IGNORECASE,
)
_FIELDS = ("License-Expression", "License")
# Taken all the same, with the reason.
TAKEN = {
    "certifi": "MPL-2.0: its list of authorities is used unchanged",
    "pathspec": "MPL-2.0: builds the wheel, is not in it",
    "psycopg": "LGPL-3.0: extra postgres only, used unchanged as a library",
    "psycopg-binary": "LGPL-3.0: extra postgres only, used unchanged as a library",
    "tqdm": "MPL-2.0 AND MIT: used unchanged, through rapidocr",
    "imapclient": "BSD-3-Clause: its file COPYING, no word in its metadata",
}


def words_of(package: str) -> str:
    """Return what a package says of its licence, "" if nothing."""
    told = metadata(package)
    classified = [
        line.rpartition("::")[2].strip()
        for line in told.get_all("Classifier") or ()
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    fields = {name: told[name].strip() for name in _FIELDS if name in told}
    plain = fields.get("License", "").partition("\n")[0].strip("# ")
    return fields.get("License-Expression") or plain or ", ".join(classified)


def refusal(name: str, words: str) -> str:
    """Return why a package cannot be taken, "" if it can."""
    if name in TAKEN or (PERMISSIVE.search(words) and not ASKS_MORE.search(words)):
        return ""
    return f"{name}: {words or 'no licence named'}"


def main(lock: str = "requirements.txt") -> int:
    """Print the licences with their packages; return how many cannot be taken."""
    found = dict(LOCKED.findall(Path(lock).read_text(encoding="utf-8")))
    under: dict[str, list[str]] = defaultdict(list)
    refused: list[str] = []
    for name, pinned in sorted(found.items()):
        try:
            words = words_of(name)
        except PackageNotFoundError:
            elsewhere = "for other systems, not looked at" if ";" in pinned else ""
            under[elsewhere or "missing here"].append(name)
            refused += [] if elsewhere else [f"{name}: not installed here"]
            continue
        under[TAKEN.get(name) or words or "?"].append(name)
        refused += filter(None, [refusal(name, words)])
    for words, packages in sorted(under.items()):
        sys.stdout.write(f"{words}: {', '.join(packages)}\n")
    for line in refused:
        sys.stderr.write(f"not permissive, or not told: {line}\n")
    return len(refused)


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:]), 1))
