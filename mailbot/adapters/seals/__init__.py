"""Looks at documents for official seals, offline; advice to people, never a proof."""
