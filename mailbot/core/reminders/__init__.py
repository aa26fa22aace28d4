"""Who is reminded, when, and why not."""
