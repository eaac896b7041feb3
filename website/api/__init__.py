"""The read API, made from one table of the facts of each kind."""
