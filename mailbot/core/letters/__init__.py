"""What letters say, before they are written."""
