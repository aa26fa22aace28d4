"""Names on seals and headings, read from pixels."""
