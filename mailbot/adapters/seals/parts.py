"""Whether the libraries that seeing needs are installed, without loading them.

The main process asks this for `mailbot doctor`; eyes and reader take a hundred
megabytes, which only the child that looks shall.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

SEEING = ("cv2", "numpy", "onnxruntime", "rapidocr")


def probe(wanted: tuple[str, ...] = (*SEEING, "pyhanko")) -> tuple[str, ...]:
    """Name what is missing for seeing seals, for `mailbot doctor`; empty = nothing."""
    lacking = [name for name in wanted if importlib.util.find_spec(name) is None]
    if "rapidocr" not in lacking:
        lacking += [f"model {part}" for part in ("rec", "det") if not model_path(part)]
    return tuple(lacking)


def model_path(part: str) -> str:
    """Return where the PP-OCR model `part` (rec, det) lies in rapidocr's wheel, or "".

    Only the files are used: rapidocr's own code would fetch a model that is absent,
    and this program must never reach for the network.
    """
    found = importlib.util.find_spec("rapidocr")
    if found is None or not found.submodule_search_locations:
        return ""
    folder = Path(found.submodule_search_locations[0]) / "models"
    models = sorted(folder.glob(f"*_{part}_*.onnx"))
    return str(models[-1]) if models else ""
