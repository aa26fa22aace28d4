"""The optional libraries that seeing needs, imported in this one place.

Without the extra `mailbot[seal]` every module of this package still imports, and
`available()` says no; nothing below `document.py` may then be called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from mailbot.adapters.seals.parts import SEEING, model_path, probe

if TYPE_CHECKING:
    import cv2
    import numpy as np
    import onnxruntime as ort  # type: ignore[import-untyped]  # ships no types
else:
    try:
        import cv2
        import numpy as np
        import onnxruntime as ort
    except ImportError:
        cv2 = np = ort = None
# As text: they are spoken of where numpy may be missing, too.
Bytes: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"  # 0-255
Floats: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"
Points: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"
Flags: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
IMPORTED: bool = np is not None

__all__ = [
    "Bytes",
    "Flags",
    "Floats",
    "Points",
    "available",
    "cv2",
    "model_path",
    "np",
    "ort",
    "probe",
]


def available() -> bool:
    """Say whether pages can be looked at: libraries present, models in their wheel."""
    return IMPORTED and not probe(SEEING)
