"""Photos in the admin: added, shown at an address of its own, deleted, recovered."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from reversion.models import Version

from photos.files.store import store
from photos.formats import decoding
from photos.models import Gallery, Photo, PhotoFile
from tests import factories
from tests.admin_forms import DRAFT, change, errors, filled, messages, page, send
from tests.photos.test_photo_words_out import PICTURES, WORDS, rewritten


def picture(name: str = "a.jpg", red: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, factories.jpeg(colour=(20 * red % 256, 60, 90)))


def test_a_photo_is_made_with_its_file(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    typed = {"gallery": str(gallery.pk), "caption_en": "Ministers", "upload": picture("DSC_1.JPG")}
    assert send(admin_client, page(Photo, "add"), **typed).status_code == 302
    photo = Photo.objects.get()
    assert photo.file is not None
    assert (photo.file.original_name, photo.position) == ("DSC_1.JPG", 1)


def test_a_new_file_replaces_the_old_one_which_stays_in_the_history(admin_client: Client) -> None:
    photo = factories.make_photo()
    send(admin_client, change(photo), upload=picture(red=200))
    assert PhotoFile.objects.filter(photo=photo, replaced_at=None).count() == 1
    assert PhotoFile.objects.filter(photo=photo).count() == 2


def test_a_replacing_file_is_decoded_before_the_transaction_of_its_form(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decoding takes seconds, during which a transaction would block other writers."""
    photo = factories.make_photo()
    form = filled(admin_client.get(change(photo)))
    depths: list[int] = []
    decode = decoding.picture

    def observed(content: bytes) -> Any:
        depths.append(len(connection.savepoint_ids))  # 0 outside, as a test itself is a transaction
        return decode(content)

    monkeypatch.setattr(decoding, "picture", observed)
    answer = admin_client.post(change(photo), form | {"upload": picture("new.jpg", red=200)})

    assert answer.status_code == 302
    assert set(depths) == {0}
    current = photo.files.get(replaced_at=None)
    assert (current.original_name, current.status) == ("new.jpg", PhotoFile.Status.READY)


def test_a_refused_file_is_said_at_its_field_and_nothing_is_replaced(admin_client: Client) -> None:
    photo = factories.make_photo()

    answer = send(admin_client, change(photo), upload=SimpleUploadedFile("a.jpg", b"no picture"))

    assert list(errors(answer)) == ["upload"]
    assert photo.files.count() == 1


def test_saving_without_a_file_keeps_the_file(admin_client: Client) -> None:
    photo = factories.make_photo()
    assert send(admin_client, change(photo), caption_en="Renamed").status_code == 302
    assert PhotoFile.objects.filter(photo=photo).count() == 1


def test_the_admin_shows_a_photo_that_is_not_public(admin_client: Client) -> None:
    photo = factories.make_photo(gallery=factories.make_gallery(**DRAFT), state="draft")
    for size in ("640", "original"):
        answer = admin_client.get(page(photo, "file", photo.pk, size))
        assert answer.headers["Content-Type"] == "image/jpeg"
        answer.close()
    table = admin_client.get(page(photo.gallery, "photo_table", photo.gallery.pk)).content.decode()
    assert page(photo, "file", photo.pk, "640") in table


def test_a_size_that_was_not_made_is_not_found(admin_client: Client) -> None:
    photo = factories.make_photo()
    assert admin_client.get(page(photo, "file", photo.pk, "9999")).status_code == 404
    assert admin_client.get(page(photo, "file", 0, "640")).status_code == 404


def test_a_photos_file_needs_the_permission_to_see_photos(client: Client, db: None) -> None:
    photo = factories.make_photo()
    editor = factories.make_user(role="")
    editor.user_permissions.add(Permission.objects.get(codename="change_meeting"))
    client.force_login(editor)
    assert client.get(page(photo, "file", photo.pk, "640")).status_code == 403
    client.logout()
    assert client.get(page(photo, "file", photo.pk, "640")).status_code == 302


def test_a_gallery_without_photos_cannot_be_published(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    answer = admin_client.post(page(gallery, "verb", gallery.pk, "publish"))
    assert [each.sentence for each in answer.context["refused"]] == ["The gallery has no photos."]


def test_a_photo_without_alternative_text_is_an_obstacle_of_its_gallery(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    photo = factories.make_photo(gallery=gallery, state="draft", alt_en="", alt_de="")
    answer = admin_client.post(page(gallery, "verb", gallery.pk, "publish"))
    [obstacle] = answer.context["refused"]
    assert obstacle.url == f"{change(photo)}#id_alt_en"
    assert not Gallery.objects.public().exists()


def test_a_new_file_brings_its_words_where_none_stand(admin_client: Client) -> None:
    photo = factories.make_photo(credit="Typed", photographer="")
    content = rewritten(PICTURES["plain"])

    send(admin_client, change(photo), upload=SimpleUploadedFile("new.jpg", content))

    photo.refresh_from_db()
    assert (photo.credit, photo.photographer) == ("Typed", WORDS.photographer)


def test_a_changed_credit_is_carried_by_the_sizes(admin_client: Client) -> None:
    photo = factories.make_photo()
    before = photo.files.get().carries

    send(admin_client, change(photo), credit="Another")

    assert photo.files.get().carries != before


def test_the_form_tells_the_files_and_makes_their_sizes_again(admin_client: Client) -> None:
    photo = factories.make_photo()
    store(photo, ContentFile(factories.jpeg(colour=(7, 7, 7)), name="second.jpg"))
    PhotoFile.objects.filter(photo=photo, replaced_at=None).update(problem="Damaged.")
    text = admin_client.get(change(photo)).content.decode()
    assert "second.jpg" in text and "replaced on" in text and "Damaged." in text

    answer = admin_client.post(page(photo, "make_again", photo.pk), follow=True)

    assert messages(answer) == ["The image sizes are being created again."]
    assert photo.files.get(replaced_at=None).problem == ""
    assert admin_client.get(page(photo, "make_again", photo.pk)).status_code == 302, "after a sign-in it is a GET"


def test_going_back_in_the_words_of_a_photo_leaves_its_file_alone(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    sent = {"gallery": str(gallery.pk), "caption_en": "First", "upload": picture("first.jpg", 1)}
    send(admin_client, page(Photo, "add"), **sent)
    photo = Photo.objects.get()
    send(admin_client, change(photo), caption_en="Second", upload=picture("second.jpg", 2))
    version = Version.objects.get_for_object(photo).last()

    form = filled(admin_client.get(page(photo, "revision", photo.pk, version.pk)))
    answer = admin_client.post(page(photo, "revision", photo.pk, version.pk), form)

    photo.refresh_from_db()
    assert (answer.status_code, photo.caption_en) == (302, "First")
    assert photo.file and photo.file.original_name == "second.jpg"
    assert photo.file.status == PhotoFile.Status.READY


@pytest.mark.parametrize("kind", [Photo, Gallery])
def test_what_is_deleted_comes_back_with_its_files(admin_client: Client, kind: Any) -> None:
    gallery = factories.make_gallery(**DRAFT)
    sent = {"gallery": str(gallery.pk), "caption_en": "First", "upload": picture("first.jpg", 1)}
    send(admin_client, page(Photo, "add"), **sent)
    send(admin_client, change(Photo.objects.get()), upload=picture("second.jpg", 2))
    send(admin_client, change(gallery), title_en="Saved")
    row = kind.objects.get()
    admin_client.post(page(row, "delete", row.pk), {"post": "yes"})
    assert not PhotoFile.objects.exists()

    version = Version.objects.get_deleted(kind).get()
    form = filled(admin_client.get(page(kind, "recover", version.pk)))
    assert admin_client.post(page(kind, "recover", version.pk), form).status_code == 302

    photo = Photo.objects.get()
    assert photo.file and photo.file.original_name == "second.jpg"
    assert photo.file.status == PhotoFile.Status.READY
    assert photo.files.exclude(replaced_at=None).get().original_name == "first.jpg"
    assert photo.file.digests.exists()


def test_a_file_that_is_gone_shows_a_stand_in_on_the_admin_and_is_noted(admin_client: Client) -> None:
    photo = factories.make_photo()
    file = photo.files.get()
    path = Path(default_storage.path(file.path("640", "jpg")))
    content = path.read_bytes()
    path.unlink()

    answer = admin_client.get(page(photo, "file", photo.pk, "640"))
    path.write_bytes(content)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "image/svg+xml")
    file.refresh_from_db()
    assert file.problem.startswith("A stored file cannot be read")
