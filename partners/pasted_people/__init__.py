"""Pasted lists of people, "name, office, country" per line: read, shown, saved."""
