"""Backups of the site: made while it runs, checked, and restored. See decision 51."""
