"""Finds the colour space in Exif (DCF 2.0, Exif 2.32) of files without a profile."""

import struct
import warnings
from typing import Final

from PIL import Image

ADOBE_RGB: Final = "adobe-rgb"
DETAILS, INTEROPERABILITY, COLOR_SPACE = 0x8769, 0xA005, 0xA001
UNCALIBRATED, OF_SOME_CAMERAS = 0xFFFF, 2  # 2 is in no standard, and means Adobe RGB where it is written
INDEX: Final = 1
OPTION_FILE: Final = "R03"


def space_of(block: bytes) -> str:
    """Return ADOBE_RGB if the Exif block says so; "" for sRGB or a damaged block."""
    exif = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif.load(block)
            space = exif.get_ifd(DETAILS).get(COLOR_SPACE)
            index = exif.get_ifd(INTEROPERABILITY).get(INDEX)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, struct.error):
        return ""
    if isinstance(index, bytes):
        index = index.decode("latin-1")
    is_option = str(index or "").startswith(OPTION_FILE)
    return ADOBE_RGB if space == OF_SOME_CAMERAS or (space == UNCALIBRATED and is_option) else ""
