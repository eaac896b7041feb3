"""The bin: deletion names what uses a photo, and is undone until it is emptied."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from photos.models import BinnedFile, Photo, PhotoFile
from tests import factories
from tests.admin_forms import DRAFT, messages, page

pytestmark = pytest.mark.django_db


def uploaded_photo(client: Client, gallery: Any, red: int = 40) -> Photo:
    upload = SimpleUploadedFile(f"{red}.jpg", factories.jpeg(colour=(red, 1, 1), width=64))
    client.post(page(gallery, "photo", gallery.pk), {"upload": upload, "language": "en"})
    return Photo.objects.latest("pk")


def delete(client: Client, row: Any) -> None:
    client.post(page(row, "delete", row.pk), {"post": "yes"})


def test_what_was_deleted_lies_in_the_bin_with_its_picture(admin_client: Client) -> None:
    photo = uploaded_photo(admin_client, factories.make_gallery(**DRAFT))
    delete(admin_client, photo)

    answer = admin_client.get(page(Photo, "recoverlist"))

    (row,) = answer.context["rows"]
    assert (row.name, row.entry.by_name) == (str(photo), "admin")
    thumbnail = admin_client.get(row.thumbnail)
    assert thumbnail.status_code == 200
    thumbnail.close()
    assert admin_client.get(row.url).status_code == 200


def test_an_emptied_bin_deletes_the_files_but_those_that_another_photo_has(admin_client: Client) -> None:
    one, other = (factories.make_gallery(**DRAFT) for _number in range(2))
    photo, single = uploaded_photo(admin_client, one), uploaded_photo(admin_client, one, red=80)
    uploaded_photo(admin_client, other)
    paths = [_original(each) for each in (photo, single)]
    delete(admin_client, photo)
    delete(admin_client, single)

    answer = admin_client.post(page(Photo, "recoverlist"), follow=True)

    assert messages(answer)[-1] == "2 entries were permanently deleted."
    assert [path.exists() for path in paths] == [True, False]
    assert not BinnedFile.objects.exists()
    assert admin_client.get(page(Photo, "recoverlist")).context["rows"] == []
    assert PhotoFile.objects.count() == 1


def test_a_photo_that_is_deleted_while_the_bin_is_emptied_can_be_recovered(admin_client: Client) -> None:
    first, second = (uploaded_photo(admin_client, factories.make_gallery(**DRAFT)) for _number in range(2))
    original = _original(second)
    delete(admin_client, first)
    deleted: list[int] = []

    def delete_another(execute: Any, sql: str, *rest: Any) -> Any:
        """Delete it as another editor does, once the versions are forgotten."""
        if sql.startswith('DELETE FROM "photos_binnedfile"') and not deleted:
            deleted.append(second.pk)
            delete(admin_client, second)
        return execute(sql, *rest)

    with connection.execute_wrapper(delete_another):
        admin_client.post(page(Photo, "recoverlist"))

    (row,) = admin_client.get(page(Photo, "recoverlist")).context["rows"]
    assert (row.name, bool(row.thumbnail), original.exists()) == (str(second), True, True)


def _original(photo: Photo) -> Path:
    file = photo.files.get()
    return Path(default_storage.path(file.path("original", file.format)))


@pytest.mark.parametrize(("role", "code"), [("photo editor", 302), ("author", 403), ("translator", 403)])
def test_the_bin_is_emptied_by_those_who_approve_photos(
    client: Client, admin_client: Client, role: str, code: int
) -> None:
    photo = uploaded_photo(admin_client, factories.make_gallery(**DRAFT))
    delete(admin_client, photo)
    client.force_login(factories.make_user(role=role))

    assert client.post(page(Photo, "recoverlist")).status_code == code
    assert BinnedFile.objects.exists() == (code != 302)


def test_deleting_says_where_a_photo_is_used(admin_client: Client) -> None:
    photo = uploaded_photo(admin_client, factories.make_gallery(**DRAFT))
    meeting = factories.make_meeting(lead_photo=photo)
    article = factories.make_article(languages=[])
    text = factories.make_edition(
        article, body=f'<p><a href="/id/{photo.public_id}">x</a></p>', title="Report", **DRAFT
    )

    for row in (photo, photo.gallery):
        said = admin_client.get(page(row, "delete", row.pk)).content.decode()
        assert "Used on these pages, where it will be missing:" in said
        for user in (meeting, text):
            assert page(user, "change", user.pk) in said
    other = uploaded_photo(admin_client, photo.gallery, red=80)
    assert "Used here" not in admin_client.get(page(other, "delete", other.pk)).content.decode()


def test_deleting_asks_about_photos_and_not_about_their_files(admin_client: Client) -> None:
    photo = uploaded_photo(admin_client, factories.make_gallery(**DRAFT))

    for row in (photo, photo.gallery):
        answer = admin_client.get(page(row, "delete", row.pk))
        assert "igest" not in answer.content.decode() and "hoto file" not in answer.content.decode()
        assert str(photo) in answer.content.decode()
    assert dict(answer.context["model_count"]) == {"galleries": 1, "photos": 1}


def test_a_damaged_file_is_a_line_on_the_front_page(admin_client: Client) -> None:
    photo = factories.make_photo()
    PhotoFile.objects.filter(photo=photo).update(problem="It was eaten.")

    text = admin_client.get("/admin/").content.decode()

    assert "Photos with damaged files" in text
    assert "It was eaten." in text


def test_the_bin_asks_as_many_queries_for_many_rows_as_for_one(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    asked = []
    for number in (1, 2, 3):
        delete(admin_client, uploaded_photo(admin_client, gallery, red=40 * number))
        with CaptureQueriesContext(connection) as queries:
            rows = admin_client.get(page(Photo, "recoverlist")).context["rows"]
        assert [bool(row.entry and row.thumbnail) for row in rows] == [True] * number
        asked.append(len(queries))

    assert asked[1] == asked[2]
