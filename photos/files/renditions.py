"""The image sizes of a photo, made when it is stored, not when a page is shown."""

import hashlib
import io
from dataclasses import asdict, dataclass
from typing import Any, Final

from PIL import Image

from photos.files.pictures import Picture, upright_srgb
from photos.formats import avif, jpeg
from photos.models import PhotoFile

JPEG_WIDTHS: Final = (1920, 1280, 640)
AVIF_WIDTHS: Final = (1920, 1280, 640, 320)
WIDEST: Final = max(JPEG_WIDTHS)
SMALLEST_JPEG: Final = min(JPEG_WIDTHS)
FULL: Final = "full"

JPEG_QUALITY: Final = 80
FULL_QUALITY: Final = 90
AVIF_QUALITY: Final = 60
AVIF_SPEED: Final = 8  # a third of the time of 6 for one per cent more bytes


@dataclass(frozen=True)
class Rendition:
    """A made file: `size` is its name, `width` and `height` are in pixels.

    `bytes` is its length, `picture` the hash of its picture data, which metadata does not change.
    """

    size: str
    ext: str
    width: int
    height: int
    content: bytes
    sha256: str
    picture: str
    scan: dict[str, Any] | None

    @classmethod
    def of(cls, size: str, ext: str, image: Image.Image, content: bytes) -> "Rendition":
        scan = jpeg.scan(content) if ext == PhotoFile.Format.JPEG else None
        picture = scan.sha256 if scan else hashlib.sha256(avif.primary_item(content)).hexdigest()
        digest = hashlib.sha256(content).hexdigest()
        row = scan.as_row() if scan else None
        return cls(size, ext, image.width, image.height, content, digest, picture, row)

    def as_row(self) -> dict[str, Any]:
        """Return the entry for `PhotoFile.renditions`."""
        row = {name: value for name, value in asdict(self).items() if name not in ("content", "picture")}
        if self.scan is None:
            del row["scan"]
        return row | {"bytes": len(self.content)}


def first(picture: Picture, xmp: bytes) -> list[Rendition]:
    """Return the smallest JPEG alone: what the editor sees at once."""
    image = upright_srgb(picture, width=min(SMALLEST_JPEG, picture.width))
    return [_jpeg(image, str(SMALLEST_JPEG), xmp)]


def every(picture: Picture, xmp: bytes) -> list[Rendition]:
    """Return all sizes, the widest first, none wider than the picture.

    A picture that is no JPEG gets one at full size too. `xmp` is the packet that each of them carries.
    """
    made = []
    if picture.format != PhotoFile.Format.JPEG:
        full = upright_srgb(picture, width=picture.width)
        made.append(_jpeg(full, FULL, xmp, quality=FULL_QUALITY, is_whole=True))
        image = _narrowed(full, picture, min(WIDEST, picture.width))
        del full
    else:
        image = upright_srgb(picture, width=min(WIDEST, picture.width))
    for width in AVIF_WIDTHS:
        if width > picture.width and width not in (SMALLEST_JPEG, min(AVIF_WIDTHS)):
            continue
        image = _narrowed(image, picture, min(width, picture.width))
        if width in JPEG_WIDTHS:
            made.append(_jpeg(image, str(width), xmp))
        made.append(_avif(image, str(width), xmp))
    return made


def _narrowed(image: Image.Image, picture: Picture, width: int) -> Image.Image:
    if image.width == width:
        return image
    return image.resize((width, picture.height_at(width)), Image.Resampling.LANCZOS)


def _jpeg(
    image: Image.Image, size: str, xmp: bytes, *, quality: int = JPEG_QUALITY, is_whole: bool = False
) -> Rendition:
    """Encode the picture; a whole one is not progressive, which needs less memory."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, progressive=not is_whole, optimize=not is_whole, xmp=xmp)
    return Rendition.of(size, "jpg", image, out.getvalue())


def _avif(image: Image.Image, size: str, xmp: bytes) -> Rendition:
    out = io.BytesIO()
    image.save(out, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, xmp=xmp)
    return Rendition.of(size, "avif", image, out.getvalue())
