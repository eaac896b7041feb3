"""The sitemap (sitemaps.org 0.9): an index, and files for each kind of page.

Each entry lists the same page in all its languages, and the first of them as the default, as the page's head does.
"""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from publishing.addresses import absolute
from website.held import held
from website.reads.sitemap import SitemapEntry, sections, sizes_of_sections
from website.views.base import AtThisMoment

ENTRIES_OF_A_FILE: Final = 500  # each with an address in every language; more would take too long to make
XML: Final = "application/xml"


MOST_FILES: Final = 50_000  # that an index may name, by the protocol


class SitemapIndex(AtThisMoment):
    is_kept = True
    parameters = frozenset()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        files = []
        sizes = held(request, "sitemap", lambda: sizes_of_sections(self.at))
        for name, (number, changed) in sizes.items():
            last = changed.isoformat() if changed else ""
            files += [(address_of("sitemap-section", name, file), last) for file in range(1, files_for(number) + 1)]
        return render(request, "sitemap_index.xml", {"files": files}, content_type=XML)


class SitemapPage(AtThisMoment):
    is_kept = True
    parameters = frozenset()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        section, number = sections().get(kwargs["section"]), kwargs["number"]
        end = number * ENTRIES_OF_A_FILE
        entries = section.entries(self.at, end - ENTRIES_OF_A_FILE, end) if section and 0 < number < MOST_FILES else []
        if not entries:
            raise Http404("The sitemap has no such file.")
        pages = [page for entry in entries for page in pages_of(entry)]
        return render(request, "sitemap.xml", {"pages": pages}, content_type=XML)


def files_for(entries: int) -> int:
    """Return how many files the entries take."""
    return -(-entries // ENTRIES_OF_A_FILE)


def pages_of(entry: SitemapEntry) -> list[dict[str, Any]]:
    """Return the page in each language, each with the addresses in all of them."""
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


def address_in(language: str, entry: SitemapEntry) -> str:
    with override(language):
        return address_of(entry.view, *entry.args)


def address_of(view: str, *args: str | int) -> str:
    return absolute(reverse(view, args=args))
