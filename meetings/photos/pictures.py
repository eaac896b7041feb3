"""Reading a delivered picture: recognised by its content, refused with a sentence, turned into sRGB and upright."""

import io
import warnings
from dataclasses import dataclass
from typing import cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from meetings.models import PhotoFile

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
TRIED = [name for name in ACCEPTED if name != "MPO"]
HEIC_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim", b"ftyphevc")
SIDEWAYS = (5, 6, 7, 8)


@dataclass(frozen=True)
class Picture:
    """An accepted picture: `width` and `height` in pixels as it is seen upright."""

    content: bytes
    format: PhotoFile.Format
    width: int
    height: int


def read(content: bytes) -> Picture:
    """Return the picture that the bytes hold. Raises ValidationError, in the editor's words, for anything else."""
    if not content:
        raise ValidationError(_("The file is empty. Choose it again."))
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 60 MB. Export the photo with a higher compression."))
    if content[4:12] in HEIC_BRANDS:
        raise ValidationError(_("This is a HEIC file, which browsers do not show. Export the photo as JPEG."))
    try:
        return _read(content)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("This file is no picture that can be shown. Choose a JPEG, PNG, WebP, TIFF or AVIF file.")
        ) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise ValidationError(
            _("The picture is damaged or incomplete. Copy it from the camera again, or export it anew.")
        ) from error


def upright_srgb(content: bytes, *, at_least: int) -> Image.Image:
    """Decode a picture that `read` accepted: RGB, turned upright, in the sRGB colour space.

    A JPEG is decoded at the smallest scale whose shorter side still has `at_least` pixels.
    """
    image: Image.Image = Image.open(io.BytesIO(content), formats=TRIED)
    scale = at_least / min(image.size)
    image.draft("RGB", (round(image.width * scale), round(image.height * scale)))
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16") or image.mode == "I":
        image = image.point(lambda level: level / 256).convert("L")
    if profile:
        image = _to_srgb(image, profile)
    return _onto_white(image)


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("The picture has more than 80 megapixels. Export it smaller."))


def _read(content: bytes) -> Picture:
    with warnings.catch_warnings():
        # Pillow warns from 89 megapixels on and refuses from 179 on; we refuse from 80 on, with a sentence.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = Image.open(io.BytesIO(content), formats=TRIED)
    with image:
        _check_header(image)
        sideways = image.getexif().get(0x0112) in SIDEWAYS
        image.load()
        width, height = (image.height, image.width) if sideways else image.size
        return Picture(content, ACCEPTED[cast(str, image.format)], width, height)


def _check_header(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if image.format not in ("MPO", "TIFF") and getattr(image, "n_frames", 1) > 1:
        raise ValidationError(_("This is an animation. Choose a single photo."))


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert from the picture's own colour space; a profile that is broken or does not fit is left aside."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != image.mode:
            return image
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (OSError, ImageCms.PyCMSError):
        return image
    return converted or image


def _onto_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")
