"""Keeping what was taken in; what follows faults and restores."""
