"""The houses that the journeys are made on."""

from tests.support.house import house, readers

__all__ = ["house", "readers"]
