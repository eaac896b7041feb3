"""Recognises failures of the database, the disk or the storage that are no bugs."""

import errno
from typing import Final, NamedTuple

from django.db import DatabaseError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SECONDS_TO_WAIT: Final = 30
SECONDS_TO_RESTORE: Final = 60 * 60  # a database, before which it makes no sense to ask again
NOT_STORED: Final[Promise] = _(
    "The site cannot store anything at the moment: it is busy, or its disk is full. This was not stored. "
    "Wait half a minute and send it again."
)
NOT_STORED_FOR_DAMAGE: Final[Promise] = _(
    "The site cannot store anything: its database is damaged. Tell the people who operate this website: they have to "
    "restore its last backup."
)
# Of SQLite, by the beginnings of the names of its errors.
OF_SQLITE: Final = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY"),
    "SQLITE_PROTOCOL",
)
# Of PostgreSQL, by the classes of its states: connection, transaction rolled back, resources, object not available,
# operator's intervention.
OF_POSTGRESQL: Final = ("08", "40", "53", "55", "57")
DAMAGE: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
DAMAGE_OF_POSTGRESQL: Final = "XX"  # the class of its states: data or an index is corrupted
OF_FILES: Final = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO),
    *(errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE),
)


class StorageUnavailable(OSError):
    """The storage of files does not answer."""


class StorageRefuses(StorageUnavailable):
    """The storage of files answers but refuses: wrong key or too many requests."""


def is_damaged(error: BaseException | None) -> bool:
    """Whether the error says that the file of the database is damaged."""
    if not isinstance(error, DatabaseError):
        return False
    cause = error.__cause__
    state = getattr(cause, "sqlstate", "") or ""
    return getattr(cause, "sqlite_errorname", "").startswith(DAMAGE) or state.startswith(DAMAGE_OF_POSTGRESQL)


def is_unavailable(error: BaseException | None) -> bool:
    """Whether the error says that the database, disk or storage cannot be used now."""
    if isinstance(error, OperationalError):
        cause = error.__cause__
        if name := getattr(cause, "sqlite_errorname", ""):
            return name.startswith(OF_SQLITE)
        state = getattr(cause, "sqlstate", "")
        return not state or state.startswith(OF_POSTGRESQL)
    if isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError):
        return True  # a file is where a folder of ours has to be
    return isinstance(error, StorageUnavailable) or (isinstance(error, OSError) and error.errno in OF_FILES)


class NotStored(NamedTuple):
    """The sentence for the editor, and the seconds after which to send it again."""

    sentence: Promise
    seconds: int


def not_stored(error: BaseException) -> NotStored | None:
    """Return what to answer where the failure is one of these, else None."""
    if is_damaged(error):
        return NotStored(NOT_STORED_FOR_DAMAGE, SECONDS_TO_RESTORE)
    return NotStored(NOT_STORED, SECONDS_TO_WAIT) if is_unavailable(error) else None


def reason(error: BaseException) -> str:
    """Return what the error says, without its path, which is only for the log."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return gettext("nothing can be stored at the moment") if is_unavailable(error) else str(error)
