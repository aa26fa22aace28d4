"""The second mail server that these tests speak with."""

from tests.support.pymap_server import pymap_server

__all__ = ["pymap_server"]
