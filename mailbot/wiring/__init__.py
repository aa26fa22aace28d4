"""The only place that names concrete adapters; nothing happens at import."""

from mailbot.wiring.app import App, open_app

__all__ = ["App", "open_app"]
