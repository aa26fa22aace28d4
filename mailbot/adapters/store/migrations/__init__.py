"""The forms the database has had, one file a change."""
