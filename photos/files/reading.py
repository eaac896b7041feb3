"""Reads a file's metadata: XMP over IPTC over Exif, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from photos.files.turns import turn
from photos.formats import charsets, cleaning, dates, iim, sources, xmp
from photos.formats.dates import Moment
from photos.formats.metadata import UNKNOWN, Metadata
from publishing.languages import LANGUAGES

SEVERAL_LINES: Final = ("dc:description", "xmpRights:UsageTerms")
OF_DEVICES: Final = (
    "dc:description",
    "dc:title",
    "photoshop:Headline",
)  # fields that cameras fill by themselves


@dataclass(frozen=True)
class Delivered:
    """The words of a file; `unread` names damaged parts, `misread` odd texts."""

    words: Metadata = field(default_factory=Metadata)
    unread: tuple[str, ...] = ()
    misread: tuple[str, ...] = ()


def read(content: bytes) -> Metadata:
    """Return the words of the file; an empty Metadata if none can be read."""
    return deliver(content).words


def deliver(content: bytes) -> Delivered:
    """Return the words of the file and its unread parts; damage raises no error."""
    with turn(content):  # to open some pictures is to decode them
        found = sources.sources_of(content)
    fields = _Fields(found)
    words = Metadata()

    def put_together() -> None:
        nonlocal words
        words = fields.metadata()

    found.take("metadata", put_together)
    return Delivered(words, tuple(_named(name) for name in found.unread), tuple(dict.fromkeys(fields.misread)))


def _named(name: str) -> str:
    names = {"metadata": _("other metadata"), "taken": _("the date")}
    return names.get(name, name)


class _Fields:
    """The fields of a file, each from the first source with a usable text."""

    def __init__(self, found: sources.Sources) -> None:
        self.found, self.misread = found, list[str]()
        self.camera = [_exif_text(found.exif.get(tag)) for tag in (sources.MAKE, sources.MODEL)]

    def metadata(self) -> Metadata:
        moment = self.moment()
        return Metadata(
            caption=self.texts("dc:description", iim.CAPTION, sources.DESCRIPTION),
            headline=self.texts("photoshop:Headline", iim.HEADLINE) or self.texts("dc:title", iim.OBJECT_NAME),
            alt=self.texts("Iptc4xmpCore:AltTextAccessibility"),
            place=self.texts("Iptc4xmpCore:Location", iim.LOCATION),
            city=self.texts("photoshop:City", iim.CITY),
            country=self.texts("photoshop:Country", iim.COUNTRY),
            usage_terms=self.texts("xmpRights:UsageTerms"),
            credit=self.text("photoshop:Credit", iim.CREDIT),
            photographer=self.text("dc:creator", iim.CREATOR, sources.ARTIST),
            copyright=self.text("dc:rights", iim.COPYRIGHT, sources.COPYRIGHT),
            people=self.several("Iptc4xmpExt:PersonInImage"),
            keywords=self.several("dc:subject", iim.KEYWORD),
            taken_on=moment.day,
            taken_at=moment.clock,
            taken_offset=moment.offset,
        )

    def texts(self, name: str, dataset: int = 0, tag: int = 0) -> dict[str, str]:
        """Return a text by language; that of no language under UNKNOWN."""
        others = ", ".join(self.of_iptc(name, dataset)) or self.of_exif(name, tag)
        elsewhere = {UNKNOWN: others} if others else {}
        value = self.found.properties.get(name)
        if isinstance(value, dict):
            texts = {tag: text for tag, text in value.items() if self.usable(name, [text])}
            by_language = _by_language({tag: self.cleaned(name, text) for tag, text in texts.items()})
        else:
            text = ", ".join(self.usable(name, _listed(value)))
            by_language = {UNKNOWN: text} if text else {}
        if self.found.records.is_newer and self.of_iptc(name, dataset):
            return elsewhere
        if any(language in LANGUAGES or language == UNKNOWN for language in by_language):
            return by_language
        return by_language | elsewhere  # texts that exist only in other languages are offered, too

    def text(self, name: str, dataset: int = 0, tag: int = 0) -> str:
        """Return one text, several names with commas between them."""
        return ", ".join(self.several(name, dataset)) or self.of_exif(name, tag)

    def several(self, name: str, dataset: int = 0) -> tuple[str, ...]:
        """Return the texts without those that are empty or there twice."""
        of_xmp = self.usable(name, _listed(self.found.properties.get(name)))
        of_iptc = self.of_iptc(name, dataset)
        return (of_iptc or of_xmp) if self.found.records.is_newer else (of_xmp or of_iptc)

    def of_iptc(self, name: str, dataset: int) -> tuple[str, ...]:
        return self.usable(name, self.found.records.texts.get(dataset, []))

    def of_exif(self, name: str, tag: int) -> str:
        parts = _exif_parts(self.found.exif.get(tag)) if tag == sources.COPYRIGHT else []
        return "; ".join(self.usable(name, parts or [_exif_text(self.found.exif.get(tag))]))

    def usable(self, name: str, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the texts that say something, cleaned."""
        cleaned = dict.fromkeys(filter(None, (self.cleaned(name, text) for text in texts)))
        if name in OF_DEVICES:
            cleaned = {text: None for text in cleaned if not cleaning.is_default(text, *self.camera)}
        self.misread += [text for text in cleaned if charsets.is_misread(text)]
        return tuple(cleaned)

    def cleaned(self, name: str, text: str) -> str:
        return cleaning.clean(text) if name in SEVERAL_LINES else cleaning.on_one_line(text)

    def moment(self) -> Moment:
        """Return the moment of the first source that knows the day."""
        details = self.found.exif.get(sources.DETAILS) or {}
        taken, offset = (_exif_text(details.get(tag)) for tag in (sources.TAKEN, sources.OFFSET))
        by_camera = self.dated(f"{taken}{offset}")
        of_iptc = self.found.records.texts
        day, clock = ((of_iptc.get(number) or [""])[0] for number in (iim.DAY, iim.TIME))
        of_xmp = (self.found.properties.get(name) for name in ("photoshop:DateCreated", "exif:DateTimeOriginal"))
        written = [*("".join(_listed(value)[:1]) for value in of_xmp), f"{day} {clock}"]
        if self.found.records.is_newer:
            written.insert(0, written.pop())
        for each in written:
            if (found := self.dated(each)).day:
                return dates.completed(found, by_camera)
        return by_camera

    def dated(self, written: str) -> Moment:
        try:
            return dates.read(cleaning.on_one_line(written))
        except ValueError:
            self.found.note("taken")
            return Moment()


def _by_language(texts: dict[str, str]) -> dict[str, str]:
    """Return the texts by language, the site's first, the default if it differs."""
    found: dict[str, str] = {}
    foreign: dict[str, str] = {}
    for tag, text in texts.items():
        language = tag.lower().replace("_", "-").split("-")[0]
        if language in LANGUAGES:
            found.setdefault(language, text)
        elif tag != xmp.DEFAULT:
            foreign.setdefault(tag, text)
    default = texts.get(xmp.DEFAULT, "")
    if default and default not in (*found.values(), *foreign.values()):
        found[UNKNOWN] = default
    return found | foreign


def _listed(value: xmp.Value | None) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        filled = [text for text in value.values() if text.strip()]
        return [value.get(xmp.DEFAULT, "").strip() or next(iter(filled), "")]
    return [each for each in value or [] if isinstance(each, str)]


def _exif_text(value: object) -> str:
    """Return an Exif text, which ends at its first NUL."""
    return next(iter(_exif_parts(value)), "")


def _exif_parts(value: object) -> list[str]:
    """Return the texts between NULs, decoded again: Pillow takes UTF-8 for Latin-1."""
    if isinstance(value, str):
        value = value.encode("latin-1", "ignore")
    return [charsets.decoded(part) for part in value.split(b"\0")] if isinstance(value, bytes) else []
