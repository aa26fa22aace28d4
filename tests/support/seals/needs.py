"""What the generator needs, and how a test says that it is not there."""

import pytest

from tests.support.seals.artwork import FONTS

needs_fonts = pytest.mark.skipif(not FONTS, reason="no CJK font on this machine")
