"""Flags: drawings by ISO code, and uploaded pictures under their hash."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

FORMATS = {"PNG": "png", "GIF": "gif", "WEBP": "webp", "JPEG": "jpg"}
MAX_BYTES = 500 * 1024
MAX_SIDE = 2000
DRAWINGS: Final = "flags"  # the folder of static/
# ISO 3166-1 reserves these codes for organisations, whose acronyms they are.
CODES_OF_ORGANISATIONS: Final = ("EU", "UN")


def drawing(code: str) -> str:
    """Return the static file with the flag of an ISO code; empty where there is none."""
    return f"{DRAWINGS}/{code.lower()}.svg" if code in drawn_codes() else ""


@cache
def drawn_codes() -> frozenset[str]:
    """Return the ISO codes that have a drawing."""
    return frozenset(
        path.stem.upper() for path in (Path(__file__).resolve().parents[1] / "static" / DRAWINGS).glob("??.svg")
    )


def validate_flag(upload: File) -> None:
    """Raise ValidationError unless the content is a small PNG, GIF, WebP or JPEG."""
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The flag is larger than 500 kB. Export it smaller."))
    upload.seek(0)
    try:
        with Image.open(upload.file or upload, formats=list(FORMATS)) as image:
            if max(image.size) > MAX_SIDE:
                raise ValidationError(_("The flag is more than 2000 pixels wide or high. Export it smaller."))
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValidationError(_("This file cannot be used as a flag. Choose a PNG, GIF, WebP or JPEG.")) from error
    finally:
        upload.seek(0)


def flag_path(bearer: Any, filename: str) -> str:
    """Return the path of the flag, by the hash and the type of its content."""
    upload = bearer.flag
    upload.seek(0)
    digest = hashlib.file_digest(upload.file, "sha256").hexdigest()
    upload.seek(0)
    with Image.open(upload.file, formats=list(FORMATS)) as image:
        ending = FORMATS[str(image.format)]
    upload.seek(0)
    return f"flags/{digest[:16]}.{ending}"
