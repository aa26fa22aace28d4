"""The optional libraries that seeing needs, imported in this one place.

Without the extra `mailbot[seal]` every module of this package still imports, and
`available()` says no; nothing below `document.py` may then be called.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import cv2
    import numpy as np
    import onnxruntime as ort  # type: ignore[import-untyped]  # ships no types

    Bytes: TypeAlias = np.ndarray[Any, np.dtype[Any]]  # 0-255
    Floats: TypeAlias = np.ndarray[Any, np.dtype[Any]]
    Points: TypeAlias = np.ndarray[Any, np.dtype[Any]]
    Flags: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
else:
    try:
        import cv2
        import numpy as np
        import onnxruntime as ort
    except ImportError:
        cv2 = np = ort = None
IMPORTED: bool = np is not None

SEEING = ("cv2", "numpy", "onnxruntime", "rapidocr")
__all__ = ["available", "cv2", "model_path", "np", "ort", "probe"]


def available() -> bool:
    """Say whether pages can be looked at: libraries present, models in their wheel."""
    return IMPORTED and not probe(SEEING)


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
