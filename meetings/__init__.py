"""Topics, meetings, sessions, statements, articles. Knows partners and publishing."""
