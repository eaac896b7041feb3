"""Files are closed to others when a site starts, new ones from the first byte."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django.fixtures import Settings

from config import privacy
from config.storage import WholeFileStorage


@pytest.fixture
def data(settings: Settings, tmp_path: Path) -> Path:
    """What a site keeps, as an earlier start has left it: readable by everyone."""
    settings.DATA_DIR = tmp_path
    for name in (
        "plenary.sqlite3",
        "secret-key",
        "backups/monday.sqlite3",
        "media/photos/ab/abc/original.jpg",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"kept")
    (tmp_path / "media/photos/ab/abc/640-words.jpg").write_bytes(b"shown")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "site.css").touch()
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return tmp_path


def modes(data: Path) -> dict[str, str]:
    return {str(path.relative_to(data)): oct(path.stat().st_mode)[-3:] for path in (data, *data.rglob("*"))}


def test_what_is_kept_is_closed_to_others_when_the_site_starts(settings: Settings, data: Path) -> None:
    settings.ACCEL_PREFIX = ""

    privacy.tighten()

    found = modes(data)
    assert {name: mode for name, mode in found.items() if not name.startswith("static")} == {
        ".": "700",
        "plenary.sqlite3": "600",
        "secret-key": "600",
        "backups": "700",
        "backups/monday.sqlite3": "600",
        "media": "700",
        "media/photos": "700",
        "media/photos/ab": "700",
        "media/photos/ab/abc": "700",
        "media/photos/ab/abc/original.jpg": "600",
        "media/photos/ab/abc/640-words.jpg": "600",
    }
    assert found["static/site.css"] == "644"


def test_the_sizes_stay_readable_by_the_group_when_a_server_in_front_sends_them(settings: Settings, data: Path) -> None:
    settings.ACCEL_PREFIX = "/_media/"

    privacy.tighten()

    found = modes(data)
    assert (found["."], found["media"], found["media/photos/ab/abc"]) == ("710", "750", "750")
    assert found["media/photos/ab/abc/640-words.jpg"] == "640"
    assert found["media/photos/ab/abc/original.jpg"] == found["plenary.sqlite3"] == "600"


@pytest.mark.parametrize(("accel", "size"), [("", "600"), ("/_media/", "640")])
def test_a_stored_file_is_closed_from_the_start(settings: Settings, tmp_path: Path, accel: str, size: str) -> None:
    settings.ACCEL_PREFIX, settings.FILE_UPLOAD_PERMISSIONS = accel, int(size, 8)
    storage = WholeFileStorage(location=tmp_path)

    for name in ("photos/original.jpg", "photos/640.jpg"):
        storage.save(name, ContentFile(b"a photo"))

    found = modes(tmp_path)
    assert (found["photos/original.jpg"], found["photos/640.jpg"]) == ("600", size)


def test_a_file_that_cannot_be_written_to_its_end_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"the beginning"
        raise OSError(28, "No space left on device")

    content = ContentFile(b"")
    content.chunks = lambda *_sizes: broken()  # type: ignore[method-assign]

    with pytest.raises(OSError, match="No space left"):
        WholeFileStorage(location=tmp_path).save("photos/half.jpg", content)

    assert not (tmp_path / "photos" / "half.jpg").exists()
