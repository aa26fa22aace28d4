"""Behind which walls strangers' files are parsed, as the settings say."""

from __future__ import annotations

import os

from mailbot.adapters.confine.limits import EVERY_BOUND, Fence
from mailbot.errors import BadSettings
from mailbot.settings import Need, Settings, load_settings


def fence_of(settings: Settings) -> Fence:
    """Return the fence of a working folder: without walls only at the office's word.

    Nobody has to give it who holds no secret that a file could be after.
    """
    passwords = settings.imap.password or settings.smtp.password
    secret = passwords or os.access(settings.home / ".env", os.R_OK)
    return Fence(unconfined=settings.policy.unconfined or not secret)


def fence_here() -> Fence:
    """Return the fence of the folder we are in; faulty settings allow nothing."""
    try:
        return fence_of(load_settings(Need.NOTHING))
    except BadSettings:
        return EVERY_BOUND
