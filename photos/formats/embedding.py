"""Writes metadata into photo files: all for downloads, a little for pages."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from PIL import Image

from photos.formats import colours, iim, jpeg, xmp
from photos.formats.exif_colours import ADOBE_RGB
from photos.formats.metadata import Metadata, Texts, single, together

LONGEST_PACKET: Final = jpeg.MAX_SEGMENT - len(xmp.SIGNATURE)
SHORTER: Final = 8  # parts of a text, one of which goes at a time where everything together is too long
PEOPLE: Final = "Iptc4xmpExt:PersonInImage"
KEYWORDS: Final = "dc:subject"
PROFILE: Final = b"ICC_PROFILE\0\x01\x01"  # the first part of one
INSTANCE: Final = "xmp.iid:"


def fingerprint(words: Metadata) -> str:
    """Return 16 hexadecimal digits by which changed metadata is noticed."""
    return hashlib.sha256(json.dumps(asdict(words), default=str, sort_keys=True).encode()).hexdigest()[:16]


def head(kept: list[bytes], words: Metadata, *, orientation: int, space: str = "") -> bytes:
    """Return all of a JPEG before its picture: kept segments and these words.

    A `space` that only the delivered Exif named is stated by a profile of ours, which every program understands.
    Nothing else of the delivered metadata is in it: no position, no serial number, no small picture in the picture.
    """
    said = [
        jpeg.segment(jpeg.APP1, _exif(words, orientation)),
        jpeg.segment(jpeg.APP1, xmp.SIGNATURE + packet(words)),
        jpeg.segment(jpeg.APP13, iim.block(_datasets(words))),
    ]
    if space == ADOBE_RGB:
        said.append(jpeg.segment(jpeg.APP2, PROFILE + colours.profile(colours.ADOBE_RGB)))
    return jpeg.header(kept, said)


def packet(words: Metadata) -> bytes:
    """Return everything as one XMP packet, which the format limits to 64 KB.

    What has no fixed length, captions, people and keywords, loses its end where there is no room, the longest first.
    """
    properties = _properties(words)
    made = xmp.packet(properties)
    caption = {language: text[:LONGEST_PACKET] for language, text in words.caption.items()}
    several = {PEOPLE: words.people, KEYWORDS: words.keywords}
    while len(made) > LONGEST_PACKET:
        lengths = {language: len(text) for language, text in caption.items()}
        lengths |= {name: sum(map(len, parts)) for name, parts in several.items()}
        longest = max(lengths, key=lengths.__getitem__)
        if not lengths[longest]:
            break
        if longest in several:
            several[longest] = _shorter(several[longest])
        else:
            caption[longest] = _shorter(caption[longest]).rstrip()
        shorter: dict[str, xmp.Value] = {name: list(parts) for name, parts in several.items()}
        made = xmp.packet(properties | shorter | {"dc:description": _alternatives(caption)})
    return made


def _shorter[Long: (str, tuple[str, ...])](long: Long) -> Long:
    return long[: len(long) * (SHORTER - 1) // SHORTER]


def packet_for_pages(words: Metadata) -> bytes:
    """Return the packet of the sizes that pages show: rights and the permalink."""
    return xmp.packet(_rights(words))


def page_fingerprint(words: Metadata) -> str:
    """Return 16 hexadecimal digits by which a changed short packet is noticed."""
    return hashlib.sha256(packet_for_pages(words)).hexdigest()[:16]


def _rights(words: Metadata) -> dict[str, xmp.Value]:
    return {
        "photoshop:Credit": words.credit,
        "dc:creator": [words.photographer] if words.photographer else [],
        "dc:rights": {xmp.DEFAULT: words.copyright} if words.copyright else {},
        "xmpRights:Marked": "True" if words.copyright else "",
        "xmpRights:WebStatement": words.web_statement,
        "dc:identifier": words.address,
    }


def _properties(words: Metadata) -> dict[str, xmp.Value]:
    licensor = {"plus:LicensorName": words.licensor, "plus:LicensorURL": words.licensor_url}
    filled = {name: text for name, text in licensor.items() if text}
    described: dict[str, xmp.Value] = {
        "dc:description": _alternatives(words.caption),
        "photoshop:Headline": single(words.headline),
        "dc:title": _alternatives(words.headline),
        "photoshop:Instructions": together(words.remark),
        "Iptc4xmpCore:AltTextAccessibility": _alternatives(words.alt),
        "xmpRights:UsageTerms": _alternatives(words.usage_terms),
        "plus:Licensor": [filled] if filled else [],
        PEOPLE: list(words.people),
        KEYWORDS: list(words.keywords),
        "photoshop:DateCreated": _moment(words),
        "photoshop:City": single(words.city),
        "photoshop:Country": single(words.country),
        "Iptc4xmpCore:Location": single(words.place),
        "xmpMM:DocumentID": words.address,
        "xmpMM:InstanceID": f"{INSTANCE}{fingerprint(words)}",
    }
    return _rights(words) | described


def _alternatives(texts: Texts) -> dict[str, str]:
    filled = {language: text for language, text in texts.items() if text}
    return {xmp.DEFAULT: single(filled), **filled} if filled else {}


def _moment(words: Metadata) -> str:
    if not words.taken_on:
        return ""
    clock = f"T{words.taken_at:%H:%M:%S}{words.taken_offset}" if words.taken_at else ""
    return f"{words.taken_on:%Y-%m-%d}{clock}"


def _datasets(words: Metadata) -> Iterator[tuple[int, str]]:
    yield iim.OBJECT_NAME, single(words.headline)
    yield from ((iim.KEYWORD, keyword) for keyword in words.keywords)
    yield iim.INSTRUCTIONS, together(words.remark)
    if words.taken_on:
        yield iim.DAY, f"{words.taken_on:%Y%m%d}"
    if words.taken_at:
        yield iim.TIME, f"{words.taken_at:%H%M%S}{words.taken_offset.replace(':', '')}"
    yield iim.CREATOR, words.photographer
    yield iim.LOCATION, single(words.place)
    yield iim.CITY, single(words.city)
    yield iim.COUNTRY, single(words.country)
    yield iim.HEADLINE, single(words.headline)
    yield iim.CREDIT, words.credit
    yield iim.COPYRIGHT, words.copyright
    yield iim.CAPTION, single(words.caption)


def _exif(words: Metadata, orientation: int) -> bytes:
    """Return the payload of a new Exif segment; what the camera wrote is left behind."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    for tag, text in ((0x013B, words.photographer), (0x8298, words.copyright)):
        if text:
            exif[tag] = text.encode()  # the standard allows only ASCII, but programs read UTF-8
    details: dict[int, bytes | str] = {0x9000: b"0232"}
    if words.taken_on and words.taken_at:
        details[0x9003] = f"{words.taken_on:%Y:%m:%d} {words.taken_at:%H:%M:%S}"
        if words.taken_offset:
            details[0x9011] = words.taken_offset
    exif[0x8769] = details
    return exif.tobytes()
