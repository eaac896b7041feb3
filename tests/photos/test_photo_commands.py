"""The commands for photos: make missing sizes, report damage, sweep orphans."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command

from config.backups.contents import stored_files
from photos.files import integrity, rendition_tasks
from photos.files.store import store
from photos.models import Photo, PhotoFile
from publishing.stored_files import storage
from tests import factories as make
from tests.our_apps import BASE_DIR

pytestmark = pytest.mark.django_db

TWO_DAYS = 2 * 24 * 60 * 60
KILLED_BY_ITS_LIMIT = """
import resource, signal, sys
from config.storage import WholeFileStorage
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
WholeFileStorage(location=sys.argv[1]).keep(sys.argv[2], b"x" * 200_000)
"""


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Path) -> None:
    options = {"location": tmp_path, "base_url": None}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "config.storage.WholeFileStorage", "OPTIONS": options}
    }


def on_disk(file: PhotoFile, size: str = "original", ext: str = "jpg") -> Path:
    return Path(default_storage.path(file.path(size, ext)))


def made_long_ago(path: Path) -> None:
    then = time.time() - TWO_DAYS
    os.utime(path, (then, then))


def all_files(tmp_path: Path) -> set[Path]:
    return {path for path in tmp_path.rglob("*") if path.is_file()}


def test_nothing_is_made_where_nothing_is_missing(capsys: Any) -> None:
    make.make_photo()

    call_command("renditions")

    assert capsys.readouterr().out == "Every photo has its sizes.\n"


def test_a_size_that_is_gone_is_made_again_with_progress(capsys: Any) -> None:
    make.make_photo()
    file = make.make_photo().files.get()
    on_disk(file, "320", "avif").unlink()

    call_command("renditions")

    assert on_disk(file, "320", "avif").exists()
    assert capsys.readouterr().out == f"1 of 1: {file.photo.public_id} made\n"


def test_a_damaged_size_is_repaired_by_making_the_sizes_again() -> None:
    photo = make.make_photo()
    path = on_disk(photo.files.get(), "640")
    sound = path.read_bytes()

    for damaged in (sound[:300], sound[:-9] + b"123456789"):
        path.write_bytes(damaged)
        rendition_tasks.make_again(photo.files.get())
        assert path.read_bytes() == sound


def test_all_are_made_again_when_asked_for(capsys: Any) -> None:
    make.make_gallery(photos=3)

    call_command("renditions", all=True)

    assert capsys.readouterr().out.count(" made\n") == 3


def test_what_cannot_be_made_is_said_and_the_rest_is_made(capsys: Any) -> None:
    broken, other = make.make_photo().files.get(), make.make_photo().files.get()
    on_disk(broken).unlink()
    on_disk(broken, "640", "jpg").unlink()
    on_disk(other, "640", "jpg").unlink()

    with pytest.raises(SystemExit) as stopped:
        call_command("renditions")

    assert stopped.value.code == 1
    assert on_disk(other, "640", "jpg").exists()
    assert "The original is not in the storage." in capsys.readouterr().out
    broken.refresh_from_db()
    assert broken.problem


def test_a_check_reports_a_damaged_file_until_it_is_repaired(capsys: Any) -> None:
    file, intact = make.make_photo().files.get(), make.make_photo().files.get()
    content = on_disk(file).read_bytes()
    on_disk(file).write_bytes(content[:-1] + b"x")

    with pytest.raises(SystemExit):
        call_command("photos", "check")
    file.refresh_from_db()
    assert file.problem.startswith("The stored original differs from the delivered file.")
    assert intact.photo.public_id not in capsys.readouterr().out

    on_disk(file).write_bytes(content)
    call_command("photos", "check")
    file.refresh_from_db()
    assert file.problem == ""


def test_a_check_names_a_size_that_is_gone_or_damaged() -> None:
    file = make.make_photo().files.get()
    path = on_disk(file, "640", "avif")

    path.write_bytes(path.read_bytes()[:-5] + b"12345")
    assert integrity.damage(file) == "The image size 640 is missing or damaged. Create the image sizes again."
    path.unlink()
    assert integrity.damage(file) == "The image size 640 is missing or damaged. Create the image sizes again."


def test_a_check_names_what_cannot_be_read_and_goes_on(capsys: Any) -> None:
    original, size, missing = (make.make_photo(file=make.jpeg(colour=(n * 80, 9, 9))).files.get() for n in range(3))
    for path in (on_disk(original), on_disk(size, "640")):  # root reads every file, and no folder
        path.unlink()
        path.mkdir()
    on_disk(missing).unlink()

    with pytest.raises(SystemExit):
        call_command("photos", "check")

    sentences = [line.partition("): ")[2] for line in capsys.readouterr().out.splitlines()]
    assert sentences == [
        "The original cannot be read (Is a directory). Put it back from a backup, or replace the file.",
        "The image size 640 is missing or damaged. Create the image sizes again.",
        "The original is not in the storage. Put it back from a backup, or replace the file.",
    ]


@pytest.mark.parametrize("content", [b"", b"other bytes"])
def test_a_size_that_is_damaged_is_named_and_made_again(content: bytes) -> None:
    file = make.make_photo().files.get()
    whole = on_disk(file, "640").read_bytes()
    on_disk(file, "640").write_bytes(content)
    assert integrity.damage(file) == "The image size 640 is missing or damaged. Create the image sizes again."

    call_command("renditions")

    assert on_disk(file, "640").read_bytes() == whole


def test_sizes_are_not_made_of_an_original_that_is_another_picture_by_now() -> None:
    file = make.make_photo().files.get()
    on_disk(file).write_bytes(make.jpeg(colour=(1, 2, 3)))

    with pytest.raises(SystemExit):
        call_command("renditions", all=True)

    file.refresh_from_db()
    assert file.problem.startswith("The stored original differs from the delivered file.")


def test_a_sweep_deletes_what_no_row_needs(tmp_path: Path, capsys: Any) -> None:
    photo = make.make_photo()
    store(photo, ContentFile(make.jpeg(colour=(1, 2, 3)), name="new.jpg"))
    needed = all_files(tmp_path)
    orphan = tmp_path / "photos" / "ab" / ("ab" * 32) / "original.jpg"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"of an upload that was broken off")
    made_long_ago(orphan)
    for path in needed:
        made_long_ago(path)

    call_command("photos", "sweep")

    assert all_files(tmp_path) == needed
    assert capsys.readouterr().out.endswith("1 files deleted.\n")


def test_a_sweep_leaves_what_may_be_an_upload_under_way(tmp_path: Path) -> None:
    make.make_photo()
    orphan = tmp_path / "photos" / "ab" / ("ab" * 32) / "original.jpg"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"just written")

    assert integrity.sweep() == []


def test_a_sweep_is_refused_where_the_database_has_no_photos(tmp_path: Path) -> None:
    photo = make.make_photo()
    before = all_files(tmp_path)
    Photo.objects.filter(pk=photo.pk).delete()  # as in a database that was made for another site
    for path in before:
        made_long_ago(path)

    with pytest.raises(CommandError, match="Photos are stored, but the database has none"):
        call_command("photos", "sweep")

    assert all_files(tmp_path) == before


def test_a_sweep_leaves_what_can_be_recovered(tmp_path: Path) -> None:
    photo = make.make_photo(state="draft", release="held_back")
    before = all_files(tmp_path)
    integrity.put_into_bin(Photo.objects.filter(pk=photo.pk))
    photo.delete()
    for path in before:
        made_long_ago(path)

    assert integrity.sweep() == []
    assert all_files(tmp_path) == before


def test_a_file_that_is_kept_again_during_a_sweep_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file arrives again after the sweep has read its age, before its deletion."""
    make.make_photo()
    others = all_files(tmp_path)
    name, content = f"photos/ab/{'ab' * 32}/original.jpg", b"of an upload that was broken off"
    storage.keep(name, content)
    made_long_ago(tmp_path / name)
    look = FileSystemStorage.get_modified_time

    def looked_at_and_kept(storage: FileSystemStorage, path: str) -> Any:
        found = look(storage, path)
        storage.keep(name, content)
        return found

    monkeypatch.setattr(FileSystemStorage, "get_modified_time", looked_at_and_kept)
    integrity.sweep()

    assert all_files(tmp_path) - others == {tmp_path / name}
    assert (tmp_path / name).read_bytes() == content


def test_a_file_repaired_by_a_process_that_is_killed_stays_and_the_rest_is_swept(tmp_path: Path) -> None:
    path = on_disk(make.make_photo().files.get())
    path.write_bytes(b"damaged")
    before = all_files(tmp_path)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_BY_ITS_LIMIT, tmp_path, path.relative_to(tmp_path)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=BASE_DIR,
        check=False,
    )

    assert killed.returncode == -signal.SIGXFSZ
    assert path.read_bytes() == b"damaged"
    (left,) = all_files(tmp_path) - before
    assert left.stat().st_size
    assert str(left.relative_to(tmp_path)) not in dict(stored_files())
    made_long_ago(left)
    integrity.sweep()
    assert all_files(tmp_path) == before


def test_emptying_the_bin_leaves_a_file_that_has_come_again(tmp_path: Path) -> None:
    content = make.jpeg(colour=(4, 5, 6))
    photo = make.make_photo(file=content, state="draft", release="held_back")
    original = on_disk(photo.files.get())
    integrity.put_into_bin(Photo.objects.filter(pk=photo.pk))
    photo.delete()

    storage.keep(str(original.relative_to(tmp_path)), content)  # the row of the new photo is still to come
    integrity.empty_bin(integrity.in_bin())

    assert all_files(tmp_path) == {original}
