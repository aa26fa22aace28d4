"""The annex table: its rows, the items they belong to, what is missing."""
