"""Galleries and photos: rows, files and their admin. Knows meetings, partners and publishing."""
