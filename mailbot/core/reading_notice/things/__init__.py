"""The items of a notice: their units, in text and tables, and their targets."""
