"""File permissions: only the service account reads, nginx all but originals."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

FILE, FOLDER = 0o600, 0o700
# Files that a server in front reads through its group, with the folders above them.
FILE_OF_GROUP, FOLDER_OF_GROUP, PASSAGE = 0o640, 0o750, 0o710
ORIGINAL: Final = "original."  # the prefix of the uploaded files, which are never sent unchanged
# Programs, and public static files; there are tens of thousands.
LEFT_ALONE: Final = ("venv", "uv", "static")


def mode_of(name: str) -> int:
    """Return the mode of a stored file."""
    is_sent = settings.ACCEL_PREFIX and not Path(name).name.startswith(ORIGINAL)
    return FILE_OF_GROUP if is_sent else FILE


def tighten() -> None:
    """Remove other accounts' rights to the data folder, which older files may give."""
    for path, mode in _modes():
        with suppress(FileNotFoundError, PermissionError):  # a database's temporary file, just deleted
            now = stat.S_IMODE(path.stat().st_mode)
            if now != mode:
                path.chmod(mode)


def _modes() -> Iterator[tuple[Path, int]]:
    """Yield each file and folder with the mode that it is to have."""
    data, media = Path(settings.DATA_DIR), Path(settings.DATA_DIR, "media")
    yield data, PASSAGE if settings.ACCEL_PREFIX else FOLDER
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and Path(name).is_file():
        yield from ((Path(f"{name}{end}"), FILE) for end in ("", "-wal", "-shm"))
    for folder, folders, files in os.walk(data):
        here = Path(folder)
        folders[:] = [each for each in folders if not (here == data and each in LEFT_ALONE)]
        is_media = here == media or media in here.parents
        for each in folders:
            below = is_media or here / each == media
            yield here / each, FOLDER_OF_GROUP if below and settings.ACCEL_PREFIX else FOLDER
        for each in files:
            if not (here / each).is_symlink():
                yield here / each, mode_of(each) if is_media else FILE
