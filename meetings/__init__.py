"""Topics, meetings, sessions, statements, articles, galleries, pages. Knows partners and publishing."""
