"""Material outside the project that tests may read where it is present."""

import os
from pathlib import Path

import pytest

NO_SHARED = "no shared material at MAILBOT_SHARED"
ROOT = Path(__file__).resolve().parents[2]


def shared_path(*parts: str) -> Path:
    """Return a path under MAILBOT_SHARED, or skip the test in plain words."""
    base = Path(os.environ.get("MAILBOT_SHARED", str(ROOT.parent / "shared")))  # noqa: TID251
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{NO_SHARED} ({'/'.join(parts)})")
    return path
