"""Topics, meetings, sessions and texts. Imports partners and publishing."""
