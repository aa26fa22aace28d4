"""Letters: written, held, sent; reminders, summaries, alerts."""
