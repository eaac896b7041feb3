"""Pasted lists of people, one "name, office, country" a line: read, shown, then created."""
