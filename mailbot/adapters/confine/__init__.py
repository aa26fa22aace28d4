"""Runs parsers of strangers' files in confined child processes.

Kept empty on purpose: every child imports this package, and what it does not
import it need not load. Callers take `pool.Pool` and `limits.Limits`.
"""
