"""Reads how far a unit is from what it writes, and finds what contradicts itself.

Pure: text and notice in, values out. `reading.read_progress` is the way in for one
row, `contradictions.find` for what several forms say of the same targets. The policy
(what is a figure, what is sure) and its measure: docs/figures.md.
"""
