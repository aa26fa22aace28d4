"""A generator of sealed and unsealed pages with their truth; nothing real in it."""
