"""Photos on the desk: uploaded one by one, by rows or many at once; shown by an address of the desk's own."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meetings.models import Gallery, Photo, PhotoFile
from publishing.states import Release
from tests import factories
from tests.desk import DRAFT, change, errors, page, send


def picture(name: str = "a.jpg", red: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, factories.jpeg(colour=(red, 60, 90)))


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


def test_saving_without_a_file_keeps_the_file(admin_client: Client) -> None:
    photo = factories.make_photo()
    assert send(admin_client, change(photo), caption_en="Renamed").status_code == 302
    assert PhotoFile.objects.filter(photo=photo).count() == 1


def test_several_rows_of_a_gallery_bring_their_files_at_once(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    rows: dict[str, Any] = {"photos-TOTAL_FORMS": "2"}
    for number, name in enumerate(("first.jpg", "second.jpg")):
        rows |= {
            f"photos-{number}-upload": picture(name, red=number),
            f"photos-{number}-position": str(10 * number),
        }
    assert send(admin_client, change(gallery), **rows).status_code == 302
    assert [photo.file.original_name for photo in gallery.photos.all() if photo.file] == [
        "first.jpg",
        "second.jpg",
    ]


def test_many_files_at_once_become_photos_in_the_order_of_their_names(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=1)
    uploads = [picture("c.jpg", 3), picture("a.jpg", 1), picture("b.jpg", 2)]
    answer = admin_client.post(page(gallery, "photos", gallery.pk), {"uploads": uploads, "credit": "NATO"})
    assert answer.headers["Location"] == change(gallery)
    new = Photo.objects.filter(credit="NATO")
    assert [photo.file.original_name for photo in new if photo.file] == ["a.jpg", "b.jpg", "c.jpg"]
    assert [photo.position for photo in new] == [2, 3, 4]
    assert {photo.release for photo in new} == {Release.HELD_BACK}


def test_of_many_files_the_wrong_ones_are_named_and_none_is_stored(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    uploads = [
        picture("good.jpg"),
        SimpleUploadedFile("bad.jpg", b"no"),
        SimpleUploadedFile("worse.pdf", b"%PDF-"),
    ]
    answer = admin_client.post(page(gallery, "photos", gallery.pk), {"uploads": uploads, "credit": "NATO"})
    said = answer.context["form"].errors["uploads"]
    assert [sentence.partition(":")[0] for sentence in said] == ["bad.jpg", "worse.pdf"]
    assert 'value="NATO"' in answer.content.decode()
    assert not Photo.objects.exists()


def test_no_file_at_all_is_refused(admin_client: Client) -> None:
    gallery = factories.make_gallery()
    answer = admin_client.post(page(gallery, "photos", gallery.pk), {"credit": "NATO"})
    assert answer.context["form"].errors["uploads"] == ["This field is required."]


def test_the_desk_shows_a_photo_that_is_not_public(admin_client: Client) -> None:
    photo = factories.make_photo(gallery=factories.make_gallery(**DRAFT), state="draft")
    for size in ("640", "original"):
        answer = admin_client.get(page(photo, "file", photo.pk, size))
        assert answer.headers["Content-Type"] == "image/jpeg"
        answer.close()
    assert page(photo, "file", photo.pk, "640") in admin_client.get(change(photo.gallery)).content.decode()


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


@pytest.mark.parametrize("positions", [("30", "10", "20"), ("0", "0", "0")])
def test_photos_are_numbered_in_the_order_in_which_they_were_dragged(
    admin_client: Client, positions: tuple[str, ...]
) -> None:
    gallery = factories.make_gallery(photos=3)
    before = list(gallery.photos.all())
    send(admin_client, change(gallery), **{f"photos-{n}-position": each for n, each in enumerate(positions)})
    wanted = sorted(range(3), key=lambda n: (int(positions[n]), n))
    assert [(photo, photo.position) for photo in gallery.photos.all()] == [
        (before[n], number) for number, n in enumerate(wanted, start=1)
    ]


def test_a_gallery_without_photos_cannot_be_published(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    answer = admin_client.post(page(gallery, "verb", gallery.pk, "publish"))
    assert [each.sentence for each in answer.context["refused"]] == ["The gallery has no photos."]


def test_a_photo_without_alternative_text_stands_in_the_way_of_its_gallery(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    photo = factories.make_photo(gallery=gallery, state="draft", alt_en="", alt_de="")
    answer = admin_client.post(page(gallery, "verb", gallery.pk, "publish"))
    [obstacle] = answer.context["refused"]
    assert obstacle.url == f"{change(photo)}#id_alt_en"
    assert not Gallery.objects.public().exists()


def test_a_gallery_reads_as_before_after_a_mistake_in_a_row(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=1)
    answer = send(
        admin_client, change(gallery), **{"photos-0-alt_en": "x" * 300, "photos-0-caption_en": "Kept"}
    )
    assert list(errors(answer)) == ["photos-0-alt_en"]
    assert "Kept" in answer.content.decode()
