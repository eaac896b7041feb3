"""Lets code write once before a transaction is committed, whatever has been saved in it.

Django has signals for what is saved and `on_commit` for what follows a transaction. Something that is computed from
many rows, such as a search index, is best written once at the end of the transaction that has changed them. The
connections of config/databases.py are these (config/sqlite/, config/postgresql/).
"""

from typing import Any, Final

from django.dispatch import Signal

# Sent while the transaction is still open. What a receiver raises rolls the transaction back.
committing: Final = Signal()
rolled_back: Final = Signal()


class SendsCommits:
    """Mixin of a database's connection."""

    def commit(self) -> None:
        connection: Any = super()
        try:
            committing.send(type(self), connection=self)
        except BaseException:
            self.rollback()
            raise
        connection.commit()

    def rollback(self) -> None:
        connection: Any = super()
        connection.rollback()
        rolled_back.send(type(self), connection=self)
