"""Who may enter the console: codes, passwords, sessions, and how often one may try."""
