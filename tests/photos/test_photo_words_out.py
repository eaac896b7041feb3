"""Writing metadata: exiftool reads every field back; the picture is untouched."""

import io
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from photos.formats import embedding, jpeg
from photos.formats.metadata import Metadata
from photos.metadata import metadata_of, page_words
from tests import exiftool
from tests import factories as make
from tests.profiles import ADOBE_RGB

WORDS = Metadata(
    caption={"en": "Sergey Lavrov & Guido Westerwelle <left>", "de": "Sergej Lawrow (Сергей Лавров), größer"},
    headline={"en": "NATO-Russia Council", "de": "NATO-Russland-Rat"},
    alt={"en": "Two men shake hands.", "de": "Zwei Männer geben sich die Hand."},
    place={"en": "Federal Foreign Office", "de": "Auswärtiges Amt"},
    city={"en": "Berlin", "de": "Berlin"},
    country={"en": "Germany", "de": "Deutschland"},
    usage_terms={"en": "For the press", "de": "Für die Presse"},
    credit="Thomas Trutschel, Photothek",
    photographer="Jörg Großmann",
    copyright="© Jörg Großmann",
    people=("Sergey Lavrov", "Guido Westerwelle"),
    keywords=("NATO", "Außenminister"),
    taken_on=date(2011, 4, 15),
    taken_at=time(14, 5, 9),
    taken_offset="+02:00",
    web_statement="https://plenary.example/id/x1",
    licensor="Press office",
    licensor_url="https://plenary.example/",
    address="https://plenary.example/id/p1",
)


def encoded(image: Image.Image, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, **{"format": "JPEG", "quality": 95} | options)
    return out.getvalue()


def rewritten(content: bytes, words: Metadata = WORDS) -> bytes:
    """Put a download together, as it is done for readers."""
    scan = jpeg.scan(content)
    kept = [content[start:end] for start, end in scan.kept]
    head = embedding.head(kept, words, orientation=scan.orientation, space=scan.space)
    return head + b"".join(content[start:end] for start, end in scan.spans) + scan.tail


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "download.jpg"
    path.write_bytes(content)
    return path


GREY = Image.effect_noise((90, 60), 60)
COLOUR = Image.merge("RGB", (GREY, GREY.transpose(Image.Transpose.ROTATE_180), Image.new("L", GREY.size, 90)))
ROTATED = Image.Exif()
ROTATED[0x0112] = 6
PICTURES = {
    "plain": encoded(COLOUR),
    "progressive": encoded(COLOUR, progressive=True),
    "with restarts": encoded(COLOUR, restart_marker_rows=1),
    "grey": encoded(GREY.convert("L")),
    "of four colours": encoded(COLOUR.convert("CMYK")),
    "with a profile": encoded(COLOUR, icc_profile=ADOBE_RGB.profile()),
    "turned": encoded(COLOUR, exif=ROTATED),
    "of two pictures": encoded(COLOUR, format="MPO", save_all=True, append_images=[COLOUR]),
}


def test_every_field_is_read_back(tmp_path: Path) -> None:
    found = exiftool.read(written(tmp_path, rewritten(PICTURES["plain"])))

    expected = {
        "XMP-dc:Description": WORDS.caption["en"],
        "XMP-dc:Description-en": WORDS.caption["en"],
        "XMP-dc:Description-de": WORDS.caption["de"],
        "XMP-dc:Title-de": "NATO-Russland-Rat",
        "XMP-photoshop:Headline": "NATO-Russia Council",
        "XMP-iptcCore:AltTextAccessibility-en": WORDS.alt["en"],
        "XMP-iptcCore:AltTextAccessibility-de": WORDS.alt["de"],
        "XMP-iptcCore:Location": "Federal Foreign Office",
        "XMP-photoshop:City": "Berlin",
        "XMP-photoshop:Country": "Germany",
        "XMP-xmpRights:UsageTerms-en": "For the press",
        "XMP-xmpRights:UsageTerms-de": "Für die Presse",
        "XMP-xmpRights:WebStatement": "https://plenary.example/id/x1",
        "XMP-xmpRights:Marked": True,
        "XMP-photoshop:Credit": "Thomas Trutschel, Photothek",
        "XMP-dc:Creator": ["Jörg Großmann"],
        "XMP-dc:Rights": "© Jörg Großmann",
        "XMP-iptcExt:PersonInImage": ["Sergey Lavrov", "Guido Westerwelle"],
        "XMP-dc:Subject": ["NATO", "Außenminister"],
        "XMP-photoshop:DateCreated": "2011:04:15 14:05:09+02:00",
        "XMP-plus:Licensor": [{"LicensorName": "Press office", "LicensorURL": "https://plenary.example/"}],
        "XMP-dc:Identifier": "https://plenary.example/id/p1",
        "XMP-xmpMM:DocumentID": "https://plenary.example/id/p1",
        "XMP-xmpMM:InstanceID": f"xmp.iid:{embedding.fingerprint(WORDS)}",
        "IPTC:Caption-Abstract": WORDS.caption["en"],
        "IPTC:Headline": "NATO-Russia Council",
        "IPTC:ObjectName": "NATO-Russia Council",
        "IPTC:Sub-location": "Federal Foreign Office",
        "IPTC:City": "Berlin",
        "IPTC:Country-PrimaryLocationName": "Germany",
        "IPTC:Credit": "Thomas Trutschel, Photothek",
        "IPTC:By-line": "Jörg Großmann",
        "IPTC:CopyrightNotice": "© Jörg Großmann",
        "IPTC:Keywords": ["NATO", "Außenminister"],
        "IPTC:DateCreated": "2011:04:15",
        "IPTC:TimeCreated": "14:05:09+02:00",
        "IPTC:CodedCharacterSet": "UTF8",
        "IFD0:Artist": "Jörg Großmann",
        "IFD0:Copyright": "© Jörg Großmann",
        "ExifIFD:DateTimeOriginal": "2011:04:15 14:05:09",
        "ExifIFD:OffsetTimeOriginal": "+02:00",
    }
    assert {name: found.get(name) for name in expected} == expected
    assert found["Photoshop:IPTCDigest"] == found["File:CurrentIPTCDigest"]


def test_words_that_are_not_known_leave_no_field(tmp_path: Path) -> None:
    path = written(tmp_path, rewritten(PICTURES["plain"], Metadata()))

    said = {name for name in exiftool.read(path) if name.startswith(("XMP", "IPTC", "IFD0"))}
    assert said == {
        "IFD0:Orientation",
        "IPTC:ApplicationRecordVersion",
        "IPTC:CodedCharacterSet",
        "XMP-xmpMM:InstanceID",
    }
    assert exiftool.complaints(path) == []


@pytest.mark.parametrize("content", PICTURES.values(), ids=PICTURES.keys())
def test_the_picture_is_untouched(tmp_path: Path, content: bytes) -> None:
    made = rewritten(content)

    assert jpeg.scan(made).sha256 == jpeg.scan(content).sha256
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(made)) as after:
        assert (after.mode, after.size, after.tobytes()) == (before.mode, before.size, before.tobytes())
        assert after.info.get("icc_profile") == before.info.get("icc_profile")
        assert after.getexif().get(0x0112) == before.getexif().get(0x0112, 1)
    assert exiftool.complaints(written(tmp_path, made)) == []


def test_neither_position_nor_serial_numbers_nor_earlier_words_leave(tmp_path: Path) -> None:
    path = written(tmp_path, PICTURES["plain"])
    delivered = exiftool.write(
        path,
        *(
            "-GPSLatitude=52.5",
            "-GPSLatitudeRef=N",
            "-GPSLongitude=13.4",
            "-GPSLongitudeRef=E",
            "-SerialNumber=77",
        ),
        *("-XMP-exif:GPSLatitude=52.5", "-XMP-aux:SerialNumber=77", "-IPTC:Caption-Abstract=earlier"),
        *("-XMP-dc:Description=earlier", "-Comment=earlier", "-UserComment=earlier", "-LensSerialNumber=77"),
    )
    assert b"earlier" in delivered

    found = exiftool.read(written(tmp_path, rewritten(delivered)))

    assert not [name for name in found if "GPS" in name or "Serial" in name]
    assert "earlier" not in str(found)
    assert "ExifIFD:UserComment" not in found


def test_the_small_picture_of_another_program_does_not_leave(tmp_path: Path) -> None:
    plain = PICTURES["plain"]
    head = jpeg.segment(jpeg.APP0, plain[6:18] + bytes((2, 1)) + b"cropped off")
    content = plain[:2] + head + plain[20:]

    download = rewritten(content)

    assert b"cropped off" in content
    assert b"cropped off" not in download
    assert exiftool.complaints(written(tmp_path, download)) == []
    assert exiftool.read(tmp_path / "download.jpg")["JFIF:XResolution"] == 1


def test_a_long_caption_still_makes_a_right_file(tmp_path: Path) -> None:
    words = replace(WORDS, caption={"en": "Größe. " * 20_000, "de": "Länge. " * 20_000})

    path = written(tmp_path, rewritten(PICTURES["plain"], words))

    found = exiftool.read(path)
    assert found["XMP-dc:Description-de"].startswith("Länge. Länge.")
    assert found["XMP-photoshop:Credit"] == WORDS.credit
    assert len(found["IPTC:Caption-Abstract"].encode()) <= 2000
    assert exiftool.complaints(path) == []


def test_a_long_caption_costs_no_other_language_its_own(tmp_path: Path) -> None:
    words = replace(WORDS, caption={"en": "Arrival.", "de": "Länge. " * 200_000})

    found = exiftool.read(written(tmp_path, rewritten(PICTURES["plain"], words)))

    assert found["XMP-dc:Description"] == "Arrival."
    assert len(found["XMP-dc:Description-de"]) > 30_000


def test_hundreds_of_people_still_make_a_right_file(tmp_path: Path) -> None:
    words = replace(WORDS, people=tuple(f"Delegate number {number} of many" for number in range(3000)))

    found = exiftool.read(written(tmp_path, rewritten(PICTURES["plain"], words)))

    assert found["XMP-iptcExt:PersonInImage"][0] == "Delegate number 0 of many"
    assert found["XMP-photoshop:Credit"] == WORDS.credit


def test_letters_that_no_file_may_hold_are_left_out(tmp_path: Path) -> None:
    words = replace(WORDS, caption={"en": "bell \x07 and half \ud800 a letter"}, headline={})

    path = written(tmp_path, rewritten(PICTURES["plain"], words))

    assert exiftool.read(path)["XMP-dc:Description"] == "bell  and half  a letter"


def test_the_fingerprint_changes_with_every_word() -> None:
    others = [replace(WORDS, **{name: type(value)()}) for name, value in vars(WORDS).items() if isinstance(value, str)]
    others += [replace(WORDS, caption={**WORDS.caption, "de": "Anders"}), replace(WORDS, taken_on=None)]

    assert len({embedding.fingerprint(words) for words in (WORDS, replace(WORDS), *others)}) == len(others) + 1


@pytest.mark.django_db
def test_only_what_is_public_is_said_of_a_photo(settings: Any) -> None:
    settings.SITE_ADDRESS = "https://plenary.example"
    hidden = {"state": "draft", "publish_at": None}
    meeting = make.make_meeting(city_en="Secret", city_de="Geheim", **hidden)
    gallery = make.make_gallery(meeting=meeting, terms=make.make_page(**hidden))
    shown, secret = make.make_person(name_en="Guido", name_de="Guido (dt.)"), make.make_person(**hidden)
    photo = make.make_photo(gallery=gallery, people=[shown, secret], other_people="A guest, another")
    make.make_office(name_en="The office", name_de="Das Amt")

    words = metadata_of([photo], make.LONG_AGO.replace(year=2020))[photo.pk]

    assert words.people == ("Guido", "A guest", "another")
    assert (words.city, words.usage_terms, words.web_statement) == ({}, {}, "")
    assert words.caption == {"en": photo.caption_en, "de": photo.caption_de}
    assert (words.licensor, words.address) == ("The office", f"https://plenary.example/id/{photo.public_id}")


@pytest.mark.django_db
def test_what_is_public_around_a_photo_is_said_in_each_language() -> None:
    country = make.make_partner(name_en="Germany", name_de="Deutschland")
    meeting = make.make_meeting(city_en="Berlin", city_de="Berlin", country=country)
    page = make.make_page(title_en="Press use", title_de="Pressenutzung")
    photo = make.make_photo(gallery=make.make_gallery(meeting=meeting, terms=page))

    words = metadata_of([photo], make.LONG_AGO.replace(year=2020))[photo.pk]

    assert words.city == {"en": "Berlin", "de": "Berlin"}
    assert words.country == {"en": "Germany", "de": "Deutschland"}
    assert words.usage_terms == {"en": "Press use", "de": "Pressenutzung"}
    assert words.web_statement.endswith(f"/id/{page.public_id}")


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 10])
def test_the_words_of_many_photos_take_seven_queries(django_assert_num_queries: Any, number: int) -> None:
    country = make.make_partner()
    meeting = make.make_meeting(country=country)
    gallery = make.make_gallery(meeting=meeting, terms=make.make_page(), photos=number)
    photos = list(gallery.photos.all())
    for photo in photos:
        photo.people.add(make.make_person())

    with django_assert_num_queries(6):
        metadata_of(photos, make.LONG_AGO.replace(year=2020))


@pytest.mark.django_db
def test_the_packet_of_pages_is_short() -> None:
    photo = make.make_photo(credit="C" * 160, photographer="P" * 120, copyright="R" * 200)

    assert len(embedding.packet_for_pages(page_words(photo))) < 1600
    assert len(embedding.packet_for_pages(page_words(make.make_photo()))) < 800


def test_more_keywords_and_people_than_a_file_has_room_for_lose_their_end_and_cost_no_caption(
    tmp_path: Path,
) -> None:
    several = {name: tuple(f"{name} number {n}" for n in range(4000)) for name in ("keywords", "people")}
    words = replace(WORDS, **several)

    path = tmp_path / "download.jpg"
    path.write_bytes(rewritten(PICTURES["plain"], words))

    found = exiftool.read(path)
    assert found["XMP-dc:Description"] == found["IPTC:Caption-Abstract"] == WORDS.caption["en"]
    for name in ("IPTC:Keywords", "XMP-dc:Subject"):
        kept = found[name]
        assert 500 < len(kept) < 4000 and kept == list(words.keywords[: len(kept)])
