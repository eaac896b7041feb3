"""Files as agencies send them: accepted as browsers do, with their texts read."""

import hashlib
import io
import struct
import zlib
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin

from photos.files import pictures, reading, rendition_tasks
from photos.files.filling import fill
from photos.formats import charsets, cleaning, dates, iim, jpeg, lists, xmp
from photos.formats.metadata import Metadata
from tests import exiftool
from tests import factories as make
from tests.photos.test_photo_words_out import PICTURES, rewritten

CASES = Path(__file__).parent / "cases"

# The file, and every word that is read from it.
READ: dict[str, dict[str, Any]] = {
    "01-iptc-cr-lines.jpg": {
        "caption": {"": "Ministers arrive in Berlin.\nPhoto: Anna Muster"},
        "headline": {"": "Family photo"},
        "credit": "Example Press",
        "keywords": ("NATO Berlin",),
    },
    "03-olympus.jpg": {},
    "04d-iptc-latin2-escB.jpg": {"caption": {"": "Minister Wałęsa w Łodzi, Dvořák"}},
    "04g-iptc-says-utf8-is-latin1.jpg": {"caption": {"": "Köln grüßt"}, "credit": "Müller Presse"},
    "05-xmp-empty-iptc-filled.jpg": {
        "caption": {"": "The caption that only IPTC has"},
        "headline": {"": "Title in IPTC"},
        "credit": "Example Press",
    },
    "05c-xmp-stale-iptc-newer.jpg": {"caption": {"": "Corrected caption by the desk"}},
    "05d-xmp-without-rdf-about.jpg": {
        "headline": {"": "Enduring talks"},
        "city": {"": "Berlin"},
        "credit": "Example Press",
        "photographer": "Anna Muster",
    },
    "16a-iptc-empty-date.jpg": {"caption": {"": "Caption beside an empty date"}},
    "16d-iptc-date-with-dashes.jpg": {
        "caption": {"": "Caption beside a date with dashes"},
        "taken_on": date(2011, 4, 15),
    },
    "17g-png-raw-profile-broken.png": {},
}


def case(name: str) -> bytes:
    return (CASES / name).read_bytes()


@pytest.mark.parametrize(("name", "words"), READ.items(), ids=READ.keys())
def test_the_words_of_a_delivered_file_are_read(name: str, words: dict[str, Any]) -> None:
    assert reading.read(case(name)) == Metadata(**words)


def dataset(number: int, value: bytes, *, record: int = 2) -> bytes:
    return struct.pack(">BBBH", iim.TAG, record, number, len(value)) + value


def resource(content: bytes, number: int = iim.IIM_RESOURCE) -> bytes:
    return iim.RESOURCE + struct.pack(">HHI", number, 0, len(content)) + content + bytes(len(content) % 2)


def with_iim(*blocks: bytes, digest: bytes = b"") -> bytes:
    """Return a JPEG with a segment of resources for each block of IIM."""
    said = [jpeg.segment(jpeg.APP13, iim.SIGNATURE + resource(block)) for block in blocks]
    if digest:
        said.append(jpeg.segment(jpeg.APP13, iim.SIGNATURE + resource(digest, iim.DIGEST_RESOURCE)))
    return PICTURES["plain"][:2] + b"".join(said) + PICTURES["plain"][2:]


def with_packet(packet: bytes, picture: bytes = PICTURES["plain"]) -> bytes:
    return picture[:2] + jpeg.segment(jpeg.APP1, xmp.SIGNATURE + packet) + picture[2:]


def with_exif(tags: dict[int, Any]) -> bytes:
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[tag] = value
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)
    return out.getvalue()


LINE_ENDS = ["\r", "\r\n", "\n", "\x0b", "\x0c", "\u2028", "\u2029"]


@pytest.mark.parametrize("end", LINE_ENDS)
def test_a_line_end_stays_one_in_a_caption_and_becomes_a_blank_elsewhere(end: str) -> None:
    one, two = f"First{end}second".encode(), f"NATO{end}Berlin".encode()
    escaped = end.replace("\r", "&#13;").replace("\x0b", "&#11;").replace("\x0c", "&#12;")
    delivered = [with_iim(dataset(iim.CAPTION, one) + dataset(iim.KEYWORD, two) + dataset(iim.CREDIT, two))]
    if end not in "\x0b\x0c":
        packet = xmp.packet({"dc:description": {"x-default": "1"}, "dc:subject": ["2"], "photoshop:Credit": "2"})
        packet = packet.replace(b">1<", f">First{escaped}second<".encode())
        delivered.append(with_packet(packet.replace(b">2<", f">NATO{escaped}Berlin<".encode())))

    for content in delivered:
        words = reading.read(content)
        assert words.caption == {"": "First\nsecond"}
        assert (words.keywords, words.credit) == (("NATO Berlin",), "NATO Berlin")
    words = reading.read(with_exif({0x010E: one, 0x013B: two}))
    assert (words.caption, words.photographer) == ({"": "First\nsecond"}, "NATO Berlin")


BY_DEVICES = [
    *("OLYMPUS DIGITAL CAMERA", "SONY DSC", "MINOLTA DIGITAL CAMERA", "KONICA MINOLTA DIGITAL CAMERA"),
    *("KODAK Digital Still Camera", "SAMSUNG", "SAMSUNG CSC", "SAMSUNG DIGITAL CAMERA", "Digimax S500"),
    *("<Digimax S500 / Kenox S500 / Digimax Cyber 530>", r"DCIM\100MEDIA\DJI_0042.JPG", "DCIM/101GOPRO"),
    *("Exif_JPEG_PICTURE", "AppleMark", "Untitled", "cof", "oznorWO", "hdrpl", "DSC_0042.JPG", "IMG_1234"),
    *("Created with GIMP", "LEAD Technologies Inc. V1.01", "Processed with VSCO with f2 preset"),
    *("filter: 0; fileterIntensity: 0.0; filterMask: 0; module: a;", "PENTAX Optio 33L", "Optio 33L"),
]


@pytest.mark.parametrize("text", BY_DEVICES)
def test_what_a_device_writes_by_itself_is_no_caption(text: str) -> None:
    camera = {0x010F: "PENTAX", 0x0110: "Optio 33L"}

    assert reading.read(with_exif({0x010E: f"{text}   ", **camera})).caption == {}
    packet = xmp.packet({"dc:description": {"x-default": text}, "dc:title": {"x-default": text}})
    words = reading.read(with_packet(packet, with_exif(camera)))
    assert (words.caption, words.headline) == ({}, {})


@pytest.mark.parametrize(
    "text",
    [
        *(
            "The minister with a digital camera",
            "Samsung opens a plant in Berlin",
            "Photo of 15 April",
            "DCIM",
        ),
        *("Default judgment in The Hague", "Camera: Anna Muster", "HDR and its listeners", "Berlin"),
    ],
)
def test_what_a_person_writes_is_a_caption_though_it_names_a_camera(text: str) -> None:
    assert reading.read(with_exif({0x010E: text})).caption == {"": text}


ANNOUNCED = {
    b"\x1b-A": ("latin-1", "Köln"),
    b"\x1b.A": ("cp1252", "„Köln“ – 5 €"),
    b"\x1b-B": ("iso8859-2", "Łódź, Dvořák"),
    b"\x1b-C": ("iso8859-3", "Ħaż-Żebbuġ"),
    b"\x1b-D": ("iso8859-4", "Rīga, Šiauliai"),
    b"\x1b-F": ("iso8859-7", "Αθήνα"),
    b"\x1b-G": ("iso8859-6", "القاهرة"),
    b"\x1b-H": ("iso8859-8", "ירושלים"),
    b"\x1b-L": ("iso8859-5", "Москва"),
    b"\x1b-M": ("iso8859-9", "İstanbul, Muğla"),
    b"\x1b-V": ("iso8859-10", "Tromsø, Kárášjohka"),
    b"\x1b-Y": ("iso8859-13", "Klaipėda, Šiauliai"),
    b"\x1b-_": ("iso8859-14", "Ẁrecsam"),
    b"\x1b-b": ("iso8859-15", "Œuvre, 5 €"),
    b"\x1b-f": ("iso8859-16", "București, Iași"),
    b"\x1b(B\x1b-B": ("iso8859-2", "Łódź"),
    b"\x1b%G": ("utf-8", "Köln, Łódź, Москва"),
    b"\x1b%/I": ("utf-8", "Köln, Łódź, Москва"),
    b"": ("utf-8", "Köln, Łódź, Москва"),
    b"\x1b(B": ("cp1252", "Köln"),
}


@pytest.mark.parametrize(("coded", "written"), ANNOUNCED.items(), ids=map(repr, ANNOUNCED))
def test_iptc_is_read_in_the_characters_that_it_announces(coded: bytes, written: tuple[str, str]) -> None:
    charset, text = written
    block = (dataset(90, coded, record=1) if coded else b"") + dataset(iim.CAPTION, text.encode(charset))

    delivered = reading.deliver(with_iim(block))

    assert (delivered.words.caption, delivered.misread) == ({"": text}, ())


@pytest.mark.parametrize("cut", [1, 2, 3])
@pytest.mark.parametrize("coded", [b"", b"\x1b%G"])
def test_a_letter_that_is_cut_at_the_end_is_left_out_and_decides_nothing(coded: bytes, cut: int) -> None:
    for text in ("grüßt " * 400, "a" * 1997 + "😀"):
        value = text.encode()[: iim.LIMITS[iim.CAPTION] - (3 - cut)] if "ß" in text else text.encode()[:2000]
        block = (dataset(90, coded, record=1) if coded else b"") + dataset(iim.CAPTION, value)

        caption = reading.read(with_iim(block)).caption[""]

        assert text.startswith(caption)
        assert len(caption.encode()) >= len(value.rstrip()) - 3
    assert reading.read(with_iim(dataset(iim.CREATOR, "André".encode("cp1252")))).photographer == "André"


def test_the_long_caption_of_an_agency_keeps_its_letters() -> None:
    caption = reading.read(case("04k-iptc-utf8-nomarker-2000-bytes-cut.jpg")).caption[""]

    assert caption.startswith("Außenminister grüßen in Köln für Düsseldorf.")
    assert caption.endswith("Düsseldorf. Au")


@pytest.mark.parametrize(
    "text",
    ["KÃ¶ln grÃ¼ÃŸt", "lost \ufffd letter", "Ìîñêâà", "a â€“ b", "Dvo\u221a\u2122\u221a\u00b0k", "M├╝ller"],
)
def test_what_looks_misread_is_taken_and_reported(text: str) -> None:
    delivered = reading.deliver(with_packet(xmp.packet({"photoshop:Credit": text})))

    assert (delivered.words.credit, delivered.misread) == (text, (text,))


@pytest.mark.parametrize(
    "text", ["Köln grüßt", "„Groß“ – 5 €", "Ærøskøbing", "São Tomé", "Москва", "Łódź", "L’État", "Ååå"]
)
def test_what_is_read_rightly_is_not_reported(text: str) -> None:
    assert not charsets.is_misread(text)


def alternatives(name: str, **texts: str) -> dict[str, xmp.Value]:
    return {name: {tag.replace("_", "-"): text for tag, text in texts.items()}}


IN_IPTC = dataset(iim.CAPTION, b"from IPTC") + dataset(iim.CREDIT, b"IPTC") + dataset(iim.KEYWORD, b"iptc")
EMPTY: dict[str, dict[str, xmp.Value]] = {
    "a blank": {"dc:description": {"x-default": " "}, "photoshop:Credit": " ", "dc:subject": [" "]},
    "a line end": {"dc:description": {"x-default": "\n"}, "photoshop:Credit": "\n", "dc:subject": ["", " "]},
    "a text of devices": {"dc:description": {"x-default": "SONY DSC"}},
    "nothing": {},
}


@pytest.mark.parametrize("properties", EMPTY.values(), ids=EMPTY.keys())
def test_a_property_without_a_usable_text_leaves_its_field_to_the_next_source(
    properties: dict[str, xmp.Value],
) -> None:
    words = reading.read(with_packet(xmp.packet(properties), with_iim(IN_IPTC)))

    assert (words.caption, words.credit, words.keywords) == ({"": "from IPTC"}, "IPTC", ("iptc",))


def test_a_text_in_another_language_than_those_of_the_site_is_kept_beside_the_next_source() -> None:
    packet = xmp.packet(alternatives("dc:description", x_default="Le ministre", fr_FR="Le ministre"))

    assert reading.read(with_packet(packet)).caption == {"fr-FR": "Le ministre"}
    both = reading.read(with_packet(packet, with_iim(IN_IPTC))).caption
    assert both == {"fr-FR": "Le ministre", "": "from IPTC"}


@pytest.mark.parametrize("is_padded", [False, True])
def test_iptc_counts_where_its_digest_says_that_it_was_changed_last(*, is_padded: bool) -> None:
    block = IN_IPTC + dataset(iim.CITY, b"even" if len(IN_IPTC) % 2 == 0 else b"odd")
    packet = xmp.packet(alternatives("dc:description", x_default="from XMP") | {"dc:rights": {"x-default": "XMP"}})
    current = hashlib.md5(block + bytes(is_padded), usedforsecurity=False).digest()

    def words(digest: bytes) -> Metadata:
        return reading.read(with_packet(packet, with_iim(block, digest=digest)))

    assert words(b"").caption == words(current).caption == {"": "from XMP"}
    assert words(bytes(16)).caption == {"": "from IPTC"}
    assert words(bytes(16)).copyright == "XMP"


def test_of_two_blocks_of_iptc_each_field_is_read_from_the_first_that_has_it() -> None:
    content = with_iim(IN_IPTC, dataset(iim.CAPTION, b"second") + dataset(iim.HEADLINE, b"only here"))

    words = reading.read(content)

    assert (words.caption, words.headline) == ({"": "from IPTC"}, {"": "only here"})


def test_a_block_that_spans_several_segments_is_read_whole() -> None:
    whole = resource(IN_IPTC)
    picture, halves = PICTURES["plain"], (whole[:30], whole[30:])
    said = b"".join(jpeg.segment(jpeg.APP13, iim.SIGNATURE + half) for half in halves)

    assert reading.read(picture[:2] + said + picture[2:]).credit == "IPTC"


XMP_FORMS = {
    "without about": b"<rdf:Description><photoshop:Credit>here</photoshop:Credit></rdf:Description>",
    "as an attribute": b'<rdf:Description photoshop:Credit="here"/>',
    "about something": b'<rdf:Description rdf:about="uuid:1" photoshop:Credit="here"/>',
    "a node of a type": b"<photoshop:Photo><photoshop:Credit>here</photoshop:Credit></photoshop:Photo>",
    "in the second": b'<rdf:Description photoshop:Credit=""/><rdf:Description photoshop:Credit="here"/>',
    "before an empty one": b'<rdf:Description photoshop:Credit="here"/><rdf:Description photoshop:Credit=" "/>',
    "beside a control character": b'<rdf:Description photoshop:Credit="he\x01re" dc:x="&#2;"/>',
    "beside Latin-1": b'<rdf:Description photoshop:Credit="here" photoshop:City="K\xf6ln"/>',
}


@pytest.mark.parametrize("body", XMP_FORMS.values(), ids=XMP_FORMS.keys())
def test_every_description_of_a_packet_counts(body: bytes) -> None:
    spaces = " ".join(f'xmlns:{prefix}="{xmp.NAMESPACES[prefix]}"' for prefix in ("photoshop", "dc"))
    packet = f'<?xpacket begin=""?><rdf:RDF xmlns:rdf="{xmp.RDF}" {spaces}>'.encode() + body + b"</rdf:RDF>\0\n "

    delivered = reading.deliver(with_packet(packet))

    assert (delivered.words.credit, delivered.unread) == ("here", ())


DAYS = {
    "20110415": date(2011, 4, 15),
    "2011-04-15": date(2011, 4, 15),
    "2011:04:15": date(2011, 4, 15),
    "2011/04/15": date(2011, 4, 15),
    "2011.4.15": date(2011, 4, 15),
    "15.04.2011": date(2011, 4, 15),
    "00000000": None,
    "20110000": None,
    "        ": None,
    "": None,
}
CLOCKS = {
    "140509+0200": (time(14, 5, 9), "+02:00"),
    "14:05:09+02:00": (time(14, 5, 9), "+02:00"),
    "140509": (time(14, 5, 9), ""),
    "14:05": (time(14, 5), ""),
    "1405": (time(14, 5), ""),
    "14:05:09Z": (time(14, 5, 9), "+00:00"),
    "140509-0330": (time(14, 5, 9), "-03:30"),
    "14:05:09+02": (time(14, 5, 9), "+02:00"),
    "": (None, ""),
    "990000": (None, ""),
}


@pytest.mark.parametrize(("written", "day"), DAYS.items())
def test_a_day_is_read_as_agencies_write_it(written: str, day: date | None) -> None:
    delivered = reading.deliver(with_iim(dataset(iim.DAY, written.encode()) + IN_IPTC))

    assert (delivered.words.taken_on, delivered.unread) == (day, ())
    assert delivered.words.credit == "IPTC"


@pytest.mark.parametrize(("written", "clock"), CLOCKS.items())
def test_a_time_is_read_as_agencies_write_it(written: str, clock: tuple[time | None, str]) -> None:
    block = dataset(iim.DAY, b"20110415") + dataset(iim.TIME, written.encode())

    words = reading.read(with_iim(block))

    assert (words.taken_on, words.taken_at, words.taken_offset) == (date(2011, 4, 15), *clock)


def test_a_day_that_cannot_be_read_is_reported_and_costs_no_other_word() -> None:
    for written in (b"Friday", b"20110231", b"4/15/11"):
        delivered = reading.deliver(with_iim(dataset(iim.DAY, written) + IN_IPTC))
        assert (delivered.words.taken_on, delivered.unread) == (None, ("the date",))
        assert delivered.words.credit == "IPTC"
    with pytest.raises(ValueError, match="day"):
        dates.read("Friday")


@pytest.mark.parametrize("number", list(iim.LIMITS))
def test_an_empty_field_of_iptc_counts_as_absent(number: int) -> None:
    with_empty = dataset(number, b"") + dataset(number, b"\0\0")

    assert reading.deliver(with_iim(with_empty)) == reading.Delivered()


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (b"\xc2\xa9 Anna Muster\0\xc2\xa9 Example Press\0", "© Anna Muster; © Example Press"),
        (b" \0\xc2\xa9 Example Press\0", "© Example Press"),
        (b"\xc2\xa9 Anna Muster\0\0\0", "© Anna Muster"),
        (b"\xa9 Anna Muster", "© Anna Muster"),
    ],
)
def test_a_copyright_of_two_parts_keeps_both(value: bytes, read: str) -> None:
    assert reading.read(with_exif({0x8298: value})).copyright == read


def test_an_exif_text_ends_at_its_first_nul() -> None:
    assert reading.read(with_exif({0x013B: b"Anna Muster\0garbage of a camera"})).photographer == "Anna Muster"


BROKEN = {
    "a cut IIM": (with_iim(IN_IPTC[:-2]), "IPTC"),
    "an IIM that claims too much": (with_iim(IN_IPTC + b"\x1c\x02\x78\x7f\xff"), "IPTC"),
    "a broken packet": (with_packet(b"<x:xmpmeta", with_iim(IN_IPTC)), "XMP"),
    "a packet with entities": (
        with_packet(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', with_iim(IN_IPTC)),
        "XMP",
    ),
    "a broken Exif": (
        with_iim(IN_IPTC)[:2] + jpeg.segment(jpeg.APP1, jpeg.EXIF + b"XX*\0junk") + with_iim(IN_IPTC)[2:],
        "EXIF",
    ),
}


@pytest.mark.parametrize(("content", "named"), BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_read_is_named_and_the_rest_is_read(content: bytes, named: str) -> None:
    delivered = reading.deliver(content)

    assert delivered.unread == (named,)
    if named != "IPTC":
        assert delivered.words.credit == "IPTC"


def tiff(tag: int, value: bytes, *, as_numbers: bool = False) -> bytes:
    """Return a TIFF with the bytes under a tag, or declared as 32-bit numbers."""
    said = TiffImagePlugin.ImageFileDirectory_v2()
    said.tagtype[tag] = 7
    said[tag] = value
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "TIFF", tiffinfo=said)
    declared = struct.pack("<HHI", tag, 7, len(value))
    numbers = struct.pack("<HHI", tag, 4, len(value) // 4)
    return out.getvalue().replace(declared, numbers) if as_numbers else out.getvalue()


def test_iptc_of_a_tiff_is_read_in_every_place() -> None:
    padded = IN_IPTC + bytes(-len(IN_IPTC) % 4)
    as_numbers = tiff(33723, padded, as_numbers=True)
    for content in (tiff(33723, IN_IPTC), as_numbers, tiff(34377, resource(IN_IPTC))):
        assert reading.deliver(content) == reading.Delivered(
            Metadata(caption={"": "from IPTC"}, credit="IPTC", keywords=("iptc",))
        )


def test_the_words_of_a_tiff_of_another_program_are_read(tmp_path: Path) -> None:
    path = tmp_path / "delivered.tif"
    Image.new("RGB", (40, 30)).save(path)

    words = reading.read(exiftool.write(path, "-IPTC:Credit=IPTC", "-XMP-dc:Title=XMP", "-IFD0:Artist=Exif"))

    assert (words.credit, words.headline, words.photographer) == ("IPTC", {"": "XMP"}, "Exif")


def raw_profile(kind: str, content: bytes) -> bytes:
    """Return a PNG with a profile in hexadecimal digits, as ImageMagick writes it."""
    text = f"\n{kind}\n{len(content):8}\n{content.hex()}\n".encode()
    said = f"Raw profile type {kind}".encode() + b"\0\0" + zlib.compress(text)
    return png_with((b"zTXt", said))


def png_with(*chunks: tuple[bytes, bytes], picture: Image.Image | None = None) -> bytes:
    out = io.BytesIO()
    (picture or Image.new("RGB", (60, 40), (9, 8, 7))).save(out, "PNG")
    content = out.getvalue()
    added = b"".join(
        struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said)) for kind, said in chunks
    )
    return content[:33] + added + content[33:]


def in_format(kind: str) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Anna Muster"
    packet = xmp.packet({"photoshop:Credit": "XMP"})
    Image.effect_noise((40, 30), 50).convert("RGB").save(out, kind, exif=exif, xmp=packet)
    return out.getvalue()


SOUND = {kind: in_format(kind) for kind in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")}


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(SOUND)), st.binary(min_size=1, max_size=40), st.floats(0, 1))
def test_damage_anywhere_is_refused_with_a_sentence_or_costs_words_alone(kind: str, noise: bytes, where: float) -> None:
    content = SOUND[kind]
    at = int(where * len(content))
    damaged = content[:at] + noise + content[at + len(noise) :]

    reading.deliver(damaged)
    with suppress(ValidationError):
        picture = pictures.read(damaged)
        with suppress(*rendition_tasks.FAILURES):
            pictures.upright_srgb(picture, width=picture.width)


@pytest.mark.parametrize("year", ["0001", "1700", "9999"])
def test_a_year_without_photography_is_no_date(year: str) -> None:
    block = dataset(iim.DAY, f"{year}1231".encode()) + dataset(iim.TIME, b"235959-1400")

    assert reading.deliver(with_iim(block)) == reading.Delivered()


def test_words_in_the_raw_profiles_of_a_png_are_read() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Anna Muster"

    assert reading.read(raw_profile("iptc", resource(IN_IPTC))).credit == "IPTC"
    assert reading.read(raw_profile("iptc", IN_IPTC)).credit == "IPTC"
    assert reading.read(raw_profile("exif", exif.tobytes())).photographer == "Anna Muster"
    packet = xmp.packet({"photoshop:Credit": "XMP"})
    assert reading.read(raw_profile("xmp", packet)).credit == "XMP"


def test_a_broken_profile_of_a_png_is_named() -> None:
    assert reading.deliver(case("17g-png-raw-profile-broken.png")).unread == ("EXIF",)


@pytest.mark.parametrize(
    "parts",
    [
        ("Muster, Anna", "NATO"),
        ("NATO", "Muster, Anna"),
        ('"quoted"', 'half "quoted"', 'a "b", c'),
        ("a",),
        (),
        ("x; y", "z"),
    ],
)
def test_several_texts_in_one_field_stay_what_they_are(parts: tuple[str, ...]) -> None:
    assert lists.parts(lists.written(parts)) == parts


def test_what_people_type_as_a_list_is_taken_apart() -> None:
    assert lists.parts(" a ,, b,c , ") == ("a", "b", "c")
    assert lists.parts('"Muster, Anna" , NATO') == ("Muster, Anna", "NATO")
    assert lists.parts('"Muster, Anna"\r\nNATO\n\nBerlin') == ("Muster, Anna", "NATO", "Berlin")
    assert lists.parts('"open, b') == ('"open', "b")


@pytest.mark.django_db
class TestFilling:
    def test_a_comma_within_a_keyword_or_a_name_stays_there_up_to_the_download(self, tmp_path: Path) -> None:
        photo = make.make_photo(keywords="", other_people="")
        delivered = Metadata(keywords=reading.read(case("14g-keywords-commas.jpg")).keywords[:4], people=("Groß, Jr.",))

        fill(photo, delivered, language="en")

        assert photo.keywords.startswith('"Muster, Anna", NATO')
        path = tmp_path / "download.jpg"
        words = Metadata(keywords=lists.parts(photo.keywords), people=lists.parts(photo.other_people))
        path.write_bytes(rewritten(PICTURES["plain"], words))
        found = exiftool.read(path)
        assert found["IPTC:Keywords"][:2] == found["XMP-dc:Subject"][:2] == ["Muster, Anna", "NATO"]
        assert found["XMP-iptcExt:PersonInImage"] == ["Groß, Jr."]

    def test_all_keywords_of_a_file_are_stored(self) -> None:
        photo = make.make_photo(keywords="")
        delivered = reading.read(case("14g-keywords-commas.jpg")).keywords

        filled = fill(photo, Metadata(keywords=delivered), language="en")

        assert len(photo.keywords) > 400
        assert (lists.parts(photo.keywords), filled.cut) == (delivered, [])

    def test_a_text_in_another_language_is_offered_in_the_internal_note(self) -> None:
        photo = make.make_photo(caption_en="", caption_de="", note="Ours.")
        words = Metadata(caption={"fr": "Le ministre", "en": "The minister"})

        filled = fill(photo, words, language="en")
        fill(photo, words, language="en")

        assert (photo.caption_en, photo.caption_de) == ("The minister", "")
        assert photo.note == "Ours.\nCaption [fr]: Le ministre"
        assert filled.foreign == ["Caption [fr]"]


def test_cleaning_leaves_no_blank_at_the_ends_and_one_between_lines() -> None:
    assert cleaning.on_one_line(" a \r\n\r\n\tb ") == "a b"
    assert cleaning.clean("a\r\n\r\nb\r") == "a\n\nb"
