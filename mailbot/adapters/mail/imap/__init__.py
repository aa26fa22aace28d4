"""The mailbox on its server, only ever read."""
