"""Galleries and photos; imports meetings, partners and publishing."""
