"""The connection to PostgreSQL, as Django loads it: `base` has to be the name of the module."""
