"""Reading metadata of delivered files: XMP over IPTC over Exif, in any encoding."""

import io
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.utils.text import capfirst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from photos.files import reading
from photos.files.filling import TEXTS, fill
from photos.files.renditions import Rendition
from photos.formats import cleaning, embedding, jpeg, lists, xmp
from photos.formats.metadata import Metadata
from photos.models import Photo
from tests import exiftool
from tests import factories as make
from tests.photos.test_photo_words_out import PICTURES, WORDS, rewritten

XMP = ("-XMP-dc:Description=from XMP", "-XMP-dc:Description-de=aus XMP", "-XMP-photoshop:Credit=XMP")
IPTC = ("-IPTC:Caption-Abstract=from IPTC", "-IPTC:Credit=IPTC", "-IPTC:Headline=IPTC", "-IPTC:Keywords=öl")
EXIF = ("-IFD0:ImageDescription=from Exif", "-IFD0:Artist=Exif", "-IFD0:Copyright=© Exif")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "delivered.jpg"
    path.write_bytes(PICTURES["plain"])
    return path


def test_what_we_write_is_what_we_read() -> None:
    words = reading.read(rewritten(PICTURES["plain"]))

    for name in (
        "caption",
        "alt",
        "usage_terms",
        "credit",
        "photographer",
        "copyright",
        "people",
        "keywords",
    ):
        assert getattr(words, name) == getattr(WORDS, name)
    assert (words.headline, words.city) == ({"": "NATO-Russia Council"}, {"": "Berlin"})
    assert (words.taken_on, words.taken_at, words.taken_offset) == (
        date(2011, 4, 15),
        time(14, 5, 9),
        "+02:00",
    )


def test_xmp_goes_before_iptc_and_that_before_exif(file: Path) -> None:
    assert reading.read(exiftool.write(file, *EXIF)).caption == {"": "from Exif"}
    assert reading.read(exiftool.write(file, *IPTC)).caption == {"": "from IPTC"}
    words = reading.read(exiftool.write(file, *XMP))

    assert words.caption == {"": "from XMP", "de": "aus XMP"}
    assert (words.credit, words.photographer, words.copyright) == ("XMP", "Exif", "© Exif")
    assert (words.headline, words.keywords) == ({"": "IPTC"}, ("öl",))


@pytest.mark.parametrize(
    "charset", [("-charset", "iptc=utf8"), ("-charset", "iptc=latin"), ("-IPTC:CodedCharacterSet=UTF8",)]
)
def test_iptc_is_read_in_whatever_characters(file: Path, charset: tuple[str, ...]) -> None:
    content = exiftool.write(file, *charset, "-IPTC:By-line=Jörg Großmann", "-IPTC:Caption-Abstract=Süß – schön")

    words = reading.read(content)

    assert (words.photographer, words.caption) == ("Jörg Großmann", {"": "Süß – schön"})


def test_exif_is_read_as_the_utf8_that_it_mostly_is(file: Path) -> None:
    assert reading.read(exiftool.write(file, "-IFD0:Artist=Jörg")).photographer == "Jörg"
    latin = exiftool.write(file, "-charset", "exif=latin", "-IFD0:Artist=Jörg")
    assert b"J\xf6rg" in latin
    assert reading.read(latin).photographer == "Jörg"


@pytest.mark.parametrize(
    ("arguments", "taken"),
    [
        (
            ["-XMP-photoshop:DateCreated=2011:04:15 14:05:09+02:00"],
            (date(2011, 4, 15), time(14, 5, 9), "+02:00"),
        ),
        (["-XMP-photoshop:DateCreated=2011:04:15"], (date(2011, 4, 15), None, "")),
        (
            ["-IPTC:DateCreated=2011:04:15", "-IPTC:TimeCreated=14:05:09+02:00"],
            (date(2011, 4, 15), time(14, 5, 9), "+02:00"),
        ),
        (["-DateTimeOriginal=2011:04:15 14:05:09"], (date(2011, 4, 15), time(14, 5, 9), "")),
        (
            ["-DateTimeOriginal=2011:04:15 14:05:09", "-OffsetTimeOriginal=+02:00"],
            (date(2011, 4, 15), time(14, 5, 9), "+02:00"),
        ),
        (
            ["-XMP-photoshop:DateCreated=2011:04:15", "-DateTimeOriginal=2011:04:15 14:05:09"],
            (date(2011, 4, 15), time(14, 5, 9), ""),
        ),
        (
            ["-XMP-photoshop:DateCreated=2012", "-DateTimeOriginal=2011:04:15 14:05:09"],
            (date(2011, 4, 15), time(14, 5, 9), ""),
        ),
    ],
)
def test_the_time_is_read_as_precisely_as_it_is_said(file: Path, arguments: list[str], taken: Any) -> None:
    words = reading.read(exiftool.write(file, *arguments))

    assert (words.taken_on, words.taken_at, words.taken_offset) == taken


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "AVIF"])
def test_other_formats_are_read_too(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"delivered.{kind.lower()}"
    Image.new("RGB", (40, 30)).save(path, kind)
    exiftool_writes = kind != "AVIF"
    if exiftool_writes:
        content = exiftool.write(path, *XMP)
    else:
        out = io.BytesIO()
        Image.new("RGB", (40, 30)).save(
            out, kind, xmp=xmp.packet({"dc:description": {"x-default": "from XMP", "de": "aus XMP"}})
        )
        content = out.getvalue()

    assert reading.read(content).caption == {"": "from XMP", "de": "aus XMP"}


def packed(packet: bytes) -> bytes:
    content = PICTURES["plain"]
    return content[:2] + jpeg.segment(jpeg.APP1, xmp.SIGNATURE + packet) + content[2:]


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "packet",
    [b"", b"<", b"\xff\xfe\xff", BOMB, b"<x>" * 9000, "<x/>".encode("utf-16"), b"<x xmlns:a='' a:b=''/>"],
)
def test_a_damaged_or_hostile_packet_says_nothing_and_the_rest_is_read(packet: bytes, file: Path) -> None:
    file.write_bytes(packed(packet))
    delivered = exiftool.write(file, "-IFD0:Artist=Exif", "-m") if packet else packed(packet)

    assert reading.read(delivered).caption == {}
    assert reading.read(packed(packet)) == reading.read(packed(packet))


def test_controls_and_halves_of_letters_are_left_out() -> None:
    packet = xmp.packet({"dc:description": {"en": "a\tb"}, "photoshop:Credit": "x"}).replace(b"a\tb", b"a&#9;b&#134;c")

    assert reading.read(packed(packet)).caption == {"en": "a\tbc"}
    assert cleaning.clean("\x00a\ud800b\x1f\n") == "ab"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 500))
def test_no_bytes_stop_the_reading(noise: bytes, at: int) -> None:
    content = rewritten(PICTURES["plain"])
    damaged = content[:at] + noise + content[at + len(noise) :]

    assert isinstance(reading.read(damaged), Metadata)
    with suppress(ValueError):
        jpeg.scan(damaged)


@pytest.mark.django_db
class TestFilling:
    def test_what_an_editor_has_typed_is_never_overwritten(self) -> None:
        photo = make.make_photo(credit="Typed", caption_en="Typed", caption_de="", alt_en="", alt_de="")

        filled = fill(photo, WORDS, language="en")

        assert (photo.credit, photo.caption_en, photo.caption_de) == ("Typed", "Typed", WORDS.caption["de"])
        assert photo.alt_en == WORDS.alt["en"]
        assert "Credit line" not in filled.fields

    def test_a_text_of_no_language_goes_where_the_editor_says(self) -> None:
        photo = make.make_photo(caption_en="", caption_de="")

        fill(photo, Metadata(caption={"": "Zwei Männer"}), language="de")

        assert (photo.caption_en, photo.caption_de) == ("", "Zwei Männer")

    def test_people_are_written_as_the_file_names_them_and_none_is_linked(self) -> None:
        make.make_person(name_en="Sergey Lavrov", name_de="Sergej Lawrow")
        photo = make.make_photo()

        fill(photo, Metadata(people=("sergej lawrow", "Groß, Jörg")), language="en")

        assert (photo.other_people, photo.people.count()) == ('sergej lawrow, "Groß, Jörg"', 0)

    def test_what_is_too_long_is_cut_at_a_word_and_said(self) -> None:
        photo = make.make_photo(alt_en="")

        filled = fill(photo, Metadata(alt={"en": "word " * 80}), language="en")

        assert photo.alt_en.endswith(" word")
        assert len(photo.alt_en) <= 250
        assert filled.cut == ["Alternative text [en]"]

    def test_no_text_of_a_file_is_lost_however_long_it_is(self) -> None:
        """Each text is stored whole, or cut, reported and kept in the internal note."""
        delivered: dict[str, Any] = {
            name: f"{name} " + "word " * 400 + "end" for name in ("credit", "photographer", "copyright")
        }
        delivered |= {name: {"en": f"{name} " + "word " * 400 + "end"} for name in TEXTS}
        several = {name: tuple(f"{name} {n}" for n in range(300)) for name in ("keywords", "people")}
        photo = Photo(gallery=make.make_gallery())

        filled = fill(photo, Metadata(**delivered, **several), language="en")
        photo.full_clean(exclude=["public_id"])
        photo.save()
        photo.refresh_from_db()

        lost, cut = set(), set()
        for name, text in delivered.items():
            column = f"{name}_en" if name in TEXTS else name
            label = capfirst(str(Photo._meta.get_field(column).verbose_name))
            whole = text["en"] if name in TEXTS else text
            if getattr(photo, column) != whole:
                cut.add(label)
                lost |= set() if f"{label}: {whole}" in photo.note else {name}
        assert lost == set()
        assert (
            set(filled.cut)
            == cut
            == {
                *("Headline [en]", "Alternative text [en]", "Place [en]", "City [en]", "Country [en]"),
                *("Credit line", "Photographer", "Copyright notice"),
            }
        )
        assert (lists.parts(photo.keywords), lists.parts(photo.other_people)) == tuple(several.values())

    @pytest.mark.parametrize(
        ("taken_at", "offset", "proposed"),
        [
            (time(14, 30), "+02:00", True),
            (time(12, 30), "+00:00", True),
            (time(14, 30), "", True),
            (time(13, 35), "+02:00", True),
            (time(13, 25), "+02:00", False),
            (time(14, 30), "+00:00", False),
        ],
    )
    def test_the_session_is_proposed_from_the_time(self, taken_at: time, offset: str, *, proposed: bool) -> None:
        meeting = make.make_meeting()
        during = make.make_session(meeting=meeting, starts_at=time(14), ends_at=time(15), precision="exact")
        make.make_session(meeting=meeting)
        photo = make.make_photo(gallery=make.make_gallery(meeting=meeting))

        filled = fill(photo, Metadata(taken_on=make.FIRST_DAY, taken_at=taken_at, taken_offset=offset), language="en")

        assert filled.session == (during if proposed else None)
        assert photo.session == filled.session

    @pytest.mark.parametrize(("clock", "number"), [((9, 45), 0), ((10, 0), 1), ((10, 15), 1), ((11, 20), 1)])
    def test_of_two_sessions_in_a_row_that_is_proposed_which_was_going_on(
        self, clock: tuple[int, int], number: int
    ) -> None:
        meeting = make.make_meeting()
        held = [
            make.make_session(meeting=meeting, starts_at=time(hour), ends_at=time(hour + 1), precision="exact")
            for hour in (9, 10)
        ]
        photo = make.make_photo(gallery=make.make_gallery(meeting=meeting), session=None)

        filled = fill(photo, Metadata(taken_on=make.FIRST_DAY, taken_at=time(*clock)), language="en")

        assert filled.session == held[number]

    def test_no_session_is_proposed_where_two_were_held(self) -> None:
        meeting = make.make_meeting()
        for _number in range(2):
            make.make_session(meeting=meeting, starts_at=time(14), ends_at=time(15), precision="exact")
        photo = make.make_photo(gallery=make.make_gallery(meeting=meeting))

        assert fill(photo, Metadata(taken_on=make.FIRST_DAY, taken_at=time(14, 30)), language="en").session is None


def test_a_made_size_is_known_by_its_picture_whatever_it_says() -> None:
    image = Image.effect_noise((60, 40), 50).convert("RGB")

    def made(ext: str, words: Metadata) -> Rendition:
        out = io.BytesIO()
        packet = embedding.packet_for_pages(words)
        image.save(out, {"jpg": "JPEG", "avif": "AVIF"}[ext], xmp=packet)
        return Rendition.of("640", ext, image, out.getvalue())

    for ext in ("jpg", "avif"):
        first, second = made(ext, WORDS), made(ext, Metadata(credit="Other"))
        assert first.picture == second.picture
        assert first.sha256 != second.sha256
