"""Plenary behind a real nginx with the configuration of deploy/nginx."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.faults import Client, assert_whole, files, noise, upload_path
from tests.browser.nginx import Nginx, ask, nginx
from tests.browser.running import BASE_DIR, Server, copy_data, environment, start, try_to_sign_in

GALLERY = "nato-foreign-ministers-berlin-2011"
PICTURE = re.compile(r"/media/p[0-9a-z]{8}/[0-9a-f]{16}-640\.(?:avif|jpg)")


@pytest.fixture(scope="module")
def behind(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Plenary with a copy of the demonstration, shown that nginx sends its files."""
    folder = tmp_path_factory.mktemp("behind")
    copy_data(server.data_dir, folder)
    started = start(folder, PLENARY_ACCEL="/_media/", PLENARY_PROXIES="1")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def front(in_front: Nginx) -> str:
    """The address of nginx in front of it."""
    return in_front.address


@pytest.fixture(scope="module")
def in_front(behind: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx in front of it."""
    replaced = {"http://127.0.0.1:8000": behind.url, "/srv/plenary/data/media/": f"{behind.data_dir}/media/"}
    with nginx("plenary.conf", tmp_path_factory.mktemp("nginx"), replaced) as started:
        yield started


@pytest.fixture(scope="module")
def picture(front: str) -> str:
    found = PICTURE.search(ask(f"{front}/en/galleries/{GALLERY}/").body.decode())
    assert found
    return f"{front}{found[0]}"


def test_nginx_reads_the_sizes_through_its_group_and_nothing_else(behind: Server) -> None:
    media = behind.data_dir / "media"
    modes = {path: path.stat().st_mode & 0o777 for path in media.rglob("*") if path.is_file()}

    assert {mode for path, mode in modes.items() if path.name.startswith("original.")} == {0o600}
    assert {mode for path, mode in modes.items() if not path.name.startswith("original.")} == {0o640}
    assert (behind.data_dir / "plenary.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_public_photo_is_sent_by_nginx_with_all_that_plenary_says(picture: str) -> None:
    answer = ask(picture)

    assert answer.status == 200
    assert answer.headers["Server"].startswith("nginx")
    assert answer.headers["Content-Type"] in ("image/avif", "image/jpeg")
    assert answer.headers["Cache-Control"] == "public, max-age=86400, s-maxage=300"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "X-Accel-Redirect" not in answer.headers
    assert len(answer.body) == int(answer.headers["Content-Length"]) > 1000


def test_ranges_and_conditions_are_answered(picture: str) -> None:
    whole = ask(picture)

    piece = ask(picture, range="bytes=10-19")
    again = ask(picture, if_none_match=whole.headers["ETag"])

    assert (piece.status, piece.body) == (206, whole.body[10:20])
    assert (again.status, again.body) == (304, b"")


def test_the_folder_itself_is_nobodys_to_enter(front: str, behind: Server) -> None:
    stored = next((behind.data_dir / "media" / "photos").rglob("640-*.jpg"))

    assert ask(f"{front}/_media/{stored.relative_to(behind.data_dir / 'media')}").status == 404


def test_a_photo_that_is_taken_out_of_public_is_no_longer_sent(front: str, behind: Server) -> None:
    page = ask(f"{front}/en/galleries/{GALLERY}/").body.decode()
    address = PICTURE.findall(page)[-1]
    public_id = address.split("/")[2]
    command = ["publishing", "unpublish", public_id, "--by", "editor", "--reason", "x"]
    command += ["--explanation-en", "x", "--explanation-de", "x"]
    manage(behind, *command)

    assert ask(f"{front}{address}").status == 404


def test_a_photo_of_a_preview_is_sent_with_what_keeps_it_to_its_reader(picture: str, behind: Server) -> None:
    wish = "PreviewLink.objects.create(maker=get_user_model().objects.get(username='editor')).token"
    imports = "from django.contrib.auth import get_user_model; from publishing.models import PreviewLink"
    token = manage(behind, "shell", "-v0", "-c", f"{imports}; print({wish})").strip()
    host, _, path = picture.partition("/media/")

    answer = ask(f"{host}/preview/{token}/media/{path}")

    assert (answer.status, answer.headers["Content-Type"]) == (200, ask(picture).headers["Content-Type"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_an_archive_is_resumed_through_nginx(front: str) -> None:
    address = f"{front}/en/galleries/{GALLERY}/photos.zip?size=1280"
    whole = ask(address)

    rest = ask(address, range=f"bytes={len(whole.body) - 5000}-", if_range=whole.headers["ETag"])

    assert (rest.status, rest.body) == (206, whole.body[-5000:])


@pytest.mark.parametrize("address", ["/en/", "/admin/login/", "/admin/meetings/topic/add/", "/admin/photos/photo/add/"])
def test_what_a_stranger_sends_is_refused_and_stored_nowhere(
    front: str, behind: Server, tmp_path: Path, address: str
) -> None:
    file = tmp_path / "zeros"
    file.write_bytes(bytes(300_000_000))

    for more in ([], ["-H", "Expect:"]):
        begun = time.monotonic()
        said = curl(f"{front}{address}", "-F", f"upload=@{file}", *more)
        assert said.startswith("413 "), more
        assert time.monotonic() - begun < 10

    folders = [behind.data_dir, Path(tempfile.gettempdir())]
    assert [each for folder in folders for each in folder.glob("*.upload*")] == []


def test_a_photo_comes_through_to_plenary(front: str, behind: Server, tmp_path: Path) -> None:
    """What nginx itself refused would be no JSON."""
    file = tmp_path / "photo.jpg"
    file.write_bytes(bytes(40_000_000))

    said = curl(f"{front}/admin/photos/gallery/1/photos/one/", "-F", f"upload=@{file}")

    assert said == "401 application/json"


def test_an_upload_in_the_middle_of_which_nginx_is_killed_is_not_stored_and_can_be_sent_again(
    in_front: Nginx, behind: Server, server: Server
) -> None:
    editor, photo, path = Client(in_front.address), noise(), upload_path(behind)
    editor.get("/admin/login/")
    editor.post("/admin/login/", username="editor", password=server.accounts["editor"], next="/admin/")
    editor.get("/admin/")
    before = files(behind)

    with editor.begin_to_post(path, upload=photo, language="en", credit="NATO"):
        in_front.kill()
    in_front.start()

    assert files(behind) == before
    assert_whole(behind.data_dir)
    assert editor.post(path, upload=photo, language="en", credit="NATO")[0] == 200
    assert len(files(behind)) == len(before) + 1


def test_people_behind_nginx_count_by_their_own_address_whatever_they_say(front: str) -> None:
    said = [
        try_to_sign_in(front, "b.klein", "Wrong-4711", x_forwarded_for=f"198.51.100.{number}") for number in range(6)
    ]

    assert said == [200] * 5 + [429]


def curl(address: str, *arguments: str) -> str:
    """Send something as curl does, and return the status."""
    command = ["curl", "-s", "-o", os.devnull, "-w", "%{http_code} %{content_type}", *arguments, address]
    return subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True).stdout


def manage(server: Server, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=environment(server.data_dir),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
