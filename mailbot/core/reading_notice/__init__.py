"""From a notice's document to what it asks: of whom, about what, by when, how."""
