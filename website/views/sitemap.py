"""The sitemap (sitemaps.org 0.9): an index, and one or more files for each kind of page.

Each entry lists the same page in all its languages, and the first of them as the default, as the page's head does.
"""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from publishing.addresses import absolute
from website.reads.sitemap import Entry, sections
from website.views.base import AtThisMoment

# An entry has an address per language, and a file may have 50,000 addresses.
ENTRIES_OF_A_FILE: Final = 5000
XML: Final = "application/xml"


class SitemapIndex(AtThisMoment):
    is_kept = True
    parameters = frozenset()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        files = [
            (address_of("sitemap-section", name, number), latest(entries))
            for name, section in sections().items()
            for number, entries in enumerate(in_files(section(self.at)), start=1)
        ]
        return render(request, "sitemap_index.xml", {"files": files}, content_type=XML)


class SitemapPage(AtThisMoment):
    is_kept = True
    parameters = frozenset()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        section = sections().get(kwargs["section"])
        files = in_files(section(self.at)) if section else []
        if not 0 < kwargs["number"] <= len(files):
            raise Http404("The sitemap has no such file.")
        pages = [page for entry in files[kwargs["number"] - 1] for page in pages_of(entry)]
        return render(request, "sitemap.xml", {"pages": pages}, content_type=XML)


def in_files(entries: list[Entry]) -> list[list[Entry]]:
    """Return the entries of each file."""
    starts = range(0, len(entries), ENTRIES_OF_A_FILE)
    return [entries[start : start + ENTRIES_OF_A_FILE] for start in starts]


def latest(entries: list[Entry]) -> str:
    """Return the last change of the entries as W3C datetime. Empty if it is unknown for any of them."""
    moments = [entry.changed for entry in entries if entry.changed]
    return max(moments).isoformat() if len(moments) == len(entries) else ""


def pages_of(entry: Entry) -> list[dict[str, Any]]:
    """Return the page in each of its languages, each with the addresses in all of them."""
    addresses = {code: address_in(code, entry) for code in entry.languages}
    first = address_of("root") if entry.view == "home" else next(iter(addresses.values()))
    return [
        {
            "address": address,
            "alternates": [*addresses.items(), ("x-default", first)],
            "changed": entry.changed.isoformat() if entry.changed else "",
            "image": absolute(entry.image) if entry.image else "",
        }
        for address in addresses.values()
    ]


def address_in(language: str, entry: Entry) -> str:
    with override(language):
        return address_of(entry.view, *entry.args)


def address_of(view: str, *args: Any) -> str:
    return absolute(reverse(view, args=args))
