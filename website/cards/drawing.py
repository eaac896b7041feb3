"""Draws cards of 1200 by 630 pixels, with a photo on the right if there is one."""

import io
from typing import Final

from django.utils.text import capfirst
from PIL import Image, ImageDraw, ImageOps

from website.cards.type import BOLD, Face, cut, fitted, leading
from website.cards.words import Words

WIDTH: Final = 1200
HEIGHT: Final = 630
MARGIN: Final = 60
PHOTO: Final = (570, 582)
TOP: Final = 70  # baseline of the kicker
FOOT: Final = HEIGHT - 48  # baseline of the wordmark
PAPER: Final = "#fbfaf6"
INK: Final = "#15212c"
SOFT: Final = "#566370"
RULE: Final = "#d8d3c6"
SEAL: Final = "#a0261d"
LARGE_SIZES: Final = (108, 96, 88)
TITLE_SIZES: Final = (80, 72, 66, 60, 54, 48, 43, 38, 34)
KICKER: Final = Face(25, BOLD)
LINE: Final = Face(31)
WORDMARK: Final = Face(32, BOLD)
CREDIT: Final = Face(19)
QUALITIES: Final = (86, 80, 74, 66)
MOST_BYTES: Final = 120_000


def card(words: Words, photo: Image.Image | None) -> bytes:
    """Return the card as a JPEG. Raises CannotBeSet if the typeface lacks a letter."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    room = WIDTH - 2 * MARGIN
    if photo and words.photo:
        left = WIDTH - PHOTO[0]
        image.paste(_cropped(photo, words), (left, 0))
        line = cut(CREDIT, words.photo.credit, PHOTO[0] - MARGIN // 2)
        CREDIT.draw(draw, (left, HEIGHT - 18), line, SOFT)
        room = left - MARGIN - 44
    draw.rectangle((0, 0, WIDTH if not photo else WIDTH - PHOTO[0] - 1, 9), SEAL)
    _write(draw, words, room)
    return _jpeg(image)


def _write(draw: ImageDraw.ImageDraw, words: Words, room: int) -> None:
    """Write the kicker, the title and the line, and at the foot the publisher."""
    y = TOP
    if words.kicker:
        KICKER.draw(draw, (MARGIN, y), cut(KICKER, capfirst(words.kicker), room), SEAL)
        y += 22
    height = FOOT - 96 - (leading(LINE) + 24 if words.line else 0) - y
    face, lines = fitted(words.title, (room, height), TITLE_SIZES if room < WIDTH // 2 else LARGE_SIZES + TITLE_SIZES)
    for line in lines:
        y += leading(face)
        face.draw(draw, (MARGIN, y), line, INK)
    if words.line:
        LINE.draw(draw, (MARGIN, y + 26 + LINE.size), cut(LINE, words.line, room), SOFT)
    draw.rectangle((MARGIN, FOOT - 56, MARGIN + room, FOOT - 55), RULE)
    name = cut(WORDMARK, words.wordmark, room)
    letters = name.removesuffix(".")
    WORDMARK.draw(draw, (MARGIN, FOOT), letters, INK)
    WORDMARK.draw(draw, (MARGIN + WORDMARK.width(letters), FOOT), name.removeprefix(letters), SEAL)


def _cropped(photo: Image.Image, words: Words) -> Image.Image:
    """Return the photo cropped to its place around the focal point."""
    x, y = (words.photo.focus_x, words.photo.focus_y) if words.photo else (None, None)
    centering = (50 if x is None else x) / 100, (50 if y is None else y) / 100
    return ImageOps.fit(photo.convert("RGB"), PHOTO, Image.Resampling.LANCZOS, centering=centering)


def _jpeg(image: Image.Image) -> bytes:
    """Return the picture as a JPEG in the best quality within the size limit."""
    for quality in QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()
