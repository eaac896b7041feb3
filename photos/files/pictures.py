"""Reads a delivered picture: checks its content, makes it sRGB and upright."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, UnidentifiedImageError

from photos.files import turns
from photos.formats import completeness, conversion, decoding, kinds
from photos.formats.bands import in_bands
from photos.formats.jpeg import unwarned
from photos.models import PhotoFile

MAX_BYTES = 60 * 1024 * 1024
MAX_PIXELS = 80_000_000

# Pillow's name of a format, and ours. An MPO, which Pillow finds by itself, is a JPEG with a second picture behind it.
ACCEPTED = {
    "JPEG": PhotoFile.Format.JPEG,
    "MPO": PhotoFile.Format.JPEG,
    "PNG": PhotoFile.Format.PNG,
    "WEBP": PhotoFile.Format.WEBP,
    "TIFF": PhotoFile.Format.TIFF,
    "AVIF": PhotoFile.Format.AVIF,
}
# What decoders raise for damaged files of any kind, some of it by mistake.
DAMAGED = (
    *(OSError, ValueError, SyntaxError, RuntimeError, struct.error, ArithmeticError),
    *(LookupError, TypeError, AttributeError, AssertionError),
)
# How many bytes of memory a pixel needs at most, from decoding to the end of a conversion: as measured, rounded up.
# Decoders of two formats hold the picture several times. The others hold it as its mode has it, and where that is not
# RGB, or the picture has to be turned, a second time; one with transparency a third time.
BYTES_A_PIXEL_OF_FORMATS = {"WEBP": 16.5, "AVIF": 16.5}
BYTES_A_PIXEL_OF_MODES = {"RGB": 4.5, "1": 7, "L": 7}
BYTES_A_PIXEL, BYTES_A_TRANSPARENT_PIXEL = 9.5, 13.5
DNG_VERSION, SUBFILE = 50706, 254  # what tells the raw data of cameras from a TIFF
ORIENTATION = 274
SIDEWAYS = (5, 6, 7, 8)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Picture:
    """An accepted picture: `width` and `height` in pixels as it is seen upright."""

    content: bytes
    format: PhotoFile.Format
    width: int
    height: int

    def height_at(self, width: int) -> int:
        """Return how high it is when it is so wide, in pixels."""
        return max(1, round(self.height * width / self.width))


def read(content: bytes) -> Picture:
    """Return the picture in the bytes; raises ValidationError for anything else."""
    if not content:
        raise ValidationError(_("The file is empty. Choose it again."))
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 60 MB. Export the photo with a higher compression."))
    _check_kind(content)
    try:
        with turns.turn(content):
            return _read(content)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("This file is not a supported picture. Choose a JPEG, PNG, WebP, TIFF or AVIF file.")
        ) from error
    except DAMAGED as error:
        if isinstance(error, completeness.Incomplete) or "truncated" in str(error):
            raise ValidationError(
                _("The picture is incomplete: a part of the file is missing. Copy it from the camera again.")
            ) from error
        raise ValidationError(
            _("The picture is damaged and cannot be read. Copy it from the camera again, or export it again.")
        ) from error


def upright_srgb(picture: Picture, *, width: int) -> Image.Image:
    """Decode an accepted picture into upright sRGB in RGB mode, `width` pixels wide.

    A JPEG is decoded at the smallest scale that is wide enough, and only what is left is converted. Raises OSError or
    ValueError for what cannot be decoded after all.
    """
    with unwarned():
        return _upright_srgb(picture, width)


def _upright_srgb(picture: Picture, width: int) -> Image.Image:
    opened = decoding.picture(picture.content)
    size = (width, picture.height_at(width))
    converting = conversion.of(picture.content, opened)
    orientation = decoding.orientation(picture.content, opened)
    stored = size[::-1] if orientation in SIDEWAYS else size
    opened.draft("RGB", stored)
    image = _resizable(opened)
    image.readonly = 0  # its pixels are in memory of its own: no copy is needed to save it
    if image.size != stored:
        image = image.resize(stored, Image.Resampling.LANCZOS)
    if orientation in TURNS:
        image = image.transpose(TURNS[orientation])
    del opened
    image = converting(_onto_white(image))
    if image.mode != "RGB":
        image = image.convert("RGB")
    image.info.clear()  # what would be written along, such as a profile
    return image


def _of_a_camera() -> ValidationError:
    return ValidationError(_("This is the raw data of a camera. Export the photo as JPEG."))


def _check_kind(content: bytes) -> None:
    """Refuse a file by its first bytes, before it is opened."""
    if kinds.is_heic(content):
        raise ValidationError(_("This is a HEIC file, which browsers do not show. Export the photo as JPEG."))
    if kinds.is_raw(content):
        raise _of_a_camera()


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("The picture has more than 80 megapixels. Export it smaller."))


def _read(content: bytes) -> Picture:
    with unwarned(), decoding.picture(content) as image:
        _check_header(image)
        _check_raw(image)
        _check_memory(content, image)
        sideways = decoding.orientation(content, image) in SIDEWAYS
        size = image.size
        image.draft("RGB", (1, 1))  # all of a JPEG is read, and little of it computed
        image.load()
        completeness.check(content)
        width, height = size[::-1] if sideways else size
        return Picture(content, ACCEPTED[cast(str, image.format)], width, height)


def _check_header(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if image.format not in ("MPO", "TIFF") and getattr(image, "n_frames", 1) > 1:
        raise ValidationError(_("This is an animation. Choose a single photo."))


def _check_memory(content: bytes, image: Image.Image) -> None:
    """Refuse a picture that needs too much memory; a JPEG is decoded smaller."""
    if image.format in ("JPEG", "MPO"):
        return
    a_pixel = _bytes_a_pixel(content, image)
    if image.width * image.height * a_pixel > turns.MOST_BYTES:
        sentence = _("A picture of this kind may have at most %(most)s megapixels. Export it as JPEG, or smaller.")
        raise ValidationError(sentence, params={"most": int(turns.MOST_BYTES / a_pixel / 1_000_000)})


def _bytes_a_pixel(content: bytes, image: Any) -> float:
    if image.format in BYTES_A_PIXEL_OF_FORMATS:
        return BYTES_A_PIXEL_OF_FORMATS[image.format]
    if image.mode in ("LA", "PA") or "transparency" in image.info:
        return BYTES_A_TRANSPARENT_PIXEL
    turned = decoding.orientation(content, image) if image.format != "TIFF" else image.tag_v2.get(ORIENTATION)
    return BYTES_A_PIXEL if turned in TURNS else BYTES_A_PIXEL_OF_MODES.get(image.mode, BYTES_A_PIXEL)


def _check_raw(image: Image.Image) -> None:
    """Refuse a camera's raw data, which is a TIFF whose first picture is a thumbnail."""
    if image.format != "TIFF":
        return
    tags: Mapping[int, Any] = image.tag_v2  # type: ignore[attr-defined]  # of Pillow's TIFF images only
    if DNG_VERSION in tags or tags.get(SUBFILE, 0) & 1:
        raise _of_a_camera()


def _resizable(image: Image.Image) -> Image.Image:
    """Return the picture with eight bits a channel and no palette, to be resized."""
    if image.mode == "I" or image.mode.startswith("I;16"):
        grey = in_bands(image, "L", _eight_bits)
        return ImageChops.invert(grey) if decoding.INVERTED in image.info else grey
    if image.mode in ("L", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    return image.convert("I").point(lambda level: level / 257).convert("L")


def _onto_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    return in_bands(image, "RGB", lambda band: Image.alpha_composite(Image.new("RGBA", band.size, "white"), band))
