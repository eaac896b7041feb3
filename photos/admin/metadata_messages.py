"""Warnings about the metadata of an uploaded file that an editor has to check."""

from collections.abc import Sequence

from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _

from photos.files.filling import Filled
from photos.files.reading import Delivered

QUOTED = 60  # characters of a text that looks misread


def warnings(filled: Filled, delivered: Delivered) -> list[str]:
    """Return sentences on texts that were cut, set aside, unread or misread."""
    sentences = []
    if filled.cut:
        sentence = _("Too long, so cut, and in the internal note in full: %(fields)s.")
        sentences.append(sentence % {"fields": _listed(filled.cut)})
    if filled.foreign:
        sentence = _("In a language that the site lacks, and now in the internal note: %(fields)s.")
        sentences.append(sentence % {"fields": _listed(filled.foreign)})
    if delivered.unread:
        sentence = _("The file is taken, but a part of its metadata is damaged and was not read: %(parts)s.")
        sentences.append(sentence % {"parts": _listed(delivered.unread)})
    if delivered.misread:
        quoted = [f"“{Truncator(text).chars(QUOTED)}”" for text in delivered.misread]
        sentence = _("Check the letters, which may have been misread: %(texts)s.")
        sentences.append(sentence % {"texts": _listed(quoted)})
    return sentences


def _listed(names: Sequence[str]) -> str:
    return get_text_list(list(dict.fromkeys(names)), _("and"))
