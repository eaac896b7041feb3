"""The read API: one table of the facts of each kind, from which answers, filters and the description are made."""
