"""The log for programs: one JSON object a line, as journals and collectors read it."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Keys: `at` (ISO 8601, UTC), `level`, `logger`, `message`, `fault` (traceback)."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line, whatever stands in its message."""
        row = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            row["fault"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=True)


def log_as_json() -> None:
    """Write what is logged from here on as JSON lines."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
