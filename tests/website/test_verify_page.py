"""The page that verifies a photo by a hash and shows only public facts."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from photos.files.store import store
from photos.formats import avif, jpeg
from photos.models import PictureDigest
from tests import factories as make
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db


def verify(client: Client, *hashes: str, words: str = "", file: str = "") -> str:
    response = client.get("/en/verify/", {"hash": list(hashes), "words": words, "file": file})
    assert response.status_code == 200
    return response.content.decode()


def chosen(client: Client, content: bytes) -> str:
    """Return what the page says of a file that someone chose, as the browser asks."""
    whole = hashlib.sha256(content).hexdigest()
    return verify(client, picture(content), words=carried(content), file=whole)


def downloaded(client: Client, photo: Any, size: str = "original") -> bytes:
    return b"".join(client.get(f"{photo.files.get(replaced_at=None).address(size, 'jpg')}?download"))


def picture(content: bytes) -> str:
    return jpeg.scan(content).sha256


def carried(content: bytes) -> str:
    return content.partition(b"xmp.iid:")[2][:16].decode()


FUTURE = make.LONG_AGO.replace(year=2100)
UNKNOWN = "We do not recognise this file."
OURS = "This photo came from us."


@pytest.mark.parametrize("size", ["original", "1920", "1280"])
def test_a_download_is_ours_in_every_size(client: Client, size: str) -> None:
    photo = make.make_photo(file=make.jpeg(width=2100, height=900), caption_en="Arrival")
    content = downloaded(client, photo, size)

    text = chosen(client, content)

    assert OURS in text and "The details in this file match our current details." in text
    assert "Arrival" in text and photo.get_absolute_url() in text


def test_an_avif_of_a_page_is_ours(client: Client) -> None:
    photo = make.make_photo()
    file = photo.files.get()
    with default_storage.open(file.path("640", "avif")) as stored:
        content = stored.read()

    assert OURS in verify(client, hashlib.sha256(avif.primary_item(content)).hexdigest())
    assert OURS in verify(client, hashlib.sha256(content).hexdigest())


def test_the_delivered_file_is_ours(client: Client) -> None:
    photo = make.make_photo()

    assert OURS in verify(client, photo.files.get().sha256)


@pytest.mark.parametrize("size", ["original", "1280"])
def test_the_hash_of_a_whole_download_tells_everything_without_a_browser_that_computes(
    client: Client, size: str
) -> None:
    photo = make.make_photo(file=make.jpeg(width=2100, height=900), caption_en="Arrival")
    pasted = hashlib.sha256(downloaded(client, photo, size)).hexdigest()

    before = verify(client, pasted)
    photo.caption_en = "Departure"
    photo.save()
    after = verify(client, pasted)

    assert OURS in before and "The details in this file match our current details." in before
    assert "its details have changed" in after


def test_the_sums_in_an_archive_are_known(client: Client) -> None:
    gallery = make.make_gallery(photos=2)
    body = b"".join(client.get(f"/en/galleries/{gallery.slug}/photos.zip"))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        sums = archive.read("SHA256SUMS").decode().splitlines()

    for line in sums[:2]:
        text = verify(client, line)
        assert OURS in text and "The details in this file match our current details." in text


def test_words_that_others_wrote_into_a_copy_are_not_taken_for_ours(client: Client) -> None:
    photo = make.make_photo(caption_en="Arrival of the minister")
    content = downloaded(client, photo)
    forged = content.replace(b"Arrival of the minister", b"Arrested: the  minister")
    assert forged != content and carried(forged) == carried(content)

    text = chosen(client, forged)

    assert OURS in text and "other details in this file are not ours" in text
    assert "The details in this file match our current details." not in text


def test_a_range_from_the_beginning_is_a_copy_too_and_a_later_one_is_none(client: Client) -> None:
    photo = make.make_photo()
    address = photo.files.get().address("original", "jpg")
    known = PictureDigest.objects.filter(file=photo.files.get()).exclude(words="")

    client.get(address, headers={"Range": "bytes=5-"})
    client.head(address)
    assert not known.exists()
    client.get(address, headers={"Range": "bytes=0-"})
    client.get(address)
    assert known.count() == 1


def test_a_photo_that_is_out_of_date_says_so(client: Client) -> None:
    photo = make.make_photo()
    make.withdraw(photo, kind="out_of_date", explanation_en="He has left office.")

    text = verify(client, photo.files.get().sha256)

    assert OURS in text and "He has left office." in text


def test_the_permanent_address_is_the_one_where_the_reader_is(client: Client) -> None:
    photo = make.make_photo()

    assert f'href="http://testserver/id/{photo.public_id}"' in verify(client, photo.files.get().sha256)


def test_words_that_have_changed_since_are_said(client: Client) -> None:
    photo = make.make_photo(caption_en="Wrong")
    content = downloaded(client, photo)
    photo.caption_en = "Right"
    photo.save()

    text = chosen(client, content)

    assert "its details have changed" in text
    assert "Right" in text and "Wrong" not in text


def test_a_replaced_picture_is_said_to_be_one(client: Client) -> None:
    photo = make.make_photo()
    old = downloaded(client, photo)
    store(photo, ContentFile(make.jpeg(colour=(9, 9, 9)), name="new.jpg"))

    assert "an earlier picture of one of our photos. It was replaced on" in verify(client, picture(old))
    assert OURS in verify(client, picture(downloaded(client, photo)))


def test_a_picture_that_was_replaced_before_anybody_saw_it_is_unknown(client: Client) -> None:
    photo = make.make_photo(release="held_back")
    old = photo.files.get().sha256
    store(photo, ContentFile(make.jpeg(colour=(9, 9, 9)), name="new.jpg"))
    type(photo).objects.filter(pk=photo.pk).update(release="with_parent")

    assert UNKNOWN in verify(client, old)


def test_a_withdrawn_photo_is_said_to_be_with_the_reason_and_nothing_else(client: Client) -> None:
    photo = make.make_photo(caption_en="Secret caption", credit="Secret credit")
    content = downloaded(client, photo)
    make.withdraw(photo, explanation_en="Shows the wrong person.")

    text = verify(client, picture(content), words=carried(content))

    assert "has been withdrawn" in text and "Shows the wrong person." in text
    assert "Secret" not in text


def test_a_photo_of_a_withdrawn_gallery_is_withdrawn(client: Client) -> None:
    photo = make.make_photo()
    make.withdraw(photo.gallery, explanation_en="All of it.")

    assert "All of it." in verify(client, photo.files.get().sha256)


@pytest.mark.parametrize(
    "hidden",
    [
        {"release": "held_back"},
        {"state": "draft"},
        {"release": "own_time", "publish_at": FUTURE},
    ],
)
def test_what_was_never_public_is_as_unknown_as_anything(client: Client, hidden: dict[str, Any]) -> None:
    photo = make.make_photo(**hidden)
    nobodys = "0" * 64

    known, unknown = verify(client, photo.files.get().sha256), verify(client, nobodys)

    assert UNKNOWN in known
    assert known.replace(photo.files.get().sha256, nobodys) == unknown


@pytest.mark.parametrize("pasted", ["{}", "  {}\n", "{}  photo.jpg", "sha256:{}", "SHA256 (photo.jpg) = {}"])
def test_a_hash_is_read_as_people_paste_it(client: Client, pasted: str) -> None:
    digest = make.make_photo().files.get().sha256

    assert OURS in verify(client, pasted.format(digest))
    assert OURS in verify(client, pasted.format(digest.upper()))


@pytest.mark.parametrize("wrong", ["abc", "0" * 63, "0" * 65, "x" * 64, "<script>"])
def test_what_is_no_hash_gets_a_sentence_and_stays(client: Client, wrong: str) -> None:
    text = verify(client, wrong)

    assert "This is not a SHA-256 hash" in text
    assert "<script>" not in text.partition("<main")[2]
    assert wrong.replace("<", "&lt;").replace(">", "&gt;") in text


def test_words_that_are_none_of_ours_count_for_none(client: Client) -> None:
    photo = make.make_photo()

    assert "Compare the details of your copy" in verify(client, photo.files.get().sha256, words="<script>")


def test_a_recall_is_in_the_register_too(client: Client) -> None:
    photo = make.make_photo()
    make.withdraw(photo, explanation_en="Shows the wrong person.")

    assert "Shows the wrong person." in client.get("/en/corrections/").content.decode()
    assert client.get(photo.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("number", [1, 10])
def test_it_takes_eight_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    meeting = make.make_meeting(country=make.make_partner())
    gallery = make.make_gallery(meeting=meeting, terms=make.make_page(), photos=number)
    digest = gallery.photos.first().files.get().sha256

    hold_what_is_shared(lambda: verify(client, digest))

    with django_assert_num_queries(8):
        verify(client, digest)


def test_days_are_those_of_the_office(client: Client) -> None:
    """A quarter to midnight in London is the next day in Berlin."""
    make.make_office(time_zone="Europe/Berlin")
    late = datetime(2012, 4, 14, 22, 45, tzinfo=UTC)
    withdrawn, photo = make.make_photo(), make.make_photo()
    file, old = withdrawn.files.get(), photo.files.get()
    make.withdraw(withdrawn, since=late)
    store(photo, ContentFile(make.jpeg(colour=(9, 9, 9)), name="new.jpg"))
    photo.files.filter(pk=old.pk).update(replaced_at=late)

    assert "Withdrawn on 15 April 2012." in client.get("/en/verify/", {"hash": file.sha256}).text
    assert "replaced on 15 April 2012" in client.get("/en/verify/", {"hash": old.sha256}).text
    assert "15 April 2012" in client.get(photo.get_absolute_url()).text
