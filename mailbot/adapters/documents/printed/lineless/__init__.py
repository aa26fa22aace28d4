"""Printed tables without upright lines: from words to a `Layout`, by `Tolerances`."""
