"""The real mail servers these tests speak with."""

from tests.support.dovecot import dovecot, mailbox
from tests.support.pymap_server import pymap_server

__all__ = ["dovecot", "mailbox", "pymap_server"]
