"""The metadata of a photo, in the terms of IPTC Photo Metadata 2025.1."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

Texts = Mapping[str, str]  # by language tag; under UNKNOWN what came without one
UNKNOWN: Final = ""
FIRST: Final = "en"  # of what has room for one language only


@dataclass(frozen=True)
class Metadata:
    """Everything that can be said about a photo. What is not known is empty.

    `taken_offset` is that of the clock from UTC, like "+02:00". `address` is the photo's permanent address,
    `web_statement` that of the terms of use, `licensor_url` that of the office.
    """

    caption: Texts = field(default_factory=dict)
    headline: Texts = field(default_factory=dict)
    alt: Texts = field(default_factory=dict)
    remark: Texts = field(default_factory=dict)
    place: Texts = field(default_factory=dict)
    city: Texts = field(default_factory=dict)
    country: Texts = field(default_factory=dict)
    usage_terms: Texts = field(default_factory=dict)
    credit: str = ""
    photographer: str = ""
    copyright: str = ""
    people: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    taken_on: date | None = None
    taken_at: time | None = None
    taken_offset: str = ""
    web_statement: str = ""
    licensor: str = ""
    licensor_url: str = ""
    address: str = ""


def together(texts: Texts) -> str:
    """Return the texts of all languages joined, for a field without languages."""
    return " / ".join(dict.fromkeys(filter(None, (single(texts), *texts.values()))))


def single(texts: Texts) -> str:
    """Return the one text for a field that has no languages."""
    return texts.get(FIRST) or next(filter(None, texts.values()), "")
