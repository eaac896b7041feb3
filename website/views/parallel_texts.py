"""A statement or article in two languages side by side: its page with `?beside=`."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import get_language

from publishing.languages import language_name, tags_of
from publishing.models import Document, Edition
from website.parallel_texts import side_by_side
from website.texts import TextLink, address_for_reader, text_for_reader

BESIDE: Final = "beside"


@dataclass(frozen=True)
class Column:
    """One of two texts: its page's link, whether it is authentic, its newer source."""

    text: Any
    link: TextLink
    is_authentic: bool
    newer_text: TextLink | None
    newer_language: str


def parallel_text(document: Any, text: Edition, wanted: str) -> Edition:
    """Return the live text in the wanted language.

    If that is the language of the text itself, return the text for the page's language instead: the language switch,
    which keeps the query string, then swaps the two texts.
    """
    others = [other for other in document.public_editions if other.language != text.language]
    if wanted == text.language:
        found = text_for_reader(others)
    else:
        found = next((other for other in others if other.language == wanted), None)
    if found is None:
        raise Http404("There is no text in this language.")
    return found


def parallel_context(document: Document, text: Any, other: Any, links: list[TextLink], **how: Any) -> dict[str, Any]:
    """Return the context of the page with both texts; `how` is for `side_by_side`."""
    by_code = {link.code: link for link in links}
    authentic = tags_of(getattr(document, "authentic_languages", ""))
    shown = {text.language, other.language}
    pairs = side_by_side(text, other, **how)
    return {
        "pairs": pairs,
        "columns": [
            Column(
                each,
                by_code[each.language],
                each.language in authentic,
                by_code.get(each.newer_language or ""),
                language_name(each.newer_language) if each.newer_language else "",
            )
            for each in (text, other)
        ],
        "authentic_elsewhere": "" if shown & set(authentic) else ", ".join(map(language_name, authentic)),
        "corresponds": all(pair.corresponds for pair in pairs),
        "corresponds_partly": any(pair.corresponds for pair in pairs),
    }


def parallel_links(document: Document, text: Edition, links: list[TextLink]) -> list[TextLink]:
    """Return links to the text side by side with each of the others."""
    alone = address_for_reader(text.language, document.get_absolute_url)
    sign = "&" if text.language != get_language() else "?"
    return [
        TextLink(link.code, link.name, f"{alone}{sign}{urlencode({BESIDE: link.code})}")
        for link in links
        if link.code != text.language
    ]
