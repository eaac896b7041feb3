"""Copies all stored files to another storage; a later run continues an earlier."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from photos.files.rendition_tasks import FOLDER
from publishing.stored_files import Storage, sha256_of

FILES_BETWEEN_REPORTS: Final = 100
ORIGINAL: Final = "original."

Say = Callable[[str], None]


class Moved:
    """The result of a run: numbers of files, and sentences on files not carried."""

    def __init__(self) -> None:
        self.carried = self.there = 0
        self.problems: list[str] = []


def move(source: Storage, target: Storage, journal: Path, say: Say) -> Moved:
    """Copy every file and compare it with the source, which stays as it is.

    The journal names the files that were compared, one a line. One of them that the target still has in the same
    length is not read again. Raises StorageUnavailable.
    """
    compared, moved = _compared(journal, str(target)), Moved()
    lengths = dict(target.files_below(""))
    files = list(source.files_below(""))
    with journal.open("a") as done:
        for number, (name, length) in enumerate(files, start=1):
            if name in compared and lengths.get(name) == length:
                moved.there += 1
            elif problem := _carry(source, target, name, length):
                moved.problems.append(problem)
            else:
                moved.carried += 1
                done.write(f"{name}\n")
                done.flush()
            if number % FILES_BETWEEN_REPORTS == 0 or number == len(files):
                say(f"{number} of {len(files)} files.")
    return moved


def _carry(source: Storage, target: Storage, name: str, length: int) -> str:
    """Copy one file; return a sentence on what is wrong with it, or an empty text."""
    try:
        content = b"".join(source.pieces(name, 0, length))
    except FileNotFoundError:
        return ""  # deleted meanwhile
    digest = hashlib.sha256(content).hexdigest()
    if (expected := _hash_of_original(name)) and digest != expected:
        return f"{name} differs from the delivered file and was not carried. Put it back from a backup."
    target.keep(name, content)
    if sha256_of(name, target) != digest:
        return f"{name} could not be carried: its copy differs. Run this command again."
    return ""


def _hash_of_original(name: str) -> str:
    """Return the hash in the name of an original; "" for any other file."""
    parts = name.split("/")
    return parts[2] if len(parts) == 4 and parts[0] == FOLDER and parts[3].startswith(ORIGINAL) else ""


def _compared(journal: Path, target: str) -> set[str]:
    """Return the names in the journal; a journal of another target is emptied."""
    lines = journal.read_text().splitlines() if journal.exists() else []
    if lines[:1] != [target]:
        journal.write_text(f"{target}\n")
        return set()
    return set(lines[1:])
