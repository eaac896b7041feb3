"""What a delivered file says of its photo: XMP over IPTC over Exif, field by field; what is damaged is left aside."""

import io
import re
import struct
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from typing import Any, Final

from django.conf import settings
from PIL import Image, IptcImagePlugin
from PIL.ImageFile import ImageFile

from meetings.photos import iim, xmp
from meetings.photos.jpeg import unwarned
from meetings.photos.metadata import UNKNOWN, Metadata
from meetings.photos.pictures import TRIED

DAMAGED: Final = (
    OSError,
    ValueError,
    SyntaxError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RuntimeError,
    struct.error,
    Image.DecompressionBombError,
)
MOMENT: Final = re.compile(
    r"(\d{4})[-:](\d\d)[-:](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)
IIM_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?: (\d\d)(\d\d)(\d\d)?([+-]\d{4})?)?")
ARTIST, COPYRIGHT, DESCRIPTION, DETAILS = 0x013B, 0x8298, 0x010E, 0x8769
TAKEN, OFFSET = 0x9003, 0x9011

Moment = tuple[date | None, time | None, str]


def read(content: bytes) -> Metadata:
    """Return what the file says; an empty Metadata for a file that says nothing, or nothing that can be read."""
    with unwarned():
        try:
            image = Image.open(io.BytesIO(content), formats=TRIED)
        except DAMAGED:
            return Metadata()
        return _Told(_xmp_of(image), _iim_of(image), _exif_of(image)).metadata()


class _Told:
    """The three sources of one file; each method takes a field from the first that has it."""

    def __init__(
        self, properties: dict[str, xmp.Value], datasets: dict[int, list[str]], exif: dict[int, Any]
    ) -> None:
        self.properties, self.datasets, self.exif = properties, datasets, exif

    def metadata(self) -> Metadata:
        taken_on, taken_at, offset = self.moment()
        return Metadata(
            caption=self.texts("dc:description", iim.CAPTION, DESCRIPTION),
            headline=self.texts("photoshop:Headline", iim.HEADLINE)
            or self.texts("dc:title", iim.OBJECT_NAME),
            alt=self.texts("Iptc4xmpCore:AltTextAccessibility"),
            place=self.texts("Iptc4xmpCore:Location", iim.LOCATION),
            city=self.texts("photoshop:City", iim.CITY),
            country=self.texts("photoshop:Country", iim.COUNTRY),
            usage_terms=self.texts("xmpRights:UsageTerms"),
            credit=self.text("photoshop:Credit", iim.CREDIT),
            photographer=self.text("dc:creator", iim.CREATOR, ARTIST),
            copyright=self.text("dc:rights", iim.COPYRIGHT, COPYRIGHT),
            people=self.several("Iptc4xmpExt:PersonInImage"),
            keywords=self.several("dc:subject", iim.KEYWORD),
            taken_on=taken_on,
            taken_at=taken_at,
            taken_offset=offset,
        )

    def texts(self, name: str, dataset: int = 0, tag: int = 0) -> dict[str, str]:
        """Return a text by language; that of no language under UNKNOWN."""
        value = self.properties.get(name)
        if isinstance(value, dict):
            return _by_language(value)
        text = self.text(name, dataset, tag)
        return {UNKNOWN: text} if text else {}

    def text(self, name: str, dataset: int = 0, tag: int = 0) -> str:
        """Return one text, several names with commas between them."""
        return ", ".join(self.several(name, dataset)) or clean(_ascii(self.exif.get(tag)))

    def several(self, name: str, dataset: int = 0) -> tuple[str, ...]:
        """Return the texts without those that are empty or there twice."""
        return _filled(_listed(self.properties.get(name))) or _filled(self.datasets.get(dataset, []))

    def moment(self) -> Moment:
        """Return the day, the local time and the offset of its clock, of the first source that knows the day."""
        details = self.exif.get(DETAILS) or {}
        by_day = [self.datasets.get(number, [""])[0] for number in (iim.DAY, iim.TIME)]
        written = f"{_ascii(details.get(TAKEN))}{_ascii(details.get(OFFSET))}"
        exif = _moment(MOMENT.match(written))
        for name in ("photoshop:DateCreated", "exif:DateTimeOriginal"):
            found = _moment(MOMENT.match(self.text(name)))
            if found[0]:
                return _completed(found, exif)
        found = _moment(IIM_MOMENT.match(" ".join(filter(None, by_day))))
        return _completed(found, exif) if found[0] else exif


def clean(text: str) -> str:
    """Return the text without what no caption holds: control characters, halves of letters, blanks at its ends."""
    kept = (
        letter
        for letter in text
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs", "Cn")
    )
    return "".join(kept).strip()


def _xmp_of(image: ImageFile) -> dict[str, xmp.Value]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if not packet and image.format == "TIFF":
        with suppress(*DAMAGED):
            packet = image.tag_v2.get(700, b"")  # type: ignore[attr-defined]  # of Pillow's TIFF images only
    return xmp.read(packet.encode() if isinstance(packet, str) else packet)


def _iim_of(image: ImageFile) -> dict[int, list[str]]:
    with suppress(*DAMAGED):
        return iim.read(IptcImagePlugin.getiptcinfo(image) or {})
    return {}


def _exif_of(image: ImageFile) -> dict[int, Any]:
    with suppress(*DAMAGED):
        exif = image.getexif()
        return {tag: exif.get(tag) for tag in (ARTIST, COPYRIGHT, DESCRIPTION)} | {
            DETAILS: exif.get_ifd(DETAILS)
        }
    return {}


def _by_language(texts: dict[str, str]) -> dict[str, str]:
    """Return the texts under the languages of the site; the default one only where it says something else."""
    known = dict(settings.LANGUAGES)
    found: dict[str, str] = {}
    for tag, text in texts.items():
        language = tag.lower().split("-")[0]
        if language in known and clean(text):
            found.setdefault(language, clean(text))
    default = clean(texts.get(xmp.DEFAULT, ""))
    if default and default not in found.values():
        found[UNKNOWN] = default
    return found


def _listed(value: xmp.Value | None) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [value.get(xmp.DEFAULT) or next(iter(value.values()), "")]
    return [each for each in value or [] if isinstance(each, str)]


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(clean, texts))))


def _ascii(value: object) -> str:
    """Return an Exif text: Pillow reads the bytes as Latin-1, and nearly everybody writes UTF-8."""
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if not isinstance(value, str):
        return ""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _moment(match: re.Match[str] | None) -> Moment:
    if match is None:
        return None, None, ""
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        taken = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001  # local on purpose
    except ValueError:
        return None, None, ""
    if hour is None:
        return taken.date(), None, ""
    return taken.date(), taken.time(), _offset(offset)


def _offset(written: str | None) -> str:
    if not written:
        return ""
    digits = written.replace(":", "")
    offset = "+00:00" if written == "Z" else f"{digits[:3]}:{digits[3:]}"
    return offset if int(offset[1:3]) < 15 and int(offset[4:]) < 60 else ""


def _completed(found: Moment, exif: Moment) -> Moment:
    """Add the camera's time or offset to what knows the same day, or minute, without."""
    if found[0] != exif[0]:
        return found
    if found[1] is None:
        return exif
    return found if found[2] or found[1] != exif[1] else exif
