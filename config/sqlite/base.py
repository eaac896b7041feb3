"""Django's connection to SQLite, which also tells when a transaction is committed."""

from django.db.backends.sqlite3 import base

from publishing.commits import SendsCommits


class DatabaseWrapper(SendsCommits, base.DatabaseWrapper):
    """See publishing/commits.py."""
