"""A mail's bytes become a value."""
