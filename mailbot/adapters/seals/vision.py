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
    import onnxruntime as ort

    Bytes: TypeAlias = np.ndarray[Any, np.dtype[np.uint8]]
    Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]
    Points: TypeAlias = np.ndarray[Any, np.dtype[Any]]
    Flags: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
else:
    try:
        import cv2
        import numpy as np
        import onnxruntime as ort
    except ImportError:
        cv2 = np = ort = None

__all__ = ["available", "cv2", "model_path", "np", "ort", "probe"]


def available() -> bool:
    """Say whether pages can be looked at: libraries present, models in their wheel."""
    return cv2 is not None and bool(model_path("rec")) and bool(model_path("det"))


def probe() -> tuple[str, ...]:
    """Name what is missing for seeing seals, for `mailbot doctor`; empty = nothing."""
    wanted = ("cv2", "numpy", "onnxruntime", "rapidocr", "pyhanko")
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
