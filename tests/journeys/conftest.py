"""The real mail server the journeys are made on."""

from tests.support.dovecot import dovecot

__all__ = ["dovecot"]
