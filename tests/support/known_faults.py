"""Lists the known vulnerabilities of the locked packages, where the data can be had.

    python -m tests.support.known_faults [requirements.txt]

Asks pip-audit (not locked: it is no part of mailbot) and fails on a finding. Without
it, or without its data as behind an office's firewall, that is said and is no fault.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

PATIENCE = 120  # seconds


def audited(lock: str) -> str | None:
    """Return pip-audit's JSON on a lock, None where it is missing or hears nothing."""
    beside = Path(sys.executable).with_name("pip-audit")
    program = str(beside) if beside.exists() else shutil.which("pip-audit")
    if not program:
        return None
    asked = [program, "--disable-pip", "--require-hashes", "--format", "json"]
    try:
        said = subprocess.run(
            [*asked, "--requirement", lock],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return None
    return said.stdout or None


def verdict(told: str | None) -> tuple[bool, list[str]]:
    """Return whether all is well as far as can be known, and what to print."""
    packages = json.loads(told)["dependencies"] if told else []
    known = [package for package in packages if "skip_reason" not in package]
    if not known:
        return True, ["known faults not looked up: pip-audit or its data is not here"]
    found = [
        f"{package['name']} {package['version']}: {fault['id']}, "
        f"mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for package in known
        for fault in package["vulns"]
    ]
    unknown = len(packages) - len(known)
    count = f"{len(known)} packages looked up, {unknown} unknown, {len(found)} faults"
    return not found, [*found, count]


def main(lock: str = "requirements.txt") -> int:
    """Print what is known; 1 for a finding."""
    well, lines = verdict(audited(lock))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
