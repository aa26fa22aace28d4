from tests.support.dovecot import dovecot, mailbox

__all__ = ["dovecot", "mailbox"]
