"""Opens a picture file with Pillow; damaged metadata does not prevent it."""

import io
from typing import Final

from PIL import Image
from PIL.ImageFile import ImageFile

from photos.formats import jpeg, png, tiff

TRIED: Final = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")
INVERTED: Final = "plenary.inverted"  # among a picture's info: its levels of grey begin with white


def picture(content: bytes) -> ImageFile:
    """Return the picture alone; raises UnidentifiedImageError if it is none."""
    if content.startswith(jpeg.START):
        return _opened(jpeg.bare(content))
    if content.startswith(png.SIGNATURE):
        return _opened(png.sound(content, is_bare=True))
    content, is_inverted = tiff.with_black_at_zero(content)
    image = _opened(content)
    if is_inverted:
        image.info[INVERTED] = True
    return image


def with_words(content: bytes) -> tuple[ImageFile, bool]:
    """Return the picture with its metadata, and whether damage was left out."""
    if not content.startswith(png.SIGNATURE):
        return _opened(content), False
    left = png.sound(content)
    return _opened(left), left != content


def orientation(content: bytes, image: ImageFile) -> int:
    """Return the orientation of the stored picture, from 1 to 8, from Exif only.

    Pillow turns a TIFF by itself, and says of an AVIF what its boxes say.
    """
    if image.format == "TIFF":
        return 1
    if content.startswith(jpeg.START):
        return jpeg.outline(content).orientation
    return jpeg.orientation_of(image.info.get("exif") or b"")


def _opened(content: bytes) -> ImageFile:
    image: ImageFile = Image.open(io.BytesIO(content), formats=TRIED)
    if image.format == "TIFF":
        image.info.pop("xmp", None)  # or Pillow would turn the picture as XMP says
    return image
