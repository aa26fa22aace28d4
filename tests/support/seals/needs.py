"""What the generator needs, and how a test says that it is not there."""

import pytest

from mailbot.adapters.seals.parts import SEEING, probe
from tests.support.seals.artwork import FONTS

# Whether the extra `seal` is there; without it, every PDF waits for staff.
SEES = not probe(SEEING)

needs_fonts = pytest.mark.skipif(not FONTS, reason="no CJK font on this machine")
