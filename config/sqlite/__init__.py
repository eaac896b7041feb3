"""The connection to SQLite; Django requires the module name `base`."""
