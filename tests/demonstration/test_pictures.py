"""The demonstration's 55 pictures differ, and each says that it is a drawing."""

import xml.etree.ElementTree as ET
from collections import Counter
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path

from PIL import ExifTags, Image, ImageChops, ImageOps, ImageStat

PICTURES = sorted(Path(__file__).parents[2].glob("demonstration/pictures/*"))
CREDIT = "Drawn stand-in, Plenary demonstration"
DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@cache
def stored(picture: Path) -> Image.Image:
    return Image.open(BytesIO(picture.read_bytes()))


@cache
def upright(picture: Path) -> Image.Image:
    return ImageOps.exif_transpose(stored(picture))


@cache
def thumbnail(picture: Path) -> Image.Image:
    """A picture without the strip of its label, as 24 x 16 pixels."""
    image = upright(picture)
    return image.crop((0, 0, image.width, image.height - 80)).resize((24, 16), Image.Resampling.LANCZOS)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 255."""
    means = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(means) / len(means)


def test_there_are_55_under_six_megabytes() -> None:
    assert [picture.name for picture in PICTURES] == [f"standin-{number:02}.jpg" for number in range(1, 56)]
    assert sum(picture.stat().st_size for picture in PICTURES) < 6_000_000


def test_their_sizes_are_those_of_photos() -> None:
    sizes = Counter(upright(picture).size for picture in PICTURES)

    assert sizes == {(1920, 1280): 39, (1280, 1920): 9, (1920, 1440): 3, (1920, 1080): 4}


def test_some_are_stored_on_their_side_or_upside_down_as_cameras_do() -> None:
    turned = Counter(stored(picture).getexif()[ExifTags.Base.Orientation] for picture in PICTURES)

    assert set(turned) == {1, 3, 6}


def test_no_two_look_alike() -> None:
    pairs = combinations(PICTURES, 2)

    assert [pair for pair in pairs if difference(*(thumbnail(picture) for picture in pair)) < 12] == []


def test_none_is_another_one_in_other_colours() -> None:
    greys = {picture: ImageOps.autocontrast(thumbnail(picture).convert("L")) for picture in PICTURES}

    assert [pair for pair in combinations(greys, 2) if difference(greys[pair[0]], greys[pair[1]]) < 18] == []


def test_each_has_a_dark_label_with_light_words_in_its_lower_left_corner() -> None:
    for picture in PICTURES:
        image = upright(picture).convert("L")
        label = image.crop((0, image.height - 60, image.width // 4, image.height - 4))
        shades = label.histogram()

        assert ImageStat.Stat(label.crop((0, 0, 24, 56))).mean[0] < 80, picture
        assert (sum(shades[:60]) > 0, sum(shades[200:]) > 0) == (True, True), picture


def test_exif_says_of_each_that_it_is_a_drawing() -> None:
    for number, picture in enumerate(PICTURES, start=1):
        tags = stored(picture).getexif()

        assert tags[ExifTags.Base.ImageDescription] == (
            f"Stand-in picture {number} of 55 (Ersatzbild {number} von 55): a drawing, not a photograph."
        )
        assert (tags[ExifTags.Base.Artist], tags[ExifTags.Base.Copyright]) == (CREDIT, CREDIT)


def test_xmp_says_of_each_that_it_is_a_drawing() -> None:
    for number, picture in enumerate(PICTURES, start=1):
        assert_xmp_says_that_it_is_a_drawing(number, picture)


def assert_xmp_says_that_it_is_a_drawing(number: int, picture: Path) -> None:
    packet = ET.fromstring(stored(picture).info["xmp"])  # noqa: S314  # our own file
    (about,) = packet.iter(f"{RDF}Description")
    described = {li.get(LANG): li.text for li in about.iterfind(f"{DC}description/{RDF}Alt/{RDF}li")}

    english = f"Stand-in picture {number} of 55: a drawing in place of a photo, not a photograph."
    german = f"Ersatzbild {number} von 55: eine Zeichnung anstelle eines Fotos, keine Fotografie."
    assert described == {"x-default": english, "en": english, "de": german}
    assert about.get("{http://ns.adobe.com/photoshop/1.0/}Credit") == CREDIT
    assert about.get("{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType") == (
        "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    )
