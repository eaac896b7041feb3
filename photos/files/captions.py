"""The text files of an archive: captions as CSV and HTML, and the terms of use."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from photos.formats.metadata import Metadata, Texts, single
from photos.models import Gallery, Photo
from publishing.models import Page
from publishing.spreadsheets import BYTE_ORDER_MARK, csv_lines, delimiter


@dataclass(frozen=True)
class Entry:
    """A photo of the archive: the name of its file there, and what is said about it."""

    name: str
    photo: Photo
    words: Metadata
    width: int
    height: int


def table(entries: Sequence[Entry]) -> bytes:
    """Return the captions as CSV (RFC 4180), in the active language's format."""
    headings = [_("File"), _("Headline"), _("Caption"), _("Alternative text"), _("Remark")]
    headings += [
        _("Credit line"),
        _("Photographer"),
        _("Copyright notice"),
        _("People"),
        _("Taken"),
        _("Place"),
        _("Terms of use"),
        _("Permalink"),
    ]
    rows = [headings]
    for entry in entries:
        words = entry.words
        taken = " ".join(filter(None, (str(words.taken_on or ""), str(words.taken_at or ""), words.taken_offset)))
        place = ", ".join(filter(None, (text(words.place), text(words.city), text(words.country))))
        row = [entry.name, text(words.headline), text(words.caption), text(words.alt), text(words.remark)]
        row += [words.credit, words.photographer, words.copyright, ", ".join(words.people), taken, place]
        row += [text(words.usage_terms), words.address]
        rows.append(row)
    return (BYTE_ORDER_MARK + csv_lines(rows, delimiter=delimiter())).encode()


def sheet(gallery: Gallery, entries: Sequence[Entry]) -> bytes:
    """Return an HTML page of captions, which shows the photos in files beside it."""
    context = {"gallery": gallery, "entries": entries, "language": get_language()}
    return render_to_string("website/captions.html", context).encode()


def terms(page: Page, body: str) -> bytes:
    """Return the terms of use as a page; `body` is HTML with absolute addresses."""
    return render_to_string("website/terms.html", {"page": page, "body": body, "language": get_language()}).encode()


def text(texts: Texts) -> str:
    """Return the text in the reader's language, else in another."""
    return texts.get(get_language() or "") or single(texts)
