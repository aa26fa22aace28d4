"""The pieces that a text falls into: lines of tables, sentences, words, numbers."""
