"""The stand-in pictures: always the same, all different, and never to be taken for photos."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import combinations

import pytest
from PIL import ExifTags, Image, ImageChops, ImageOps, ImageStat

from meetings.photos import standins
from meetings.photos.standins import marking
from meetings.photos.standins.palette import CREAM, Colour

SAMPLE = (1, 8, 20, 25)  # two figures; stored on its side; stored upside down; the brightest corner
DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@cache
def drawn(number: int) -> bytes:
    return standins.draw(number)


@cache
def thumbnail(number: int) -> Image.Image:
    """A picture without its label as 24 x 16 pixels."""
    return standins.paint(number, reduction=10).resize((24, 16), Image.Resampling.LANCZOS)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 255."""
    means = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(means) / len(means)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""

    def luminance(colour: Colour) -> float:
        linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])

    darker, brighter = sorted((luminance(one), luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


def test_there_are_55_of_them_with_file_names_that_sort() -> None:
    names = [standins.file_name(number) for number in range(1, standins.TOTAL + 1)]

    assert len(names) == standins.TOTAL == 55
    assert (names[0], names[6], names[54]) == ("standin-01.jpg", "standin-07.jpg", "standin-55.jpg")
    assert names == sorted(names)


@pytest.mark.parametrize("number", [-1, 0, 56])
@pytest.mark.parametrize("ask", [standins.draw, standins.file_name])
def test_a_number_outside_the_gallery_is_refused(ask: Callable[[int], object], number: int) -> None:
    sentence = rf"^There is no stand-in picture {number}; choose a number from 1 to 55\.$"
    with pytest.raises(ValueError, match=sentence):
        ask(number)


def test_their_sizes_are_those_of_photos() -> None:
    sizes = Counter(composition.size for composition in standins.COMPOSITIONS)

    assert sizes == {(3000, 2000): 39, (2000, 3000): 9, (3000, 2250): 3, (3000, 1688): 4}


def test_a_picture_is_the_same_bytes_every_time() -> None:
    assert [standins.draw(number) for number in SAMPLE[:2]] == [drawn(number) for number in SAMPLE[:2]]


def test_a_picture_is_the_same_bytes_in_another_process() -> None:
    script = "import sys; from meetings.photos import standins; sys.stdout.buffer.write(standins.draw(20))"
    other = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, env={"PYTHONHASHSEED": "5"}
    )

    assert sha256(other.stdout).hexdigest() == sha256(drawn(20)).hexdigest()


def test_no_two_pictures_look_alike() -> None:
    numbers = range(1, standins.TOTAL + 1)
    alike = [
        pair for pair in combinations(numbers, 2) if difference(*(thumbnail(number) for number in pair)) < 12
    ]

    assert alike == []


def test_no_picture_is_another_one_in_other_colours() -> None:
    greys = {n: ImageOps.autocontrast(thumbnail(n).convert("L")) for n in range(1, standins.TOTAL + 1)}
    alike = [pair for pair in combinations(greys, 2) if difference(greys[pair[0]], greys[pair[1]]) < 18]

    assert alike == []


@pytest.mark.parametrize(
    ("number", "orientation", "stored", "shown"),
    [
        (1, 1, (3000, 2000), (3000, 2000)),
        (8, 6, (3000, 2000), (2000, 3000)),
        (20, 3, (3000, 2000), (3000, 2000)),
    ],
)
def test_a_picture_is_shown_the_right_way_up_however_it_is_stored(
    number: int, orientation: int, stored: tuple[int, int], shown: tuple[int, int]
) -> None:
    file = Image.open(BytesIO(drawn(number)))
    meant = standins.paint(number)
    marking.write_label(meant, number, standins.TOTAL)

    assert (file.size, file.getexif()[ExifTags.Base.Orientation]) == (stored, orientation)
    seen = ImageOps.exif_transpose(file)
    assert (file.format, seen.mode, seen.size) == ("JPEG", "RGB", shown)
    assert difference(seen.reduce(8), meant.reduce(8)) < 1.5


@pytest.mark.parametrize("number", SAMPLE)
def test_a_file_has_the_weight_of_a_web_photo(number: int) -> None:
    assert 150_000 < len(drawn(number)) < 900_000


@pytest.mark.parametrize("number", SAMPLE)
def test_the_label_is_in_the_pixels_of_the_lower_left_corner(number: int) -> None:
    bare = standins.paint(number)
    labelled = bare.copy()
    marking.write_label(labelled, number, standins.TOTAL)

    changed = ImageChops.difference(bare, labelled).getbbox()
    assert changed is not None
    left, top, right, bottom = changed
    assert (left, bottom) == (0, bare.height)
    assert top > bare.height * 0.94
    assert bare.width * 0.2 < right < bare.width * 0.4


def test_the_label_says_what_it_is_in_both_languages() -> None:
    assert marking.label(17, 55) == "Stand-in picture 17 of 55 · Ersatzbild 17 von 55"


@pytest.mark.parametrize("width", [3000, 2000])
def test_the_label_can_be_read_at_640_pixels(width: int) -> None:
    assert marking.label_size(width) * 640 / width > 8.5


@pytest.mark.parametrize("below", ["white", "black", "#b5432b"])
def test_the_label_stands_out_from_whatever_is_below_it(below: str) -> None:
    sheet = Image.new("RGB", (3000, 2000), below)
    marking.write_label(sheet, 1, standins.TOTAL)
    red, green, blue = (round(mean) for mean in ImageStat.Stat(sheet.crop((0, 1980, 20, 2000))).mean)

    assert contrast(CREAM, (red, green, blue)) > 7


@pytest.mark.parametrize("number", SAMPLE)
def test_exif_says_that_it_is_a_stand_in(number: int) -> None:
    tags = Image.open(BytesIO(drawn(number))).getexif()

    assert {tag: tags[tag] for tag in tags if tag not in marking.REQUIRED_TAGS} == {
        ExifTags.Base.ImageDescription: (
            f"Stand-in picture {number} of 55 (Ersatzbild {number} von 55): a drawing, not a photograph."
        ),
        ExifTags.Base.Orientation: {8: 6, 20: 3}.get(number, 1),
        ExifTags.Base.Artist: "Drawn stand-in, Plenary demonstration",
        ExifTags.Base.Copyright: "Drawn stand-in, Plenary demonstration",
    }


@pytest.mark.parametrize("number", SAMPLE)
def test_xmp_says_that_it_is_a_stand_in(number: int) -> None:
    packet = ET.fromstring(Image.open(BytesIO(drawn(number))).info["xmp"])  # noqa: S314  # we wrote it
    (about,) = packet.iter(f"{RDF}Description")
    described = {li.get(LANG): li.text for li in about.iterfind(f"{DC}description/{RDF}Alt/{RDF}li")}

    english = f"Stand-in picture {number} of 55: a drawing in place of a photo, not a photograph."
    german = f"Ersatzbild {number} von 55: eine Zeichnung anstelle eines Fotos, keine Fotografie."
    assert described == {"x-default": english, "en": english, "de": german}
    assert about.get("{http://ns.adobe.com/photoshop/1.0/}Credit") == "Drawn stand-in, Plenary demonstration"
    assert about.get("{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType") == (
        "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    )
