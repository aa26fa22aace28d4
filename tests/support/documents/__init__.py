"""Generated documents with their exact truth: what is drawn, and what must be read."""
