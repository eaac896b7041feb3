"""Colours and orientation: sizes and downloads look as the delivered file does."""

import io
import struct
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, TiffImagePlugin

from photos.files import downloads, pictures
from photos.files.store import store
from photos.formats import colours, jpeg
from photos.formats.metadata import Metadata
from photos.models import Photo, PhotoFile
from tests import exiftool
from tests import factories as make
from tests.photos.test_photo_cases import case, png_with
from tests.profiles import ADOBE_RGB, DISPLAY_P3

COLOURS = [(200, 30, 40), (128, 128, 128), (40, 60, 210), (230, 200, 120)]
RED = (200, 30, 30)

Colour = tuple[int, ...]


def seen(content: bytes) -> Colour:
    """Return the colour that sizes show in the upper left corner."""
    picture = pictures.read(content)
    image = pictures.upright_srgb(picture, width=picture.width)
    return cast(Colour, image.getpixel((3, 3)))


def assert_near(colour: Colour, wanted: Colour, *, within: int = 2) -> None:
    assert max(abs(one - other) for one, other in zip(colour, wanted, strict=True)) <= within, (
        colour,
        wanted,
    )


def encoded(colour: Colour, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    settings: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": 98, "subsampling": 0},
        "AVIF": {"quality": 100, "subsampling": "4:4:4"},
    }
    Image.new("RGB", (64, 48), colour).save(out, kind, **settings.get(kind, {}) | options)
    return out.getvalue()


def exif_colours(space: int | None, index: str) -> Image.Exif:
    exif = Image.Exif()
    exif[0x8769] = ({0xA001: space} if space else {}) | ({0xA005: {1: index}} if index else {})
    return exif


def downloaded(content: bytes) -> bytes:
    """Return what readers get of the file, put together from what is stored."""
    photo: Photo = make.make_photo()
    photo.files.all().delete()
    file: PhotoFile = store(photo, ContentFile(content, name="delivered.jpg"))
    source = downloads.source_of(file, downloads.ORIGINAL)
    assert source
    body = downloads.Download(source, Metadata()).body
    made = b"".join(body.chunks(0, body.length))
    assert len(made) == body.length
    return made


MARKED = {
    "R03": (0xFFFF, "R03", True),
    "as some cameras write it": (2, "", True),
    "R03 alone": (None, "R03", False),
    "no index": (0xFFFF, "", False),
    "sRGB": (1, "R98", False),
    "sRGB with R03": (1, "R03", False),
}


@pytest.mark.parametrize(("space", "index", "is_adobe"), MARKED.values(), ids=MARKED.keys())
@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_adobe_rgb_marked_in_exif_alone_is_converted_correctly(
    kind: str, space: int | None, index: str, *, is_adobe: bool
) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}
    for colour in COLOURS:
        content = encoded(colour, kind, exif=exif_colours(space, index), **options)
        wanted = ADOBE_RGB.in_srgb(cast(Any, colour)) if is_adobe else colour
        assert_near(seen(content), wanted, within=3)


@pytest.mark.django_db
def test_the_delivered_file_in_adobe_rgb_and_its_download_show_one_red(tmp_path: Path) -> None:
    content = case("02-adobergb-dcf.jpg")
    path = tmp_path / "download.jpg"
    made = downloaded(content)
    path.write_bytes(made)

    assert_near(seen(content), RED, within=6)
    assert_near(seen(made), RED, within=6)
    assert jpeg.scan(made).sha256 == jpeg.scan(content).sha256
    found = exiftool.read(path)
    assert found["ICC_Profile:ProfileDescription"] == "Compatible RGB"
    assert exiftool.complaints(path) == []


def test_a_profile_goes_before_what_exif_says() -> None:
    for colour in COLOURS:
        content = encoded(colour, exif=exif_colours(0xFFFF, "R03"), icc_profile=DISPLAY_P3.profile())
        assert_near(seen(content), DISPLAY_P3.in_srgb(cast(Any, colour)), within=3)


@pytest.mark.django_db
def test_a_profile_behind_the_frame_header_counts_and_is_kept() -> None:
    plain, profile = encoded((40, 60, 210)), ADOBE_RGB.profile()
    frame = next(each for each in jpeg.segments(plain) if each.marker == 0xC0)
    segment = jpeg.segment(jpeg.APP2, b"ICC_PROFILE\0\x01\x01" + profile)
    content = plain[: frame.end] + segment + plain[frame.end :]

    made = downloaded(content)

    assert_near(seen(content), ADOBE_RGB.in_srgb((40, 60, 210)), within=3)
    assert_near(seen(made), ADOBE_RGB.in_srgb((40, 60, 210)), within=3)
    with Image.open(io.BytesIO(made)) as image:
        assert image.info["icc_profile"] == profile


def avif(colour: Colour, primaries: int, transfer: int) -> bytes:
    content = encoded(colour, "AVIF")
    at = content.index(b"nclx") + 4
    return content[:at] + struct.pack(">HH", primaries, transfer) + content[at + 4 :]


def png(colour: Colour, *chunks: tuple[bytes, bytes]) -> bytes:
    return png_with(*chunks, picture=Image.new("RGB", (64, 48), colour))


# The code points, and what Chromium 156 shows of each of COLOURS.
CODE_POINTS: dict[str, tuple[int, int, list[Colour]]] = {
    "Display P3": (12, 13, [(218, 0, 27), (128, 128, 128), (34, 61, 218), (236, 199, 106)]),
    "BT.2020": (9, 13, [(249, 0, 29), (128, 128, 128), (0, 59, 220), (251, 196, 104)]),
    "linear": (1, 8, [(229, 96, 110), (188, 188, 188), (110, 133, 234), (244, 229, 183)]),
    "gamma 2.2": (1, 4, [(201, 24, 35), (129, 129, 129), (35, 57, 211), (231, 201, 121)]),
    "HLG": (9, 18, [(229, 0, 14), (99, 99, 99), (0, 40, 196), (255, 167, 66)]),
    "PQ": (9, 16, [(255, 0, 0), (132, 132, 132), (0, 0, 255), (255, 139, 0)]),
    "PQ of Display P3": (12, 16, [(255, 0, 0), (132, 132, 132), (1, 7, 255), (255, 165, 0)]),
    "not specified": (2, 2, [*COLOURS]),
}


@pytest.mark.parametrize(("primaries", "transfer", "shown"), CODE_POINTS.values(), ids=CODE_POINTS.keys())
def test_colours_marked_by_code_points_are_converted_as_browsers_show_them(
    primaries: int, transfer: int, shown: list[Colour]
) -> None:
    for colour, wanted in zip(COLOURS, shown, strict=True):
        shown_words = bytes((primaries, transfer, 0, 1))
        assert_near(seen(png(colour, (b"cICP", shown_words))), wanted, within=4)
        assert_near(seen(avif(colour, primaries, transfer)), wanted, within=6)


@pytest.mark.parametrize("transfer", [1, 6, 14, 15])
def test_the_transfer_of_video_counts_in_a_png_alone(transfer: int) -> None:
    assert_near(seen(png((128, 128, 128), (b"cICP", bytes((1, transfer, 0, 1))))), (121, 121, 121))
    assert_near(seen(avif((128, 128, 128), 1, transfer)), (128, 128, 128))


def test_the_delivered_avif_in_display_p3_comes_out_as_browsers_show_it() -> None:
    picture = pictures.read(case("18-avif-display-p3-nclx.avif"))
    shown = cast(Colour, pictures.upright_srgb(picture, width=300).getpixel((20, 20)))

    assert_near(shown, DISPLAY_P3.in_srgb((201, 30, 30)), within=3)


def test_a_profile_of_an_avif_goes_before_its_code_points() -> None:
    content = encoded((40, 60, 210), "AVIF", icc_profile=ADOBE_RGB.profile())

    assert_near(seen(content), ADOBE_RGB.in_srgb((40, 60, 210)), within=6)


ADOBE_CHRM = struct.pack(">8I", 31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)


def gama(gamma: float) -> tuple[bytes, bytes]:
    return b"gAMA", struct.pack(">I", round(gamma * 100_000))


# The chunks of a PNG, and what Chromium 156 shows of each of COLOURS.
MARKED_IN_PNG: dict[str, tuple[list[tuple[bytes, bytes]], list[Colour]]] = {
    "linear": ([gama(1)], [(229, 96, 110), (188, 188, 188), (110, 133, 234), (244, 229, 183)]),
    "the usual gamma": ([gama(0.45455)], [*COLOURS]),
    "gamma and chromaticities": (
        [gama(0.45455), (b"cHRM", ADOBE_CHRM)],
        [(233, 24, 36), (129, 129, 129), (20, 57, 215), (241, 201, 116)],
    ),
    "linear with chromaticities": (
        [gama(1), (b"cHRM", ADOBE_CHRM)],
        [(255, 96, 111), (188, 188, 188), (99, 133, 237), (249, 229, 180)],
    ),
    "chromaticities alone": ([(b"cHRM", ADOBE_CHRM)], [*COLOURS]),
    "sRGB before gamma": ([(b"sRGB", b"\0"), gama(1)], [*COLOURS]),
    "chromaticities on one line": ([gama(0.45455), (b"cHRM", struct.pack(">8I", *[30000] * 8))], [*COLOURS]),
    "chromaticities of nothing": ([gama(0.45455), (b"cHRM", bytes(32))], [*COLOURS]),
}


@pytest.mark.parametrize(("chunks", "shown"), MARKED_IN_PNG.values(), ids=MARKED_IN_PNG.keys())
def test_colours_marked_in_a_png_are_converted_as_browsers_show_them(
    chunks: list[tuple[bytes, bytes]], shown: list[Colour]
) -> None:
    for colour, wanted in zip(COLOURS, shown, strict=True):
        assert_near(seen(png(colour, *chunks)), wanted)


def test_a_grey_png_follows_its_gamma() -> None:
    content = png_with(gama(1), picture=Image.new("L", (64, 48), 128))

    assert_near(seen(content), (188, 188, 188))


def test_the_profile_of_numbers_is_that_of_the_standards() -> None:
    for space, reference in ((colours.ADOBE_RGB, ADOBE_RGB), (colours.of_cicp(12, 13), DISPLAY_P3)):
        opened = ImageCms.ImageCmsProfile(io.BytesIO(colours.profile(space)))
        for number, colour in enumerate(("red", "green", "blue")):
            ours = getattr(opened.profile, f"{colour}_colorant")[0]
            wanted = [row[number] for row in reference.to_xyz]
            assert ours == pytest.approx(wanted, abs=0.002)


def grey_tiff(order: str, *, white_is_zero: bool = False) -> bytes:
    """Return a TIFF with a grey ramp in the byte order "<" or ">"."""
    width, height = 64, 48
    levels = [round(column / (width - 1) * (2**16 - 1)) for column in range(width)]
    if white_is_zero:
        levels = [2**16 - 1 - level for level in levels]
    data = struct.pack(f"{order}{width}H", *levels) * height
    tags = {
        256: width,
        257: height,
        258: 16,
        259: 1,
        262: 0 if white_is_zero else 1,
        273: 8,
        277: 1,
        278: height,
    }
    tags[279] = len(data)
    entries = b"".join(struct.pack(f"{order}HHII", tag, 4, 1, value) for tag, value in tags.items())
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8 + len(data))
    return head + data + struct.pack(f"{order}H", len(tags)) + entries + bytes(4)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("white_is_zero", [False, True])
def test_a_grey_tiff_of_sixteen_bits_keeps_its_tones(order: str, *, white_is_zero: bool) -> None:
    picture = pictures.read(grey_tiff(order, white_is_zero=white_is_zero))
    image = pictures.upright_srgb(picture, width=64)

    for column in (0, 16, 32, 48, 63):
        assert_near(cast(Colour, image.getpixel((column, 20))), (round(column / 63 * 255),) * 3, within=2)


IN_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
)


def turned_by_xmp(kind: str) -> bytes:
    options: dict[str, Any] = {}
    if kind == "TIFF":
        options["tiffinfo"] = TiffImagePlugin.ImageFileDirectory_v2()
        options["tiffinfo"].tagtype[700] = 1
        options["tiffinfo"][700] = IN_XMP
    if kind == "PNG":
        said = b"XML:com.adobe.xmp\0\0\0\0\0" + IN_XMP
        return png_with((b"iTXt", said), picture=Image.new("RGB", (64, 48), "red"))
    if kind != "TIFF":
        options["xmp"] = IN_XMP
    return encoded((200, 30, 40), kind, **options)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_an_orientation_in_xmp_turns_nothing(kind: str) -> None:
    content = turned_by_xmp(kind)
    assert b'tiff:Orientation="6"' in content
    picture = pictures.read(content)

    assert (picture.width, picture.height) == (64, 48)
    assert pictures.upright_srgb(picture, width=64).size == (64, 48)


@pytest.mark.django_db
def test_the_delivered_file_with_an_orientation_in_xmp_stays_as_it_is_everywhere() -> None:
    content = case("11a-xmp-only-orientation6.jpg")
    picture = pictures.read(content)

    assert (picture.width, picture.height) == (900, 600)
    made = downloaded(content)
    assert jpeg.scan(made).orientation == 1
    assert (pictures.read(made).width, pictures.read(made).height) == (900, 600)


def test_of_two_exif_segments_the_first_turns_the_picture() -> None:
    plain = encoded((200, 30, 40))
    both = []
    for value in (6, 3):
        exif = Image.Exif()
        exif[0x0112] = value
        both.append(jpeg.segment(jpeg.APP1, exif.tobytes()))
    content = plain[:2] + b"".join(both) + plain[2:]

    assert jpeg.scan(content).orientation == 6
    assert (pictures.read(content).width, pictures.read(content).height) == (48, 64)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["12a-no-eoi.jpg", "12f-junk-between-segments.jpg"])
def test_a_download_of_a_damaged_jpeg_is_a_sound_one(name: str, tmp_path: Path) -> None:
    content = case(name)
    path = tmp_path / "download.jpg"
    made = downloaded(content)
    path.write_bytes(made)

    assert made.endswith(jpeg.END)
    assert "ExifTool:Warning" not in exiftool.read(path)
    assert jpeg.scan(made).sha256 == jpeg.scan(content).sha256
    with Image.open(io.BytesIO(made)) as image:
        image.load()
