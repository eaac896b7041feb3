"""A locked database or a full disk gives a message and stores nothing in part."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing

import pytest

from tests import factories
from tests.browser.faults import Client, files, full_disk, locked, noise, signed_in, upload_path
from tests.browser.running import Server
from tests.pages import BERLIN as GALLERY

BUSY = "The site is busy"


@pytest.fixture
def editor(site: Server, server: Server) -> Client:
    return signed_in(site, server.accounts)


def sign_in(client: Client, server: Server) -> tuple[int, str, str]:
    return client.post("/admin/login/", username="editor", password=server.accounts["editor"], next="/admin/")


def rows(site: Server) -> tuple[int, ...]:
    """Return how many photos, files of photos and entries of the audit log there are."""
    tables = ("photos_photo", "photos_photofile", "publishing_auditlogentry")
    with closing(sqlite3.connect(site.data_dir / "plenary.sqlite3")) as database:
        return tuple(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables)  # noqa: S608


def test_signing_in_is_answered_with_a_sentence_when_the_database_is_locked(site: Server, server: Server) -> None:
    client = Client(site.url)
    client.get("/admin/login/")
    before = rows(site)

    with locked(site):
        status, page, retry = sign_in(client, server)

    assert (status, retry) == (503, "30")
    assert BUSY in page
    assert "sqlite" not in page.lower()
    assert rows(site) == before
    assert sign_in(client, server)[0] == 302


def test_an_upload_is_answered_with_a_sentence_when_the_database_is_locked(site: Server, editor: Client) -> None:
    before = rows(site)
    photo = factories.jpeg(colour=(1, 2, 3))

    with locked(site):
        status, answer, retry = editor.post(upload_path(site), upload=photo, language="en", credit="NATO")

    assert (status, retry) == (503, "30")
    assert json.loads(answer)["sentence"].startswith("The site cannot store anything at the moment")
    assert rows(site) == before
    assert editor.post(upload_path(site), upload=photo, language="en", credit="NATO")[0] == 200


def test_an_upload_is_answered_with_a_sentence_when_the_disk_is_full(site: Server, editor: Client) -> None:
    before, photo = (rows(site), files(site)), noise()

    with full_disk(site):
        status, answer, retry = editor.post(upload_path(site), upload=photo, language="en", credit="NATO")

    assert (status, retry) == (503, "30")
    assert json.loads(answer)["sentence"].startswith("The site cannot store anything at the moment")
    assert (rows(site), files(site)) == before
    assert editor.post(upload_path(site), upload=photo, language="en", credit="NATO")[0] == 200


def test_an_upload_without_a_script_is_answered_for_each_file_when_the_disk_is_full(
    site: Server, editor: Client
) -> None:
    before = rows(site), files(site)
    path = upload_path(site).removesuffix("one/")

    with full_disk(site):
        status, page, _retry = editor.post(path, uploads=noise(), language="en", credit="NATO")

    assert status == 200
    assert "The site cannot store anything at the moment" in page
    assert (rows(site), files(site)) == before


def test_a_folder_that_cannot_be_written_is_not_named_to_who_uploads(site: Server, editor: Client) -> None:
    photo = noise()
    folder = site.data_dir / "media" / "photos"
    away = folder.rename(folder.with_name("away"))
    folder.write_bytes(b"a file where the folder was: root may write everywhere")
    try:
        status, answer, _retry = editor.post(upload_path(site), upload=photo, language="en", credit="NATO")
    finally:
        folder.unlink()
        away.rename(folder)

    assert status == 503
    assert str(site.data_dir) not in answer
    assert "photos" not in answer


def test_an_archive_comes_whole_when_the_database_is_locked(site: Server) -> None:
    address = f"{site.url}/en/galleries/{GALLERY}/photos.zip?size=1280"

    with locked(site), Client(site.url).opener.open(address, timeout=120) as answer:
        content = answer.read()

    assert (answer.status, len(content)) == (200, int(answer.headers["Content-Length"]))
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
