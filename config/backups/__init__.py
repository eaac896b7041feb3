"""Backups of the site, made while it runs, checked and restored: see decision 51."""
