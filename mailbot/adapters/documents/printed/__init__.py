"""PDF and OFD: glyphs at positions become lines, paragraphs and tables."""
