"""Collects the quarterly reports that government units mail to one mailbox."""

# On PyPI the name mailbot is somebody else's; the command and the package keep it.
DISTRIBUTION = "mailbot-office"
