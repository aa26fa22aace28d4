"""The single fields: number, title, day, contacts, receiver, annexes."""
