"""Lists of people as press offices get them, one "name, office, country" a line: read, shown, then made."""
