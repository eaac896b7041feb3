"""A database that is locked and a disk that is full, for real: an answer with a sentence, and nothing half stored."""

import http.cookiejar
import io
import json
import resource
import sqlite3
import urllib.error
import urllib.request
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests import factories
from tests.browser.full_site import FullSite
from tests.browser.running import Server, children
from tests.pages import BERLIN as GALLERY

BUSY = "The site is busy"


class Client:
    """A browser without a window: it keeps cookies and sends forms with their token."""

    def __init__(self, server: Server) -> None:
        self.url = server.url
        self.cookies = http.cookiejar.CookieJar()
        handlers = (urllib.request.HTTPCookieProcessor(self.cookies), Unmoved())
        self.opener = urllib.request.build_opener(*handlers)

    def get(self, path: str) -> tuple[int, str, str]:
        return self._ask(urllib.request.Request(self.url + path))  # noqa: S310  # our own

    def post(self, path: str, **values: str | bytes) -> tuple[int, str, str]:
        """Send a form as a browser does; bytes are a file."""
        border = uuid.uuid4().hex
        values |= {"csrfmiddlewaretoken": self.token()}
        body = b"".join(_part(border, name, value) for name, value in values.items())
        headers = {"Content-Type": f"multipart/form-data; boundary={border}", "Referer": self.url}
        data = body + f"--{border}--\r\n".encode()
        return self._ask(urllib.request.Request(self.url + path, data, headers))  # noqa: S310

    def token(self) -> str:
        return next(cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken")

    def _ask(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace"), ""
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers.get("Retry-After", "")


class Unmoved(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        """Follow nothing."""


def _part(border: str, name: str, value: str | bytes) -> bytes:
    file = '; filename="photo.jpg"\r\nContent-Type: image/jpeg' if isinstance(value, bytes) else ""
    content = value if isinstance(value, bytes) else value.encode()
    return f'--{border}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"


@pytest.fixture
def site(full_site: FullSite) -> Server:
    """A site with the demonstration's accounts, which is a copy: no other test compares what is stored there."""
    return full_site.server


@pytest.fixture
def signed_in(site: Server, server: Server) -> Client:
    client = Client(site)
    client.get("/admin/login/")
    status, _page, _retry = sign_in(client, server)
    assert status == 302
    client.get("/admin/")
    return client


def sign_in(client: Client, server: Server) -> tuple[int, str, str]:
    return client.post("/admin/login/", username="editor", password=server.accounts["editor"], next="/admin/")


@contextmanager
def locked(site: Server) -> Iterator[None]:
    """Hold the lock of the database for writing, as a backup that went wrong may."""
    with closing(sqlite3.connect(site.data_dir / "plenary.sqlite3", isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 20000")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def rows(site: Server) -> tuple[int, ...]:
    """Return how many photos, files of photos and entries of the audit log there are."""
    tables = ("photos_photo", "photos_photofile", "publishing_auditlogentry")
    with closing(sqlite3.connect(site.data_dir / "plenary.sqlite3")) as database:
        return tuple(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables)  # noqa: S608


def test_signing_in_is_answered_with_a_sentence_when_the_database_is_locked(site: Server, server: Server) -> None:
    client = Client(site)
    client.get("/admin/login/")
    before = rows(site)

    with locked(site):
        status, page, retry = sign_in(client, server)

    assert (status, retry) == (503, "30")
    assert BUSY in page
    assert "sqlite" not in page.lower()
    assert rows(site) == before
    assert sign_in(client, server)[0] == 302


def test_an_upload_is_answered_with_a_sentence_when_the_database_is_locked(site: Server, signed_in: Client) -> None:
    before = rows(site)
    photo = factories.jpeg(colour=(1, 2, 3))

    with locked(site):
        status, answer, retry = signed_in.post(upload_path(site), upload=photo, language="en", credit="NATO")

    assert (status, retry) == (503, "30")
    assert json.loads(answer)["sentence"].startswith("The site cannot store anything at the moment")
    assert rows(site) == before
    assert signed_in.post(upload_path(site), upload=photo, language="en", credit="NATO")[0] == 200


def test_an_upload_is_answered_with_a_sentence_when_the_disk_is_full(site: Server, signed_in: Client) -> None:
    before, photo = (rows(site), files(site)), noise()

    with full_disk(site):
        status, answer, retry = signed_in.post(upload_path(site), upload=photo, language="en", credit="NATO")

    assert (status, retry) == (503, "30")
    assert json.loads(answer)["sentence"].startswith("The site cannot store anything at the moment")
    assert (rows(site), files(site)) == before
    assert signed_in.post(upload_path(site), upload=photo, language="en", credit="NATO")[0] == 200


def test_an_upload_without_a_script_is_answered_for_each_file_when_the_disk_is_full(
    site: Server, signed_in: Client
) -> None:
    before = rows(site), files(site)
    path = upload_path(site).removesuffix("one/")

    with full_disk(site):
        status, page, _retry = signed_in.post(path, uploads=noise(), language="en", credit="NATO")

    assert status == 200
    assert "The site cannot store anything at the moment" in page
    assert (rows(site), files(site)) == before


def test_a_folder_that_cannot_be_written_is_not_named_to_who_uploads(site: Server, signed_in: Client) -> None:
    photo = noise()
    folder = site.data_dir / "media" / "photos"
    away = folder.rename(folder.with_name("away"))
    folder.write_bytes(b"a file where the folder was: root may write everywhere")
    try:
        status, answer, _retry = signed_in.post(upload_path(site), upload=photo, language="en", credit="NATO")
    finally:
        folder.unlink()
        away.rename(folder)

    assert status == 503
    assert str(site.data_dir) not in answer
    assert "photos" not in answer


def test_an_archive_comes_whole_when_the_database_is_locked(site: Server) -> None:
    address = f"{site.url}/en/galleries/{GALLERY}/photos.zip?size=1280"

    with locked(site), Client(site).opener.open(address, timeout=120) as answer:
        content = answer.read()

    assert (answer.status, len(content)) == (200, int(answer.headers["Content-Length"]))
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


@contextmanager
def full_disk(site: Server) -> Iterator[None]:
    """Let no process of the site make a file longer than 32 KB."""
    pids = [site.process.pid, *children(site.process.pid)]
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (32 * 1024, unlimited[1]))
    yield
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)


def noise() -> bytes:
    """Return a photo of some 300 KB that no other is like."""
    out = io.BytesIO()
    Image.effect_noise((700, 500), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def files(site: Server) -> list[Path]:
    """Return the stored originals; not what the worker makes of them meanwhile."""
    found = (path for path in (site.data_dir / "media").rglob("*") if path.is_file())
    return sorted(path for path in found if "original" in path.name)


def upload_path(site: Server) -> str:
    with closing(sqlite3.connect(site.data_dir / "plenary.sqlite3")) as database:
        (gallery,) = database.execute("SELECT MIN(id) FROM photos_gallery").fetchone()
    return f"/admin/photos/gallery/{gallery}/photos/one/"
