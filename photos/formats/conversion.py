"""Finds the conversion of a decoded picture into sRGB, as browsers show it."""

import io
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageCms
from PIL.ImageFile import ImageFile

from photos.formats import avif, colours, exif_colours, hdr, jpeg, png
from photos.formats.bands import in_bands
from photos.formats.colours import Space

Conversion = Callable[[Image.Image], Image.Image]


def of(content: bytes, image: ImageFile) -> Conversion:
    """Return the conversion of a picture by its profile, else by what the file says.

    The picture is in RGB, grey or CMYK. A code point of a PNG goes before its profile, as PNG 3 has it.
    """
    profile = image.info.get("icc_profile")
    space = _of_png_code_points(content) if image.format == "PNG" else None
    if profile and space is None and _is_usable(profile):
        return lambda picture: _by_profile(picture, profile)
    space = space or _declared_space(content, image)
    if space is None or space.is_srgb:
        return lambda picture: picture
    return lambda picture: _by_space(picture, space)


def _declared_space(content: bytes, image: ImageFile) -> Space | None:
    if image.format == "PNG":
        return _of_png(image.info)
    if image.format == "AVIF":
        points = avif.cicp(content)
        return colours.of_cicp(*points) if points else None
    block = image.info.get("exif") or b""
    if image.format == "TIFF":
        block = image.getexif().tobytes()
    space = jpeg.outline(content).space if content.startswith(jpeg.START) else exif_colours.space_of(block)
    return colours.ADOBE_RGB if space == exif_colours.ADOBE_RGB else None


def _of_png_code_points(content: bytes) -> Space | None:
    points = png.cicp(content)
    return colours.of_cicp(*points, is_still=True) if points else None


def _of_png(info: dict[Any, Any]) -> Space | None:
    """Return the space of a gamma, with or without chromaticities, or None."""
    gamma, points = info.get("gamma"), info.get("chromaticity")
    if "srgb" in info or not gamma or not 0.1 < gamma < 5:
        return None
    if points is None and abs(gamma - 1 / 2.2) < 0.01:
        return None
    red, green, blue, white = (points[2:4], points[4:6], points[6:8], points[0:2]) if points else ((), (), (), ())
    primaries = (*red, *green, *blue, *white) if points else colours.BT709
    if any(y <= 0 for y in primaries[1::2]):
        return None
    return Space(primaries, gamma=1 / gamma)


def _is_usable(profile: bytes) -> bool:
    try:
        ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except (OSError, ImageCms.PyCMSError):
        return False
    return True


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert by the file's own profile, unless it does not fit the picture."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != image.mode:
            return image
        is_rgb = image.mode == "RGB"
        converted = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB", inPlace=is_rgb
        )
    except (OSError, ImageCms.PyCMSError):
        return image
    return converted or image


def _by_space(image: Image.Image, space: Space) -> Image.Image:
    if image.mode not in ("L", "RGB"):
        return image
    picture = image if image.mode == "RGB" else image.convert("RGB")
    if space.is_hdr:
        return in_bands(picture, "RGB", lambda band: hdr.to_srgb(band, space))
    try:
        return _by_profile(picture, colours.profile(space))
    except ZeroDivisionError:  # chromaticities on one line
        return image
