"""Printed tables without upright lines: columns told by the words themselves."""
