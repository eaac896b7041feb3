"""What pages show of a photo: made when it is stored, never while a page is rendered."""

import io
from dataclasses import asdict, dataclass
from typing import Any

from PIL import Image

from meetings.photos.pictures import Picture, upright_srgb

WIDTHS = (1600, 640)
QUALITY = 80


@dataclass(frozen=True)
class Rendition:
    """One made file: `size` names it in addresses, `width` and `height` are its pixels, `bytes` its length."""

    size: str
    ext: str
    width: int
    height: int
    bytes: int

    def as_row(self) -> dict[str, Any]:
        """Return the entry for `PhotoFile.renditions`."""
        return asdict(self)


def make(picture: Picture) -> list[tuple[Rendition, bytes]]:
    """Return progressive sRGB JPEGs of at most 1600 and 640 pixels' width, never larger than the picture."""
    image = upright_srgb(picture.content, at_least=max(WIDTHS))
    made = []
    for width in WIDTHS:
        if width > picture.width and width != min(WIDTHS):
            continue
        image = _narrowed(image, min(width, picture.width))
        content = _jpeg(image)
        made.append((Rendition(str(width), "jpg", image.width, image.height, len(content)), content))
    return made


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width == width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return out.getvalue()
