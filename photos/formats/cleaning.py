"""Cleans texts of photo files for fields: line ends, control characters, and default texts of cameras."""

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
    """Return the text with LF at its line ends, without control characters, halves of letters and outer blanks."""
    kept = (
        letter
        for letter in LINE_ENDS.sub("\n", text)
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs", "Cn")
    )
    return "".join(kept).strip()


def on_one_line(text: str) -> str:
    """Return the text for a field of one line: a blank for each line end or tab, and for the blanks around it."""
    return re.sub(r"\s*[\n\t]\s*", " ", clean(text))


def is_default(text: str, *of_camera: str) -> bool:
    """Whether the text says nothing of the photo: what devices write by themselves, or the camera's own name."""
    said = " ".join(text.split())
    make, model = (" ".join([*of_camera, "", ""][number].split()) for number in (0, 1))
    names = {make, model, f"{make} {model}".strip()}
    return said.casefold() in {name.casefold() for name in names} or bool(DEFAULTS.fullmatch(said))
