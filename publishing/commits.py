"""Signals that Django lacks: of writing in bulk, and of the end of a transaction.

Something that is computed from many rows, such as the search index, is best written once, at the end of the transaction
that has changed them. The connections of config/databases.py tell when that is (config/sqlite/, config/postgresql/).
"""

from typing import Any, Final

from django.dispatch import Signal

from publishing.last_stamp import LAST

# Sent while the transaction is still open. What a receiver raises rolls the transaction back.
committing: Final = Signal()
rolled_back: Final = Signal()
# Sent when rows were written in bulk, of which Django sends nothing: `keys`, and `columns`, empty where rows are new.
rows_written: Final = Signal()


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
        LAST.forget()

    def rollback(self) -> None:
        connection: Any = super()
        connection.rollback()
        rolled_back.send(type(self), connection=self)
