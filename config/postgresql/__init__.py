"""The connection to PostgreSQL; Django requires the module name `base`."""
