"""What staff order by answering a letter."""
