"""Changes a large picture band by band, so that it needs no further copy."""

from collections.abc import Callable
from typing import Final

from PIL import Image

ROWS: Final = 256


def in_bands(image: Image.Image, mode: str, change: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Return the changed picture in the mode; in its own mode it is changed in place."""
    changed = image if image.mode == mode else Image.new(mode, image.size)
    for top in range(0, image.height, ROWS):
        bottom = min(top + ROWS, image.height)
        band = change(image.crop((0, top, image.width, bottom)))
        changed.paste(band if band.mode == mode else band.convert(mode), (0, top))
    return changed
