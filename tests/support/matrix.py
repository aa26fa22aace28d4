"""Says whether the demo played in a folder ended as its script says."""

import json
import os
import subprocess
import sys

from mailbot.demo.script import EXPECTED, LAST_DAY, PERIOD


def ends(folder: str) -> dict[str, tuple[str, bool]]:
    """Return each unit's state, and whether it was late, as `mailbot status` says."""
    words = ("status", "--json", "--period", PERIOD, "--at", f"{LAST_DAY}T17:00")
    done = subprocess.run(
        [sys.executable, "-m", "mailbot", *words],
        env={**os.environ, "MAILBOT_HOME": folder},  # noqa: TID251 - for a child
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {r["unit"]: (r["state"], r["late"]) for r in rows if r.get("unit")}


def main(folder: str) -> int:
    """Print what differs; 1 if anything does."""
    found = ends(folder)
    units = {**EXPECTED, **found}
    wrong = [unit for unit in units if found.get(unit) != EXPECTED.get(unit)]
    for unit in wrong:
        print(f"{unit}: {found.get(unit)}, by the script {EXPECTED.get(unit)}")  # noqa: T201
    print(f"demo: {len(units) - len(wrong)} of {len(units)} units as scripted")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
