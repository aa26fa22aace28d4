"""The words by which progress texts are read: data, a phrase a line."""
