"""Killed processes, a full disk or a lock leave nothing half stored."""

import hashlib
import io
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from http.client import HTTPException
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext, sign_in
from tests.browser.faults import (
    Client,
    assert_whole,
    command,
    files,
    full_disk,
    is_there,
    kill,
    locked,
    noise,
    read_only,
    rows_of,
    signed_in,
    upload_path,
    wait_until,
    wait_until_writing,
)
from tests.browser.running import BASE_DIR, Server, children, copy_data, environment, manage, servers, start, workers
from tests.pages import BERLIN

TABLE: Final = "/admin/photos/gallery/1/photo-table/"
NEW_TOPIC: Final = "/admin/meetings/topic/add/"
WORDS: Final = "Written before the fault"
TYPE_CAPTIONS: Final = """(words) => {
  const fields = [...document.querySelectorAll("#content-main > form [name$=-caption_en]")].slice(0, 30);
  for (const field of fields) {
    field.value = words;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  }
  return fields.length;
}"""
SEND: Final = """() => setTimeout(() => document.querySelector("[name=_save]").click())"""
IS_KEPT: Final = "(words) => Object.values(localStorage).some((each) => each.includes(words))"
TAKE_BACK: Final = f"""
from django.core.management import call_command
from photos.models import Gallery, Photo
from publishing.states import State
for rows in (Photo.objects.filter(gallery__slug="{BERLIN}"), Gallery.objects.filter(slug="{BERLIN}")):
    rows.filter(state=State.APPROVED).update(publish_at=None)
call_command("publishing", "check", "--repair")
"""
WITH_CAPTION: Final = "SELECT COUNT(*) FROM photos_photo WHERE caption_en = ?"
WITH_NAME: Final = "SELECT COUNT(*) FROM meetings_topic WHERE name_en = ?"
STATUS: Final = "SELECT status FROM photos_photofile WHERE sha256 = ?"
PUBLIC_PHOTOS: Final = """
SELECT COUNT(*) FROM photos_photo AS photo JOIN photos_gallery AS gallery ON gallery.id = gallery_id
WHERE slug = ? AND MAX(photo.public_from, gallery.public_from) < datetime('now', '1 day')
"""
AN_ORIGINAL: Final = """
SELECT sha256 FROM photos_photofile JOIN photos_photo AS photo ON photo.id = photo_id
JOIN photos_gallery AS gallery ON gallery.id = gallery_id WHERE slug = ? AND replaced_at IS NULL LIMIT 1
"""
RUNNING: Final = "SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'"
RELEASE_AGAIN: Final = """
call_command("publishing", "publish", "{gallery}", "--by", "photo-editor", "--leave-out")
"""


@pytest.fixture(scope="module")
def server(demonstration: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A copy of the demonstration, to which all this happens."""
    folder = tmp_path_factory.mktemp("faults")
    copy_data(demonstration.data_dir, folder)
    started = start(folder)
    yield started
    started.stop()


@pytest.fixture
def editors_page(new_context: NewContext, demonstration: Server, expected_complaints: list[str]) -> Page:
    expected_complaints += ["status of 503", "ERR_", "Failed to load resource"]
    page = new_context(locale="en-GB", viewport={"width": 1280, "height": 900}).new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "editor", demonstration.accounts["editor"])
    return page


@pytest.fixture
def editor(server: Server, demonstration: Server) -> Client:
    return signed_in(server, demonstration.accounts)


def answers_again(server: Server) -> None:
    """Wait until there are other processes instead of those that were killed."""
    wait_until(lambda: len(servers(server)) == 2)
    wait_until(lambda: is_there(server))


def test_a_save_of_thirty_photos_that_is_killed_stores_nothing_and_the_browser_has_the_words(
    server: Server, editors_page: Page
) -> None:
    for tried in range(5):  # a browser may send the form again by itself when no answer has begun
        words = f"{WORDS}: {tried}"
        editors_page.goto(TABLE)
        assert editors_page.evaluate(TYPE_CAPTIONS, words) == 30
        editors_page.wait_for_function(IS_KEPT, arg=words)
        with editors_page.expect_request(lambda request: request.method == "POST") as sent:
            editors_page.evaluate(SEND)
        wait_until_writing(server.data_dir)
        kill(servers(server))

        assert rows_of(server.data_dir, WITH_CAPTION, words) == [(0,)]
        answers_again(server)
        assert_whole(server.data_dir)
        answer = sent.value.response()
        if answer is None:
            break
        assert rows_of(server.data_dir, WITH_CAPTION, words) == [(30,)]
    else:
        pytest.fail("The browser has sent the form again each time.")
    assert rows_of(server.data_dir, WITH_CAPTION, words) == [(0,)]
    wait_until(lambda: opened(editors_page, TABLE))
    editors_page.get_by_role("button", name="Use the draft").click()
    editors_page.locator("[name=_save]").click()
    expect(editors_page.locator(".messagelist .success")).to_have_text("30 photos are changed.")
    assert rows_of(server.data_dir, WITH_CAPTION, words) == [(30,)]
    assert editors_page.evaluate(IS_KEPT, words) is False


@pytest.mark.parametrize("fault", [full_disk, locked, read_only], ids=["full disk", "locked", "read only"])
def test_an_editor_sees_that_nothing_is_stored_and_keeps_the_words_and_readers_have_every_page(
    server: Server, editors_page: Page, fault: Callable[[Server], AbstractContextManager[None]]
) -> None:
    name = f"{WORDS}: {fault.__name__}"
    reader = Client(server.url)
    editors_page.goto(NEW_TOPIC)
    editors_page.locator("[name=name_en]").fill(name)
    editors_page.locator("[name=slug]").fill(fault.__name__.replace("_", "-"))
    editors_page.wait_for_function(IS_KEPT, arg=name)

    with fault(server):
        editors_page.evaluate(SEND)
        read = {
            reader.get(path)[0] for path in ("/en/", "/de/meetings/", f"/en/galleries/{BERLIN}/", "/en/statements/")
        }
        expect(editors_page.get_by_role("heading", name="The site is busy").first).to_be_visible(timeout=20_000)

    assert read == {200}
    assert rows_of(server.data_dir, WITH_NAME, name) == [(0,)]
    editors_page.goto(NEW_TOPIC)
    editors_page.get_by_role("button", name="Use the draft").click()
    editors_page.get_by_role("button", name="Save", exact=True).click()
    expect(editors_page.locator(".messagelist .success")).to_be_visible()
    assert rows_of(server.data_dir, WITH_NAME, name) == [(1,)]


def test_an_upload_that_is_killed_is_sent_again_and_its_sizes_are_made_after_the_worker_was_killed(
    server: Server, editor: Client
) -> None:
    path = upload_path(server)
    for _try in range(5):  # the photo may be stored, with its row, before the server is killed
        photo = noise()
        sha256 = hashlib.sha256(photo).hexdigest()
        sending = threading.Thread(target=cut_off, args=(editor, path, photo))
        sending.start()
        wait_until(lambda each=sha256: any(each in str(file) for file in files(server)), pause=0.002)
        kill(servers(server))
        sending.join()
        answers_again(server)
        if not rows_of(server.data_dir, STATUS, sha256):
            break
    else:
        pytest.fail("The server was never killed in the middle of an upload.")
    assert_whole(server.data_dir)
    assert editor.post(path, upload=photo, language="en", credit="NATO")[0] == 200
    wait_until(lambda: rows_of(server.data_dir, RUNNING))
    kill(child for worker in workers(server) for child in children(worker))
    wait_until(lambda: rows_of(server.data_dir, STATUS, sha256) == [("ready",)])
    assert_whole(server.data_dir)


def opened(page: Page, path: str) -> bool:
    """Open the page; return whether it is there, and not that the site is busy."""
    response = page.goto(path)
    return response is not None and response.status == 200


def cut_off(editor: Client, path: str, photo: bytes) -> None:
    """Send a photo to a process that is killed meanwhile."""
    with suppress(OSError, HTTPException):
        editor.post(path, upload=photo, language="en", credit="NATO")


def test_a_release_of_a_gallery_that_is_killed_releases_nothing_and_is_done_again(server: Server) -> None:
    manage(server.data_dir, "shell", "-v0", "-c", TAKE_BACK)
    ((gallery, photos),) = rows_of(
        server.data_dir,
        "SELECT gallery.public_id, COUNT(*) FROM photos_photo AS photo JOIN photos_gallery AS gallery"
        " ON gallery.id = gallery_id WHERE slug = ? AND photo.state = 'approved' GROUP BY gallery.id",
        BERLIN,
    )
    assert rows_of(server.data_dir, PUBLIC_PHOTOS, BERLIN) == [(0,)]
    releasing = subprocess.Popen(
        [sys.executable, "manage.py", "publishing", "publish", gallery, "--by", "photo-editor", "--leave-out"],
        cwd=BASE_DIR,
        env=environment(server.data_dir),
    )
    wait_until_writing(server.data_dir)
    kill([releasing.pid])
    releasing.wait()

    assert rows_of(server.data_dir, PUBLIC_PHOTOS, BERLIN) == [(0,)]
    assert_whole(server.data_dir, after=RELEASE_AGAIN.format(gallery=gallery))
    assert rows_of(server.data_dir, PUBLIC_PHOTOS, BERLIN) == [(photos,)]


def test_a_missing_original_is_named_and_the_other_photos_are_sent(server: Server) -> None:
    ((sha256,),) = rows_of(server.data_dir, AN_ORIGINAL, BERLIN)
    (missing,) = (path for path in files(server) if sha256 in str(path))
    away = missing.rename(missing.with_suffix(".away"))
    address = f"{server.url}/en/galleries/{BERLIN}/photos.zip"
    try:
        with Client(server.url).opener.open(address, timeout=120) as answer:
            archive = zipfile.ZipFile(io.BytesIO(answer.read()))
        checked = command(server.data_dir, "photos", "check")
    finally:
        away.rename(missing)

    ((photos,),) = rows_of(server.data_dir, PUBLIC_PHOTOS, BERLIN)
    assert archive.testzip() is None
    assert len([name for name in archive.namelist() if name.endswith(".jpg")]) == photos - 1
    assert (checked.returncode, len(checked.stdout.splitlines())) == (1, 1)
    assert "The original is not in the storage." in checked.stdout
