"""Values and decisions: no clock, no log, no file, no network."""
