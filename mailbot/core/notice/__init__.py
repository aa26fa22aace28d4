"""What a notice asks of whom, by when."""
