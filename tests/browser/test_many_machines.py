"""Two machines behind nginx do all that one machine does, and nothing twice."""

import json
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page

from tests import factories
from tests.browser import test_one_night as night
from tests.browser.machines import Machines, machines
from tests.browser.nginx import ask, nginx
from tests.browser.running import Server

anna, bert, page = night.anna, night.bert, night.page  # its fixtures, at this module's server
TOKEN = "t" * 32
CONTENT = f"""{night.PEOPLE}
from datetime import timedelta
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from publishing.models import PreviewLink
from tests import factories as make
make.make_office()
gallery = make.make_gallery(slug="evening")
page = make.make_page(slug="embargoed", publish_at=timezone.now() + timedelta(days=1))
shown = make.make_page(slug="shown")
bert = User.objects.get(username="bert")
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(bert.pk), bert.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
link = PreviewLink.objects.create(maker=bert)
import json, pathlib
facts = {{"gallery": gallery.pk, "session": session.session_key, "token": link.token}}
pathlib.Path("FACTS").write_text(json.dumps(facts))
"""


@pytest.fixture(scope="module")
def facts_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("facts") / "facts.json"


@pytest.fixture(scope="module")
def many(empty_data: Path, facts_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    folder = tmp_path_factory.mktemp("machines")
    with machines(empty_data, folder, CONTENT.replace("FACTS", str(facts_file))) as started:
        yield started


@pytest.fixture(scope="module")
def server(many: Machines) -> Server:
    """The site as the night of the communiqué finds it: nginx in front of both."""
    return replace(many.servers[0], url=many.url)


@pytest.fixture(scope="module")
def facts(many: Machines, facts_file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(facts_file.read_text())
    return found


@pytest.fixture(scope="module")
def photos(many: Machines, facts: dict[str, Any]) -> list[str]:
    """Publish four photos, uploaded to both machines; return addresses of sizes."""
    for number in range(4):
        content = factories.jpeg(width=2000, height=1200, colour=(number * 60, 90, 90))
        said = upload(many.url, facts, f"{number}.jpg", content)
        assert said["status"] == "added", said
    many.wait_for_sizes()
    shell = "from photos.models import Photo; Photo.objects.update(state='approved', release='with_parent')"
    many.manage("shell", "-v0", "-c", shell)
    text = ask(f"{many.url}/en/galleries/evening/").body.decode()
    found = sorted(set(re.findall(r"/media/p[0-9a-z]{8}/[0-9a-f]{16}-640\.jpg", text)))
    assert len(found) == 4
    return found


def upload(url: str, facts: dict[str, Any], name: str, content: bytes) -> dict[str, Any]:
    """Send a photo as the page for uploads does."""
    limit = "a-limit-of-parts"
    fields = {"csrfmiddlewaretoken": TOKEN, "position": "", "language": "en"}
    parts = [
        f'--{limit}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    ]
    parts.append(f'--{limit}\r\nContent-Disposition: form-data; name="upload"; filename="{name}"\r\n\r\n')
    body = "".join(parts).encode() + content + f"\r\n--{limit}--\r\n".encode()
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={limit}",
        "Cookie": f"sessionid={facts['session']}; csrftoken={TOKEN}",
        "Accept": "application/json",
    }
    connection.request("POST", f"/admin/photos/gallery/{facts['gallery']}/photos/one/", body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status in (200, 422), (answer.status, text)
    said: dict[str, Any] = json.loads(text)
    return said


def test_what_is_uploaded_is_stored_and_made_once(many: Machines, photos: list[str]) -> None:
    sent = Counter(name for name in many.stored() if "/photos/" in f"/{name}")

    first_size = {name for name in sent if "/640-" in name and name.endswith(".jpg")}  # made by the upload, too
    assert len(first_size) == 4
    assert {name: times for name, times in sent.items() if times != 1 + (name in first_size)} == {}
    tasks = many.sql(f"SELECT status, jsonb_array_length(worker_ids) FROM {DBTaskResult._meta.db_table}")  # noqa: S608
    assert {tuple(row) for row in tasks} == {("SUCCESSFUL", 1)}
    assert [path for each in many.servers for path in (each.data_dir / "media").rglob("*")] == []
    assert "is as it was delivered" in many.manage("photos", "check")


def test_public_files_come_from_the_bucket_through_nginx_with_all_that_plenary_says(
    many: Machines, photos: list[str]
) -> None:
    address = f"{many.url}{photos[0]}"

    whole = ask(address)

    assert (whole.status, whole.headers["Content-Type"]) == (200, "image/jpeg")
    assert whole.body.startswith(b"\xff\xd8")
    assert len(whole.body) == int(whole.headers["Content-Length"])
    assert whole.headers["Cache-Control"] == "public, max-age=86400, s-maxage=300"
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert [name for name in whole.headers if name.lower().startswith(("x-amz", "x-accel", "x-robots"))] == []
    piece = ask(address, range="bytes=10-19")
    assert (piece.status, piece.body) == (206, whole.body[10:20])
    assert ask(address, if_none_match=whole.headers["ETag"]).status == 304
    head = ask(address, "HEAD")
    assert (head.status, head.headers["Content-Length"]) == (200, whole.headers["Content-Length"])
    download = ask(f"{address.replace('-640.jpg', '-original.jpg')}?download")
    assert download.body.startswith(b"\xff\xd8")
    name = many.stored()[0]
    assert ask(f"{many.url}/_media/{name}").status == 404


def test_a_photo_of_a_preview_is_sent_with_what_keeps_it_to_its_reader(
    many: Machines, photos: list[str], facts: dict[str, Any]
) -> None:
    answer = ask(f"{many.url}/preview/{facts['token']}{photos[0]}")

    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_an_embargo_ends_at_its_second_on_both_machines(many: Machines) -> None:
    addresses = [f"{each.url}/en/pages/embargoed/" for each in many.servers]
    second = datetime.now(UTC) + timedelta(seconds=4)
    many.sql("UPDATE publishing_page SET publish_at = %s, public_from = %s WHERE slug = 'embargoed'", second, second)
    assert [ask(address).status for address in addresses] == [404, 404]
    assert datetime.now(UTC) < second

    time.sleep(max(0, (second - datetime.now(UTC)).total_seconds()))

    assert [ask(address).status for address in addresses] == [200, 200]


def test_the_night_of_a_communique(
    anna: night.Person, bert: night.Person, page: Page, expected_complaints: list[str]
) -> None:
    night.test_a_communique_through_a_whole_night(anna, bert, page, expected_complaints)


def test_a_cache_in_front_keeps_photos_for_minutes_and_nothing_else(
    many: Machines, photos: list[str], facts: dict[str, Any], tmp_path: Path
) -> None:
    replaced = {"http://127.0.0.1:8080": many.url, "/var/cache/nginx/plenary": f"{tmp_path}/cache"}
    page, photo = "/en/pages/shown/", photos[1]
    with nginx("cache.conf", tmp_path, replaced) as started:
        cache = started.address
        port = urlsplit(cache).port or 0

        def twice(path: str, **headers: str) -> tuple[str | None, int]:
            ask(f"{cache}{path}", **headers)
            answer = ask(f"{cache}{path}", **headers)
            return answer.headers["X-Cache-Status"], answer.status

        assert twice(photo) == ("HIT", 200)
        assert twice(page) == ("MISS", 200)
        assert twice("/en/galleries/evening/") == ("MISS", 200)
        assert twice("/admin/", cookie=f"sessionid={facts['session']}") == (None, 200)
        assert "Log in" in ask(f"{cache}/admin/login/").body.decode()
        assert twice(f"/preview/{facts['token']}{page}") == (None, 200)
        assert twice(f"/preview/{facts['token']}{photo}") == (None, 200)
        many.sql("UPDATE publishing_page SET title_en = 'Changed at night' WHERE slug = 'shown'")
        assert "Changed at night" in ask(f"{cache}{page}").body.decode()
        many.sql("UPDATE publishing_page SET public_until = now() WHERE slug = 'shown'")
        assert ask(f"{cache}{page}").status == 404
        many.sql("UPDATE photos_photo SET public_until = now() WHERE public_id = %s", photo.split("/")[2])
        assert ask(f"{many.url}{photo}").status == 404
    if shutil.which("faketime") is None:
        pytest.fail("There is no faketime: install it (for example: apt-get install faketime).")
    with nginx("cache.conf", tmp_path, replaced, port=port, wrapper=["faketime", "-f", "+301s"]) as started:
        cache = started.address
        assert ask(f"{cache}{photo}").status == 404  # its 300 seconds are over


def test_pages_go_on_and_photos_say_when_to_come_back_while_the_bucket_is_gone(
    many: Machines, photos: list[str]
) -> None:
    """The last one: what the bucket holds ends with it."""
    many.bucket.end()

    answer = ask(f"{many.url}{photos[0]}")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "Wait half a minute" in answer.body.decode()
    assert ask(f"{many.url}/en/galleries/evening/").status == 200
