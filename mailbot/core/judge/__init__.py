"""Whose report, which period, which copy: clues weighed into a verdict."""
