"""The archive: where what was taken in lies, for people to open."""

from mailbot.adapters.archive.disk import DiskArchive, digest_of

__all__ = ["DiskArchive", "digest_of"]
