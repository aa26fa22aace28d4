"""The only place that names concrete adapters; nothing happens at import.

Each confined child imports this package for its tasks, so the application is loaded
only where it is asked for: a child starts in a quarter of the time.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.wiring.app import App, open_app

__all__ = ["App", "open_app"]


def __getattr__(name: str) -> object:
    """Load the application when it is first asked for (PEP 562)."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from mailbot.wiring import app  # noqa: PLC0415 - see above

    return getattr(app, name)
