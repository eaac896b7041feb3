"""The 55 stand-in pictures of the demonstration gallery: drawn, marked as drawn, the same bytes every time.

`draw(17)` is the JPEG file of the seventeenth. Nothing here reads a clock, a file or Django. What a picture
shows is data in `pictures_*`, how it is drawn stands with each motif, what marks it as drawn in `marking`.
"""

from io import BytesIO
from random import Random

from PIL import Image

from . import marking
from .canvas import Canvas
from .composition import Composition
from .pictures_01_to_18 import PICTURES_01_TO_18
from .pictures_19_to_36 import PICTURES_19_TO_36
from .pictures_37_to_55 import PICTURES_37_TO_55

COMPOSITIONS = PICTURES_01_TO_18 + PICTURES_19_TO_36 + PICTURES_37_TO_55
TOTAL = len(COMPOSITIONS)
JPEG_QUALITY = 88

_STORED = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}
"""How the upright picture is turned for storage under each EXIF orientation in use."""


def file_name(number: int) -> str:
    """The file's name, such as "standin-07.jpg"; ValueError for a number outside 1 to 55."""
    _composition(number)
    return f"standin-{number:02}.jpg"


def draw(number: int) -> bytes:
    """The JPEG file of a picture, with EXIF and XMP; ValueError for a number outside 1 to 55."""
    orientation = _composition(number).orientation
    image = paint(number)
    marking.write_label(image, number, TOTAL)
    turn = _STORED[orientation]
    if turn is not None:
        image = image.transpose(turn)
    file = BytesIO()
    image.save(
        file,
        "JPEG",
        quality=JPEG_QUALITY,
        optimize=True,
        exif=marking.exif(number, TOTAL, orientation),
        xmp=marking.xmp(number, TOTAL),
    )
    return file.getvalue()


def paint(number: int, reduction: int = 1) -> Image.Image:
    """A picture the right way up, without its label (RGB), so many times smaller than its file.

    ValueError for a number outside 1 to 55.
    """
    composition = _composition(number)
    width, height = composition.size
    canvas = Canvas((width // reduction, height // reduction), Random(f"plenary-{number}"))
    composition.motif.paint(canvas, composition.palette)
    canvas.grain()
    return canvas.image


def _composition(number: int) -> Composition:
    if not 1 <= number <= TOTAL:
        raise ValueError(f"There is no stand-in picture {number}; choose a number from 1 to {TOTAL}.")
    return COMPOSITIONS[number - 1]
