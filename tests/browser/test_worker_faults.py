"""Faults during tasks leave none undone and call no sound photo damaged."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from tests.browser.faults import Client, kill, noise, rows_of, signed_in, upload_path, wait_until
from tests.browser.running import BASE_DIR, Server, children, environment, sql, workers
from tests.pages import BERLIN

STATUS: Final = "SELECT status FROM photos_photofile WHERE sha256 = ?"
RUNNING: Final = "SELECT id FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'"
DONE: Final = "SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL' AND id = ?"
NO_RESULT: Final = """
CREATE TRIGGER no_result BEFORE UPDATE OF finished_at ON django_tasks_database_dbtaskresult
BEGIN SELECT RAISE(ABORT, 'This is not stored.'); END
"""
A_FILE: Final = """
SELECT photos_photofile.id, photo.public_id, sha256
FROM photos_photofile JOIN photos_photo AS photo ON photo.id = photo_id
JOIN photos_gallery AS gallery ON gallery.id = gallery_id WHERE slug = ? AND replaced_at IS NULL LIMIT 1
"""
PROBLEM: Final = "SELECT problem FROM photos_photofile WHERE id = ?"
MAKE_SMALLER: Final = """
from photos.files import rendition_tasks, renditions
from photos.models import PhotoFile
make_all, renditions.AVIF_QUALITY = rendition_tasks.make_all, 30
def and_wait(*what):
    made = make_all(*what)
    print("written", flush=True)
    input()
    return made
rendition_tasks.make_all = and_wait
rendition_tasks.make_now(PhotoFile.objects.get(pk={file}))
"""

Expire = Callable[[str], Path]


@pytest.fixture
def editor(site: Server, server: Server) -> Client:
    return signed_in(site, server.accounts)


@pytest.fixture
def expired(site: Server) -> Iterator[Expire]:
    """Yield a function that makes an old unneeded file below a prefix."""
    made: list[Path] = []

    def make(prefix: str) -> Path:
        path = site.data_dir / "media" / "photos" / prefix / (prefix * 32) / "original.jpg"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"of an upload that was broken off")
        os.utime(path, (0, 0))
        made.append(path.parent)
        return path

    yield make
    for folder in made:
        shutil.rmtree(folder)


def test_a_task_whose_result_the_database_has_refused_is_done_again(site: Server, editor: Client) -> None:
    said = len(site.said)
    sql(site, NO_RESULT)
    try:
        assert editor.post(upload_path(site), upload=noise(), language="en", credit="NATO")[0] == 200
        wait_until(lambda: "cannot reach the database" in site.said[said:])
        ((task,),) = rows_of(site.data_dir, RUNNING)
    finally:
        sql(site, "DROP TRIGGER no_result")

    wait_until(lambda: rows_of(site.data_dir, DONE, task))


def test_tasks_are_done_and_files_swept_beside_a_folder_that_may_not_be_written(
    site: Server, editor: Client, expired: Expire
) -> None:
    kept, swept = expired("00"), expired("ff")
    kept.parent.chmod(0o500)
    try:
        kill(child for worker in workers(site) for child in children(worker))  # the next one begins with upkeep
        photo = noise()
        assert editor.post(upload_path(site), upload=photo, language="en", credit="NATO")[0] == 200
        wait_until(lambda: rows_of(site.data_dir, STATUS, hashlib.sha256(photo).hexdigest()) == [("ready",)])
        wait_until(lambda: not swept.exists())
    finally:
        kept.parent.chmod(0o700)

    assert kept.exists()
    assert "The rest of the folder photos/00 cannot be swept" in site.said


def test_a_size_whose_file_comes_before_its_row_is_shown_and_no_damage_is_reported(site: Server) -> None:
    ((file, public_id, sha256),) = rows_of(site.data_dir, A_FILE, BERLIN)
    address = f"/media/{public_id}/{sha256[:16]}-640.avif"
    assert Client(site.url).get(address)[0] == 200
    making = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", MAKE_SMALLER.format(file=file)],
        cwd=BASE_DIR,
        env=environment(site.data_dir),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with making, ThreadPoolExecutor() as threads:
        assert making.stdout and making.stdout.readline() == b"written\n"
        asked = threads.submit(Client(site.url).get, address)
        time.sleep(0.5)  # the request is there by now
        making.communicate(b"\n")
        assert asked.result()[0] == 200
    assert rows_of(site.data_dir, PROBLEM, file) == [("",)]
