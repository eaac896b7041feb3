"""Partners, formats, memberships, people: who meets. Knows publishing."""
