"""One quarter played in a minute: mail servers, mails, and a clock of its own."""
