from tests.support.house import house, readers

__all__ = ["house", "readers"]
