"""The storage of photos and other delivered files: a file is stored whole or not at all."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Files in a folder. One that cannot be written to its end, as on a full disk, leaves nothing behind."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        was_there = path.exists()
        try:
            return super()._save(name, content)
        except BaseException:
            if not was_there:
                with suppress(OSError):
                    path.unlink()
            raise
