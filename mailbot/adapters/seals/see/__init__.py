"""Pixels: pages, ink, rings and what they measure."""
