"""The storage of photos and other uploaded files: a file is stored completely or not at all."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from config.privacy import mode_of


class WholeFileStorage(FileSystemStorage):
    """A FileSystemStorage that deletes a file that could not be written completely, as on a full disk.

    Only the service account reads originals; a server in front may read the image sizes that it sends.
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
