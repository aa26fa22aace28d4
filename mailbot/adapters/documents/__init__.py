"""Documents at the edge: what the bytes are, and what is written in them."""
