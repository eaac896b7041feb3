"""Cleans texts of photo files: line ends, control characters, camera defaults."""

import re
import unicodedata
from typing import Final

LINE_ENDS: Final = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
FILE_NAME: Final = r"[A-Z]{0,4}[_-]?[A-Z]{0,4}[_-]?\d{3,8}(?:[_-]\d{1,6})*(?:\.(?:JPE?G|DNG|HEIC|TIFF?|PNG))"

# What cameras, telephones and editing programs write where a caption is expected.
DEFAULTS: Final = re.compile(
    rf"""
    (?:[\w&.-]+\ ){{0,3}}(?:DIGITAL\ (?:STILL\ )?CAMERA)(?:\ [\w-]+)?
    | SONY\ DSC | SAMSUNG(?:\ CSC)? | CASIO(?:\ COMPUTER)? | MINOLTA | OLYMPUS | NIKON | CANON | KODAK
    | <?\s*DIGIMAX\b.* | <\s*KENOX\b.*
    | (?:[A-Z]:)?[\\/]?DCIM[\\/].*
    | {FILE_NAME}
    | (?:DSC[NF]?|IMG|_MG|DJI|GOPR|PICT|SAM|MVI|P|DCP|PXL)[_-]?\d{{3,8}}(?:[_-]\d+)?
    | EXIF[_ ]?JPEG(?:[_ ]PICTURE)? | JPEG(?:\ IMAGE)? | EXIF | ASCII | APPLEMARK
    | UNTITLED | DEFAULT | PICTURE | IMAGE | CAMERA | SCREENSHOT | NO\ DESCRIPTION | USER\ COMMENTS?
    | (?:OZ)?(?:COF|NOR|HDR|HDRPL|RHDR|SDR|RBT|RPT|RPTF|FBT|BTF|EDF|BTY|DAV|PTR|MDE|VHDR|TUHDR)(?:W[OM])?
    | LEAD\ TECHNOLOGIES\ INC\..* | CREATED\ WITH\ .* | PROCESSED\ WITH\ VSCO\ .*
    | (?:\w+:\ ?[\w.\-\[\]]*;\s*){{3,}}.*
    """,
    re.IGNORECASE | re.VERBOSE,
)


def clean(text: str) -> str:
    """Return the stripped text with LF, without control or invalid characters."""
    kept = (
        letter
        for letter in LINE_ENDS.sub("\n", text)
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs", "Cn")
    )
    return "".join(kept).strip()


def on_one_line(text: str) -> str:
    """Return the text on one line, with a blank for each line end or tab."""
    return re.sub(r"\s*[\n\t]\s*", " ", clean(text))


def is_default(text: str, *of_camera: str) -> bool:
    """Return whether the text is a device's default, or the name of the camera."""
    said = " ".join(text.split())
    make, model = (" ".join([*of_camera, "", ""][number].split()) for number in (0, 1))
    names = {make, model, f"{make} {model}".strip()}
    return said.casefold() in {name.casefold() for name in names} or bool(DEFAULTS.fullmatch(said))
