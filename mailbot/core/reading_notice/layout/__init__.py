"""A document as paragraphs, sentences, numbers and days."""
