"""Sets text on a picture in the site's typeface, in lines that fit."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from PIL import ImageDraw, ImageFont

REGULAR: Final = 400
BOLD: Final = 600
NAMES: Final = "fonts/source-serif-4-names.woff2"
LATIN: Final = "fonts/source-serif-4.woff2"
# The characters in each font file, as in static/css/site.css. No others can be set.
OF_NAMES: Final = ((0x100, 0x130), (0x132, 0x151), (0x154, 0x177), (0x179, 0x17F), (0x218, 0x21B))
OF_LATIN: Final = (
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x152, 0x153),
    (0x178, 0x178),
    (0x2010, 0x2026),
    (0x20AC, 0x20AC),
)
PIECE: Final = re.compile(r"\S+?(?:-(?=\w)|(?=\s|$))\s*")  # a line may end after a space or a hyphen


class CannotBeSet(ValueError):
    """The typeface lacks a letter."""


@dataclass(frozen=True)
class Face:
    """The typeface in one size, in pixels, and weight."""

    size: int
    weight: int = REGULAR

    def width(self, text: str) -> float:
        return sum(font.getlength(run) for font, run in self._runs(text))

    def draw(self, draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, colour: str) -> None:
        """Draw one line from its left end on its baseline."""
        x, y = place
        for font, run in self._runs(text):
            draw.text((x, y), run, colour, font=font, anchor="ls")
            x += font.getlength(run)

    def _runs(self, text: str) -> Iterable[tuple[ImageFont.FreeTypeFont, str]]:
        for name, letters in groupby(text, _file_of):
            yield _font(name, self.size, self.weight), "".join(letters)


def has_letters(text: str) -> bool:
    """Return whether the typeface has every letter of the text."""
    try:
        return all(map(_file_of, set(text)))
    except CannotBeSet:
        return False


def lines(face: Face, text: str, width: int) -> list[str]:
    """Return the text in as few lines as possible, of about equal length."""
    fewest = _broken(face, text, width)
    narrow, wide = width // 3, width
    while wide - narrow > face.size // 2:
        middle = (narrow + wide) // 2
        tried = _broken(face, text, middle)
        if len(tried) == len(fewest) and all(face.width(line) <= middle for line in tried):
            wide = middle
        else:
            narrow = middle
    return _broken(face, text, wide)


def fitted(text: str, box: tuple[int, int], sizes: Iterable[int]) -> tuple[Face, list[str]]:
    """Return the first face that fits the box, and the lines; the last one cuts them."""
    width, height = box
    for size in sizes:
        face = Face(size, BOLD)
        set_in = lines(face, text, width)
        if len(set_in) * leading(face) <= height and all(face.width(line) <= width for line in set_in):
            return face, set_in
    room = height // leading(face)
    return face, [cut(face, line, width) for line in set_in[: room - 1]] + [
        cut(face, " ".join(set_in[room - 1 :]), width)
    ]


def cut(face: Face, text: str, width: int) -> str:
    """Return the line, shortened with an ellipsis if it does not fit."""
    if face.width(text) <= width:
        return text
    while text and face.width(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def leading(face: Face) -> int:
    return round(face.size * 1.14)


def _broken(face: Face, text: str, width: int) -> list[str]:
    found = [""]
    for piece in PIECE.findall(text.strip()):
        if found[-1] and face.width(f"{found[-1]}{piece}".rstrip()) > width:
            found.append("")
        found[-1] += piece
    return [line.rstrip() for line in found]


def _file_of(letter: str) -> str:
    for name, ranges in ((LATIN, OF_LATIN), (NAMES, OF_NAMES)):
        if any(first <= ord(letter) <= last for first, last in ranges):
            return name
    raise CannotBeSet(f"The typeface of the site lacks {letter!r} (U+{ord(letter):04X}).")


@cache
def _font(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    content = io.BytesIO(Path(str(finders.find(name))).read_bytes())
    font = ImageFont.truetype(content, size)
    font.set_variation_by_axes([weight, min(max(size * 3 // 4, 20), 48)])
    return font
