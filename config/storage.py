"""The storage of uploaded files in the data folder, each whole or not at all."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from config.privacy import mode_of
from publishing.stored_files import ASIDE, CHUNK, OnError, refuse


class WholeFileStorage(FileSystemStorage):
    """A FileSystemStorage that deletes incomplete files, as on a full disk.

    Only the service account reads originals; a server in front may read the image sizes that it sends.
    """

    def __str__(self) -> str:
        return str(self.location)

    def keep(self, name: str, content: bytes) -> None:
        """Write the file unless it is there and whole; replace another one in one step.

        A file that is there counts as new before anything else is asked of it, so that no sweep takes it before its
        row is written: `take_away` looks at the time again once no one else finds the file.
        """
        now = time.time()  # exact: the time that a file system sets by itself may be some milliseconds old
        with suppress(OSError):
            os.utime(self.path(name), (now, now))
            with self.open(name) as stored:
                if stored.read() == content:
                    return
        written = self.save(f"{name}.new{ASIDE}", ContentFile(content))
        try:
            Path(self.path(written)).replace(self.path(name))
        except OSError:
            self.delete(written)
            raise

    def take_away(self, name: str, *, not_since: datetime) -> bool:
        """Delete the file unless written or kept since then; return whether it is gone.

        The file is renamed first and its time is read after that. `keep` sets the time of a file that it finds, so it
        has either set the time before or finds no file and writes it.
        """
        aside = f"{name}{ASIDE}"
        here, there = Path(self.path(name)), Path(self.path(aside))
        try:
            here.rename(there)
        except FileNotFoundError:
            return False
        if self.get_modified_time(aside) > not_since:
            there.rename(here)
            return False
        self.delete(aside)
        return True

    def pieces(self, name: str, start: int, end: int) -> Iterator[bytes]:
        with self.open(name) as stored:
            stored.seek(start)
            while start < end and (chunk := stored.read(min(CHUNK, end - start))):
                start += len(chunk)
                yield chunk

    def files_below(self, folder: str, on_error: OnError = refuse) -> Iterator[tuple[str, int]]:
        try:
            folders, files = self.listdir(folder)
        except FileNotFoundError:
            return
        except OSError as error:
            if not folder:
                raise
            on_error(folder, error)
            return
        prefix = f"{folder}/" if folder else ""
        for name in files:
            try:
                yield f"{prefix}{name}", self.size(f"{prefix}{name}")
            except FileNotFoundError:
                pass  # deleted just now
            except OSError as error:
                on_error(f"{prefix}{name}", error)
        for name in folders:
            yield from self.files_below(f"{prefix}{name}", on_error)

    def internal_path(self, name: str, content_type: str) -> str:
        return quote(name)

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        was_there = path.exists()
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]  # private, and not in the stubs
            if (mode := mode_of(saved)) != self.file_permissions_mode:
                Path(self.path(saved)).chmod(mode)
        except BaseException:
            if not was_there:
                with suppress(OSError):
                    path.unlink()
            raise
        return saved
