"""Word and RTF: texts in paragraphs and tables."""
