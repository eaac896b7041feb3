"""Photos in a bucket on a real server of S3 work as those in a folder."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from config import storage_url, upkeep
from photos.files import integrity, rendition_tasks
from photos.models import BinnedFile, Photo, PhotoFile
from publishing.stored_files import storage
from publishing.unavailable import StorageUnavailable
from tests import factories as make
from tests.buckets import BUCKET, KEYS, BucketServer, bucket_server

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=-5)  # older than this is everything


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BucketServer]:
    with bucket_server(tmp_path_factory.mktemp("moto")) as server:
        yield server


@pytest.fixture(autouse=True)
def bucket(
    running: BucketServer, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BucketServer]:
    """Use an empty part of the bucket as storage, and a data folder without files."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    settings.DATA_DIR = tmp_path
    entry = storage_url.read(running.storage(tmp_path.name), tmp_path)
    settings.STORAGES = settings.STORAGES | {"default": entry}
    yield running
    if running.process.poll() is not None:
        running.start()


def names() -> set[str]:
    return {name for name, _length in storage.files_below("photos")}


def test_a_photo_is_stored_made_and_handed_out_from_the_bucket(client: Client, tmp_path: Path) -> None:
    photo = make.make_photo()
    file = photo.files.get()

    assert file.status == "ready"
    assert f"photos/{file.sha256[:2]}/{file.sha256}/original.jpg" in names()
    assert len(names()) == 1 + len(file.renditions)
    assert not (tmp_path / "media").exists()
    made = file.renditions[0]
    shown = client.get(file.address(made["size"], made["ext"]))
    assert (shown.status_code, len(shown.content)) == (200, made["bytes"])
    piece = client.get(file.address(made["size"], made["ext"]), headers={"range": "bytes=10-19"})
    assert (piece.status_code, piece.content) == (206, shown.content[10:20])
    kept = client.get(file.address("original", "jpg"), {"download": ""})
    assert kept.content.startswith(b"\xff\xd8")
    assert photo.credit.encode() in kept.content
    archive = b"".join(client.get(f"{photo.gallery.get_absolute_url()}photos.zip"))
    assert zipfile.ZipFile(io.BytesIO(archive)).testzip() is None


def test_an_editor_sees_the_original_also_of_a_photo_in_the_bin(admin_client: Client) -> None:
    content = make.jpeg(width=900, height=600)
    photo = make.make_photo(file=content, state="draft", release="held_back")
    shown = admin_client.get(f"/admin/photos/photo/{photo.pk}/file/original/")
    integrity.put_into_bin(Photo.objects.filter(pk=photo.pk))
    photo.delete()
    binned = admin_client.get(f"/admin/photos/photo/bin/{BinnedFile.objects.get().pk}/")

    assert [b"".join(answer) for answer in (shown, binned)] == [content, content]
    assert [answer.headers["Content-Length"] for answer in (shown, binned)] == [str(len(content))] * 2
    BinnedFile.objects.update(binned_at=timezone.now() + timedelta(seconds=2))  # a bucket tells full seconds
    integrity.empty_bin(integrity.in_bin())
    assert names() == set()


def test_a_server_in_front_gets_an_address_that_is_signed_for_a_minute(client: Client, settings: Settings) -> None:
    settings.ACCEL_PREFIX = "/_media/"
    photo = make.make_photo()
    file = photo.files.get()

    answer = client.get(file.address("640", "jpg"))

    address = answer.headers["X-Accel-Redirect"]
    prefix = storage.location
    assert address.startswith(f"/_media/{prefix}/{file.path('640', 'jpg')}?")
    assert "X-Amz-Expires=60&" in address
    assert answer.content == b""
    Photo.objects.filter(pk=photo.pk).update(state="draft")
    assert client.get(file.address("640", "jpg")).status_code == 404


def test_damage_is_found_and_repaired(capsys: pytest.CaptureFixture[str]) -> None:
    intact, damaged, missing = (
        make.make_photo(file=make.jpeg(colour=(number * 80, 9, 9))).files.get() for number in range(3)
    )
    storage.keep(damaged.path("original", "jpg"), b"of another photo")
    content = b"".join(storage.pieces(missing.path("original", "jpg"), 0, missing.size))
    storage.delete(missing.path("original", "jpg"))
    storage.delete(intact.path("640", "avif"))

    with pytest.raises(SystemExit):
        call_command("photos", "check")

    said = capsys.readouterr().out
    assert f"{damaged.photo.public_id} ({damaged}): The stored original differs" in said
    assert f"{missing.photo.public_id} ({missing}): The original is not in the storage." in said
    assert f"{intact.photo.public_id} ({intact}): The image size 640 is missing" in said
    assert rendition_tasks.ask_for_unmade() == 3
    storage.keep(missing.path("original", "jpg"), content)
    assert integrity.damage(missing) == ""


def test_a_sweep_takes_what_nothing_needs_and_leaves_what_has_come_again() -> None:
    make.make_photo()
    needed = names()
    storage.keep("photos/ab/abcdef/original.jpg", b"of a broken upload")
    assert integrity.sweep() == []

    assert integrity.sweep(older_than=SOON) == ["photos/ab/abcdef/original.jpg"]
    assert names() == needed
    storage.keep("photos/ab/abcdef/original.jpg", b"of a broken upload")
    assert storage.take_away("photos/ab/abcdef/original.jpg", not_since=timezone.now() - timedelta(seconds=5)) is False


def test_a_file_of_the_same_name_gets_another() -> None:
    first, second = (storage.save("flags/de.png", ContentFile(content)) for content in (b"one", b"two"))

    assert first != second
    with storage.open(first) as opened:
        assert opened.read() == b"one"


def test_readers_get_503_and_the_worker_waits_while_the_storage_is_gone(
    client: Client, settings: Settings, bucket: BucketServer
) -> None:
    photo = make.make_photo()
    file = photo.files.get()
    Photo.objects.filter(pk=photo.pk).update(credit="Another agency")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    client.raise_request_exception = False
    bucket.end()

    shown = client.get(file.address("640", "jpg"))

    assert (shown.status_code, shown.headers["Retry-After"]) == (503, "30")
    assert "Wait half a minute" in shown.text
    assert client.get(file.address("original", "jpg"), {"download": ""}).status_code == 503
    assert client.get(photo.get_absolute_url()).status_code == 200
    rendition_tasks.make_sizes.call(file.pk)  # as the worker does
    upkeep.look_after()
    file = PhotoFile.objects.get(pk=file.pk)
    assert (file.status, file.problem) == ("ready", "")
    waiting = upkeep.DBTaskResult.objects.get()
    assert timedelta(0) < waiting.run_after - timezone.now() < timedelta(minutes=2)
    with pytest.raises(StorageUnavailable):
        integrity.damage(file)
    with pytest.raises(CommandError, match="The storage of files does not answer"):
        call_command("photos", "check")


def test_files_are_moved_into_the_bucket_and_back_and_are_all_right_there(
    settings: Settings, bucket: BucketServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_folder, url = storage_url.read("file", tmp_path), bucket.storage(tmp_path.name)
    in_the_bucket = settings.STORAGES["default"]
    settings.STORAGES = settings.STORAGES | {"default": in_the_folder}
    first = make.make_photo().files.get()
    partner = make.make_partner(flag=ContentFile(make.jpeg(), name="flag.jpg"))
    call_command("photos", "move", "--to", url)
    second = make.make_photo(file=make.jpeg(colour=(1, 2, 3))).files.get()
    capsys.readouterr()

    call_command("photos", "move", "--to", url)  # goes on with what has come meanwhile

    carried = 1 + len(second.renditions)
    there = 2 + len(first.renditions)
    assert f"{carried} files copied and compared, {there} were there already." in capsys.readouterr().out
    before = dict(storage.files_below(""))
    settings.STORAGES = settings.STORAGES | {"default": in_the_bucket}
    assert dict(storage.files_below("")) == before
    assert partner.flag.name in before
    call_command("photos", "check")
    shutil.rmtree(tmp_path / "media")
    call_command("photos", "move", "--to", "file")
    settings.STORAGES = settings.STORAGES | {"default": in_the_folder}
    assert dict(storage.files_below("")) == before
    call_command("photos", "check")


def test_a_damaged_original_is_named_and_not_carried(
    settings: Settings, bucket: BucketServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = make.make_photo().files.get()
    name = file.path("original", "jpg")
    storage.keep(name, b"of another photo")

    with pytest.raises(SystemExit):
        call_command("photos", "move", "--to", "file")

    assert f"{name} differs from the delivered file" in capsys.readouterr().err
    assert not (tmp_path / "media" / name).exists()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("s3:bucket", "no storage that Plenary knows"),
        ("s3://B", "no storage that Plenary knows"),
        ("/srv/photos", "no storage that Plenary knows"),
        (f"s3://{BUCKET}?endpont=http://127.0.0.1", "the option “endpont”"),
        (f"s3://{BUCKET}?endpoint=127.0.0.1:9000", "the endpoint “127.0.0.1:9000”"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_with_a_sentence(url: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(storage_url.ImproperlyConfigured, match=sentence):
        storage_url.read(url, tmp_path)


def test_options_are_read(tmp_path: Path) -> None:
    read: dict[str, Any] = storage_url.read("s3://bucket/a/b?endpoint=https://s3.example/&region=eu-1", tmp_path)

    assert read["OPTIONS"] == {"bucket": "bucket", "prefix": "a/b", "endpoint": "https://s3.example", "region": "eu-1"}
