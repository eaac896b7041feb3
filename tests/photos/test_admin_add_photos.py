"""Many files dropped onto a gallery are added one by one; bad ones are named."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from reversion.models import Version

from photos.formats import xmp
from photos.models import Photo
from publishing.models import AuditLogEntry
from publishing.states import Release
from tests import factories
from tests.admin_forms import DRAFT, page
from tests.photos.test_photo_cases import CASES, with_packet
from tests.photos.test_photo_store import REFUSED, media_files
from tests.photos.test_photo_words_out import PICTURES, WORDS, rewritten

pytestmark = pytest.mark.django_db


def picture(name: str = "a.jpg", red: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, factories.jpeg(colour=(20 * red % 256, 60, 90)))


def send_all(client: Client, gallery: Any, uploads: list[Any], **values: str) -> Any:
    return client.post(page(gallery, "photos", gallery.pk), {"uploads": uploads, "language": "en"} | values)


def send_one(client: Client, gallery: Any, upload: Any, **values: str) -> Any:
    return client.post(page(gallery, "photo", gallery.pk), {"upload": upload, "language": "en"} | values)


def test_many_files_become_photos_in_the_order_of_their_names(admin_client: Client) -> None:
    gallery = factories.make_gallery(photos=1)

    answer = send_all(
        admin_client, gallery, [picture("c.jpg", 3), picture("a.jpg", 1), picture("b.jpg", 2)], credit="NATO"
    )

    assert "3 photos are added." in answer.content.decode()
    new = Photo.objects.filter(credit="NATO").order_by("position")
    assert [photo.file.original_name for photo in new if photo.file] == ["a.jpg", "b.jpg", "c.jpg"]
    assert [photo.position for photo in new] == [2, 3, 4]
    assert {photo.release for photo in new} == {Release.HELD_BACK}


def test_a_bad_file_stops_no_other(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    bad = SimpleUploadedFile("bad.jpg", b"no"), SimpleUploadedFile("worse.pdf", b"%PDF-")

    answer = send_all(admin_client, gallery, [bad[0], picture("good.jpg"), bad[1]])

    results = [(each.name, each.status) for each in answer.context["results"]]
    assert results == [("bad.jpg", "refused"), ("good.jpg", "added"), ("worse.pdf", "refused")]
    assert "1 photo is added. 2 were refused." in answer.content.decode()
    assert Photo.objects.count() == 1


def test_the_same_drop_can_simply_be_repeated(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    send_all(admin_client, gallery, [picture("a.jpg", 1)])

    answer = send_all(admin_client, gallery, [picture("a.jpg", 1), picture("b.jpg", 2)])

    first, second = answer.context["results"]
    assert (first.status, second.status) == ("known", "added")
    assert Photo.objects.count() == 2


def test_a_file_that_was_replaced_is_known_too(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    send_all(admin_client, gallery, [picture("a.jpg", 1)])
    photo = Photo.objects.get()
    from_admin = {"gallery": str(gallery.pk), "upload": picture("better.jpg", 9)}
    admin_client.post(page(photo, "change", photo.pk), from_admin)

    assert send_one(admin_client, gallery, picture("a.jpg", 1)).json()["status"] == "known"


def test_the_same_file_in_another_gallery_is_taken_and_said(admin_client: Client) -> None:
    one, other = (factories.make_gallery(**DRAFT) for _number in range(2))
    send_all(admin_client, one, [picture()])

    answer = send_one(admin_client, other, picture()).json()

    assert answer["status"] == "added"
    assert f"The same file is also in “{one}”." in answer["sentence"]


def test_one_file_is_answered_in_json_with_what_came_along(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    content = rewritten(PICTURES["plain"])

    answer = send_one(admin_client, gallery, SimpleUploadedFile("x.jpg", content), position="7")

    photo = Photo.objects.get()
    said = answer.json()
    assert (said["status"], said["name"], said["url"]) == ("added", "x.jpg", page(photo, "change", photo.pk))
    assert "From the file: Caption [en], Caption [de]" in said["sentence"]
    assert (photo.caption_de, photo.credit, photo.position) == (WORDS.caption["de"], WORDS.credit, 7)
    thumbnail = admin_client.get(said["thumbnail"])
    assert thumbnail.status_code == 200
    thumbnail.close()


def test_what_the_file_says_goes_before_what_holds_for_all(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)

    send_one(admin_client, gallery, SimpleUploadedFile("x.jpg", rewritten(PICTURES["plain"])), credit="All")
    send_one(admin_client, gallery, picture(), credit="All", copyright="© All")

    assert set(Photo.objects.values_list("credit", "copyright")) == {
        (WORDS.credit, WORDS.copyright),
        ("All", "© All"),
    }


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("a.jpg", b"letter"), "not a supported picture"),
        (SimpleUploadedFile("a.heic", b"\x00\x00\x00\x18ftypheic\x00\x00"), "HEIC"),
        (SimpleUploadedFile("a.jpg", b""), "empty"),
        (SimpleUploadedFile("../../../etc/x" + "y" * 300 + ".jpg", b"no"), "not a supported picture"),
    ],
)
def test_a_refused_file_is_answered_with_its_reason(admin_client: Client, upload: Any, sentence: str) -> None:
    answer = send_one(admin_client, factories.make_gallery(**DRAFT), upload)

    assert (answer.status_code, answer.json()["status"]) == (422, "refused")
    assert sentence in answer.json()["sentence"]
    assert not Photo.objects.exists()


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_whatever_is_dropped_is_answered_and_leaves_nothing_when_it_is_refused(
    admin_client: Client, content: bytes, sentence: str
) -> None:
    gallery, before = factories.make_gallery(**DRAFT), media_files()

    answer = send_one(admin_client, gallery, SimpleUploadedFile("photo.jpg", content))

    assert (answer.status_code, answer.json()["status"]) == (422, "refused")
    assert re.search(sentence, answer.json()["sentence"])
    assert (Photo.objects.exists(), media_files()) == (False, before)


def test_an_odd_request_is_answered_with_a_sentence(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)

    assert admin_client.get(page(gallery, "photo", gallery.pk)).status_code == 405
    nothing = admin_client.post(page(gallery, "photo", gallery.pk), {})
    assert (nothing.status_code, nothing.json()["sentence"]) == (
        422,
        "This field is required. This field is required.",
    )
    empty = send_all(admin_client, gallery, [])
    assert empty.context["form"].errors["uploads"] == ["This field is required."]
    assert admin_client.get(page(gallery, "photos", 0)).status_code == 403


def test_who_uploaded_a_photo_is_in_its_history_and_the_audit_log(client: Client) -> None:
    editor = factories.make_user(role="photo editor")
    client.force_login(editor)

    send_one(client, factories.make_gallery(**DRAFT), picture())

    photo = Photo.objects.get()
    assert Version.objects.get_for_object(photo).get().revision.user == editor
    assert AuditLogEntry.objects.get(public_id=photo.public_id).by_name == str(editor)


def delivered_cases() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(CASES.glob("*-*.*"))]


def test_every_file_of_a_real_lot_is_taken_and_its_line_says_what_could_not_be_read(
    admin_client: Client,
) -> None:
    gallery = factories.make_gallery(**DRAFT)
    uploads = delivered_cases()

    answer = send_all(admin_client, gallery, uploads)

    results = {each.name: each for each in answer.context["results"]}
    assert len(uploads) == 18
    assert {each.status for each in results.values()} == {"added"}
    assert Photo.objects.count() == len(uploads)
    shown_words = {name: each.sentence for name, each in results.items() if "not read" in each.sentence}
    assert list(shown_words) == ["17g-png-raw-profile-broken.png"]
    assert "not read: EXIF." in shown_words["17g-png-raw-profile-broken.png"]
    assert "cut" not in results["14g-keywords-commas.jpg"].sentence


def foreign_and_misread() -> SimpleUploadedFile:
    words = {"dc:description": {"fr": "Le ministre"}, "photoshop:Credit": "MÃ¼ller"}
    return SimpleUploadedFile("x.jpg", with_packet(xmp.packet(words)))


def test_words_that_need_a_look_are_named_at_the_file(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)

    sentence = send_one(admin_client, gallery, foreign_and_misread()).json()["sentence"]

    photo = Photo.objects.get()
    assert "now in the internal note: Caption [fr]." in sentence
    assert "may have been misread: “MÃ¼ller”." in sentence
    assert (photo.note, photo.credit) == ("Caption [fr]: Le ministre", "MÃ¼ller")


def test_a_replaced_file_is_taken_and_reported_alike(admin_client: Client) -> None:
    gallery = factories.make_gallery(**DRAFT)
    send_all(admin_client, gallery, [picture("a.jpg", 1)])
    photo = Photo.objects.get()
    upload = SimpleUploadedFile("new.png", (CASES / "17g-png-raw-profile-broken.png").read_bytes())

    answer = admin_client.post(
        page(photo, "change", photo.pk), {"gallery": str(gallery.pk), "upload": upload}, follow=True
    )

    assert "its metadata is damaged and was not read: EXIF." in answer.content.decode()
    assert photo.files.get(replaced_at=None).original_name == "new.png"


def test_a_form_of_a_photo_says_how_a_comma_within_a_keyword_is_written(admin_client: Client) -> None:
    photo = factories.make_photo(keywords='"Muster, Anna", NATO')

    shown = admin_client.get(page(photo, "change", photo.pk)).content.decode()

    assert "&quot;Muster, Anna&quot;, NATO" in shown
    assert "Put quotation marks around one with a comma." in shown
