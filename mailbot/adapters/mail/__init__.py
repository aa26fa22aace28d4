"""Mail as the servers speak it: IMAP, SMTP and MIME."""
