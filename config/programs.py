"""Finds PostgreSQL's programs on this machine."""

import shutil
from pathlib import Path
from typing import Final

FOLDER: Final = Path("/usr/lib/postgresql")  # of Debian, which puts most of them on no path


def find(name: str) -> str | None:
    """Return the path of PostgreSQL's newest program of that name; None without one."""
    found = sorted(FOLDER.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return str(found[-1]) if found else shutil.which(name)
