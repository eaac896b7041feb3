"""Downloads of photos: current words, an untouched picture, a telling name."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from photos.file_names import agency
from photos.formats import embedding, jpeg
from photos.metadata import metadata_of
from photos.models import Photo
from tests import exiftool
from tests import factories as make
from tests.factories import encoded

pytestmark = pytest.mark.django_db


def download(client: Client, photo: Any, size: str = "original", **headers: str) -> Any:
    address = photo.files.get(replaced_at=None).address(size, "jpg")
    response: Any = client.get(f"{address}?download", headers=headers)
    response.body = b"".join(response)
    return response


def test_the_original_comes_with_its_words_and_its_picture_untouched(client: Client, tmp_path: Path) -> None:
    content = make.jpeg(width=2500, height=1500)
    photo = make.make_photo(file=content, credit="Jörg Großmann/AA", caption_en="Arrival", caption_de="Ankunft")

    response = download(client, photo)

    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Length"] == str(len(response.body))
    assert jpeg.scan(response.body).sha256 == jpeg.scan(content).sha256
    (tmp_path / "x.jpg").write_bytes(response.body)
    found = exiftool.read(tmp_path / "x.jpg")
    assert found["XMP-dc:Description-de"] == "Ankunft"
    assert found["XMP-photoshop:Credit"] == found["IPTC:Credit"] == "Jörg Großmann/AA"


@pytest.mark.parametrize("size", ["1920", "1280"])
def test_a_web_size_comes_with_the_same_words(client: Client, tmp_path: Path, size: str) -> None:
    photo = make.make_photo(file=make.jpeg(width=2500, height=1500), caption_de="Ankunft")

    response = download(client, photo, size)

    (tmp_path / "x.jpg").write_bytes(response.body)
    found = exiftool.read(tmp_path / "x.jpg")
    assert (found["File:ImageWidth"], found["XMP-dc:Description-de"]) == (int(size), "Ankunft")
    assert exiftool.complaints(tmp_path / "x.jpg") == []
    assert f'_{size}.jpg"' in response.headers["Content-Disposition"]


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "AVIF"])
def test_what_was_delivered_otherwise_comes_as_a_jpeg_of_full_size(client: Client, tmp_path: Path, kind: str) -> None:
    photo = make.make_photo(file=encoded(Image.new("RGB", (2100, 500), "navy"), kind))

    response = download(client, photo)

    with Image.open(io.BytesIO(response.body)) as image:
        assert (image.format, image.size) == ("JPEG", (2100, 500))
    (tmp_path / "x.jpg").write_bytes(response.body)
    assert exiftool.read(tmp_path / "x.jpg")["XMP-photoshop:Credit"] == photo.credit


def test_the_words_are_those_of_the_moment(client: Client) -> None:
    photo = make.make_photo(caption_en="Wrong")
    before = download(client, photo)
    photo.caption_en = "Right"
    photo.save()

    after = download(client, photo, if_none_match=before.headers["ETag"])

    assert after.status_code == 200
    assert b"Right" in after.body and b"Wrong" not in after.body
    assert after.headers["ETag"] != before.headers["ETag"]
    assert jpeg.scan(after.body).sha256 == jpeg.scan(before.body).sha256


def test_an_orientation_is_kept_with_the_picture(client: Client) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = make.make_photo(file=encoded(Image.new("RGB", (90, 60)), "JPEG", exif=exif))

    with Image.open(io.BytesIO(download(client, photo).body)) as image:
        assert (image.size, image.getexif()[0x0112]) == ((90, 60), 6)


def test_a_download_is_resumed(client: Client) -> None:
    photo = make.make_photo(file=make.jpeg(width=900, height=700))
    whole = download(client, photo)

    rest = download(client, photo, range="bytes=1000-", if_range=whole.headers["ETag"])

    assert (rest.status_code, rest.body) == (206, whole.body[1000:])


def test_the_copy_tells_which_words_it_carries(client: Client) -> None:
    photo = make.make_photo()
    words = metadata_of([Photo.objects.get(pk=photo.pk)], make.LONG_AGO.replace(year=2020))[photo.pk]

    assert f"xmp.iid:{embedding.fingerprint(words)}".encode() in download(client, photo).body


def name_of(client: Client, photo: Any) -> str:
    return str(download(client, photo).headers["Content-Disposition"])


def test_a_download_is_named_by_what_it_is(client: Client) -> None:
    meeting = make.make_meeting(city_en="Berlin")
    session = make.make_session(meeting=meeting, slug="nato-russia-council")
    gallery = make.make_gallery(meeting=meeting, photos=6)
    photo = make.make_photo(
        gallery=gallery,
        position=9,
        session=session,
        taken_on=date(2011, 4, 15),
        photographer="Thomas Trutschel",
        credit="Thomas Trutschel, Photothek.net/AA",
    )

    assert name_of(client, photo) == ('attachment; filename="2011-04-15_berlin_nato-russia-council_07_photothek.jpg"')


def test_a_download_is_named_without_what_is_not_known_or_not_public(client: Client) -> None:
    secret = make.make_session(slug="secret-session", release="held_back")
    photo = make.make_photo(
        gallery=make.make_gallery(slug="arrivals", meeting=make.make_meeting(state="draft", publish_at=None)),
        session=secret,
        credit="",
    )

    assert name_of(client, photo) == 'attachment; filename="arrivals_01.jpg"'


@pytest.mark.parametrize(
    ("credit", "photographer", "name"),
    [
        ("Thomas Trutschel, Photothek.net/AA", "Thomas Trutschel", "photothek"),
        ("© Thomas Trutschel, Photothek.net/AA", "Thomas Trutschel", "photothek"),
        ("Jörg Großmann", "Jörg Großmann", "grossmann"),
        ("NATO", "", "nato"),
        ("", "", ""),
        ("AFP / Getty Images", "", "afp"),
    ],
)
def test_the_agency_is_read_from_the_credit_line(credit: str, photographer: str, name: str) -> None:
    assert agency(Photo(credit=credit, photographer=photographer)) == name


@pytest.mark.parametrize("photos", [1, 10])
def test_a_download_takes_no_more_queries_in_a_large_gallery(
    client: Client, django_assert_num_queries: Any, photos: int
) -> None:
    photo = make.make_gallery(meeting=make.make_meeting(), photos=photos).photos.first()
    address = photo.files.get().address("original", "jpg")

    with django_assert_num_queries(10):  # two of them keep by which hash this copy is known again
        b"".join(client.get(address))
    with django_assert_num_queries(9):
        b"".join(client.get(address))
