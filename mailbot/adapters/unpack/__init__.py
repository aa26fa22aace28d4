"""Takes files out of what they came in: archives, winmail.dat, forwarded mails."""
