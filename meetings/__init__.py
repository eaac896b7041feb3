"""Topics, meetings, sessions, statements, articles. Imports partners and publishing."""
