"""The read API: one table of what is told of each kind, from which answers, filters and the description are made."""
