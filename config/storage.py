"""The storage of photos and other delivered files: a file is stored whole or not at all."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from config.privacy import mode_of


class WholeFileStorage(FileSystemStorage):
    """Files in a folder. One that cannot be written to its end, as on a full disk, leaves nothing behind.

    No one but the service reads an original; the sizes are read by a server in front that sends them.
    """

    def _save(self, name: str, content: Any) -> str:
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
