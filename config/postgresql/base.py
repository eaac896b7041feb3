"""Django's connection to PostgreSQL, which also tells when a transaction is committed."""

from django.db.backends.postgresql import base

from publishing.commits import SendsCommits


class DatabaseWrapper(SendsCommits, base.DatabaseWrapper):
    """See publishing/commits.py."""
