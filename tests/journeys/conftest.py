"""The houses and the real mail server that the journeys are made on."""

from tests.support.dovecot import dovecot
from tests.support.house import house, readers

__all__ = ["dovecot", "house", "readers"]
