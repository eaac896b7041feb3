"""The connection to SQLite, as Django loads it: `base` has to be the name of the module."""
