"""Finds PostgreSQL's programs on this machine."""

import shutil
from pathlib import Path
from typing import Final

FOLDER: Final = Path("/usr/lib/postgresql")  # of Debian, which puts most of them on no path


def find(name: str) -> str | None:
    """Return the path of one of PostgreSQL's programs, of the newest version; None if there is none."""
    found = sorted(FOLDER.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return str(found[-1]) if found else shutil.which(name)
