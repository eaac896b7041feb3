"""Galleries and photos: rows, files and their admin. Imports meetings, partners and publishing."""
