"""The addresses of the site, public, hidden and unknown, and their answers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse
from django.utils import translation

from meetings.models import Outcome
from partners.models import Partner
from photos.models import Gallery, Photo
from publishing.models import Edition
from publishing.moments import Moment
from tests.pages import CALENDARS, DATA, FEEDS, LISTS_OF_THE_API, OTHER_FORMATS
from tests.website.stage import A_SECOND_BEFORE, EMBARGO, REPLACED, SCHEDULED, WAYS, Stage, Way, former_slug
from website.facets import FacetSet
from website.filters import (
    ArticleFilters,
    GalleryFilters,
    MeetingFilters,
    OutcomeFilters,
    PartnerFilters,
    SessionFilters,
    StatementFilters,
)
from website.reads.cards import words_of
from website.reads.sitemap import sections
from website.search.filters import SearchFilters
from website.templatetags.flags import flag_url

LANGUAGES: Final = ("en", "de")
FACETS: Final[dict[str, type[FacetSet]]] = {
    "articles": ArticleFilters,
    "galleries": GalleryFilters,
    "meetings": MeetingFilters,
    "outcomes": OutcomeFilters,
    "partners": PartnerFilters,
    "sessions": SessionFilters,
    "statements": StatementFilters,
}
KINDS_OF_FACETS: Final = {"host": "partner", "host_person": "person"}  # of others it is their name
CHOICES: Final = {"kind": "statement", "year": "2011", "place": "Berlin", "verb": "thanked"}
NOWHERE: Final = (
    "/nowhere",
    "/en/nowhere/",
    "/de/meetings/nowhere/",
    "/en/meetings/?page=9",
    "/id/m22222222",
)

SAID: Final = re.compile(r"hush-(?:\d{4}|note)|\b[a-z][23456789abcdefghjkmnpqrstvwxyz]{8}\b")


class Request(NamedTuple):
    """What a reader asks for, and the language that the browser likes best."""

    path: str
    language: str = "en"

    @property
    def name(self) -> str:
        """The name of the address; none where nothing answers."""
        with translation.override(translation.get_language_from_path(self.path) or self.language):
            try:
                return resolve(urlsplit(self.path).path).view_name
            except Resolver404:
                return ""


@dataclass(frozen=True)
class Answer:
    """What a reader is shown."""

    status: int
    headers: dict[str, str]
    body: bytes

    @cached_property
    def words(self) -> frozenset[str]:
        """Every planted word and permanent id in it."""
        return frozenset(SAID.findall(f"{self.headers} {self.body.decode(errors='replace')}"))


Answers = dict[Request, Answer]


def visit(client: Client, requests: Iterable[Request], *, known: Answers | None = None, within: str = "") -> Answers:
    """Return the answers to a browser that has the known answers.

    `within` is the prefix under which the same site is seen in another way.
    """
    return {request: _ask(client, request, within, (known or {}).get(request)) for request in requests}


def _ask(client: Client, request: Request, within: str, known: Answer | None) -> Answer:
    headers = {"accept-language": request.language}
    if known and "ETag" in known.headers:
        headers["if-none-match"] = known.headers["ETag"]
    response = client.get(f"{within}{request.path}", headers=headers)
    body = b"".join(response)
    response.close()
    if known and response.status_code == 304:
        return known
    return Answer(response.status_code, dict(response.headers), body)


def one_of_each_kind(answers: Answers) -> list[Request]:
    """Return one request for each address of the table, language and status."""
    kinds = {(request.name, request.path[:4], answer.status): request for request, answer in answers.items()}
    return list(kinds.values())


def words_shown(answers: Answers) -> set[str]:
    """Return the planted words and ids in answers to requests without them."""
    return {word for request, answer in answers.items() for word in answer.words if word not in request.path}


def names_of_all_addresses() -> set[str]:
    """Return the names of all addresses except those of the admin."""
    return {str(pattern.name) for pattern in _patterns(get_resolver().url_patterns)}


@translation.override("en")
def addresses_on(stage: Stage, ways: Iterable[Way] = WAYS) -> list[Request]:
    """Return the addresses of public rows, of lists with parameters, and of nothing.

    Of what is ready for something planted, only that for the ways.
    """
    ways = tuple(ways)
    public = [row for row in stage.public.values() if hasattr(row, "public_id")]
    ready = [row for way in ways for row in stage.ready[way.name].values() if hasattr(row, "public_id")]
    found = [
        *(request for language in LANGUAGES for request in _without_arguments(language)),
        *(Request(reverse("sitemap-section", args=[name, 1])) for name in sections()),
        *_lists(stage),
        *_searches(stage),
        *_texts(stage, ways),
        *(request for row in public for request in addresses_of(row)),
        *(Request(row.get_absolute_url()) for row in ready),
        *(Request(path) for path in NOWHERE),
    ]
    return list(dict.fromkeys(found))


@translation.override("en")
def addresses_planted(stage: Stage) -> dict[Request, tuple[int, int]]:
    """Return the present and former addresses of planted rows with both statuses."""
    answers = {}
    for way, row in stage.planted:
        for request in addresses_of(row, LANGUAGES if way is SCHEDULED else ("en",)):
            answers[request] = _expected(way, request.name)
        if hasattr(row, "slug"):
            path = row.get_absolute_url().replace(f"/{row.slug}/", f"/{former_slug(row)}/")
            answers[Request(path)] = _with_200_as(301, way)
    return answers


def addresses_of(row: Any, languages: Iterable[str] = LANGUAGES) -> Iterator[Request]:
    """Yield the row's own addresses: its page, its permalink, its files."""
    if hasattr(row, "get_absolute_url") and not isinstance(row, Outcome):
        for language in languages:
            with translation.override(language):
                yield Request(row.get_absolute_url(), language)
                for extension in _extensions(row):
                    yield Request(f"{row.get_absolute_url().removesuffix('/')}.{extension}", language)
    if f"api-{row._meta.model_name}" in DATA:
        yield Request(reverse(f"api-{row._meta.model_name}", args=[row.public_id]))
    yield Request(reverse("permalink", args=[row.public_id]))
    yield from map(Request, _files(row))


def _extensions(row: Any) -> list[str]:
    """Return the endings of the addresses of a row's feed and calendar."""
    endings = {"atom": FEEDS, "ics": CALENDARS}
    return [ending for ending, names in endings.items() if f"{row.page_name}-{ending}" in names]


def _expected(way: Way, name: str) -> tuple[int, int]:
    """Return both statuses; the files of a withdrawn row are not found."""
    if name == "permalink":
        return _with_200_as(302, way)
    if name == "verify":
        return 200, 200
    if name in ("photo-file", "flag", "edition-pdf", "card"):
        before, then = (status if status == 200 else 404 for status in way.answers)
        return before, then
    return way.answers


def _with_200_as(status: int, way: Way) -> tuple[int, int]:
    before, then = (status if answer == 200 else answer for answer in way.answers)
    return before, then


def _cards(row: Any) -> dict[str, None]:
    """Return the hashes of the row's cards at both moments, as if it were public."""
    moments = [Moment.assuming_public([row.public_id], at) for at in (A_SECOND_BEFORE, EMBARGO)]
    return dict.fromkeys(words.digest for at in moments for words in words_of(row.public_id, at))


def _files(row: Any) -> Iterator[str]:
    yield from (reverse("card", args=[row.public_id, digest, "jpg"]) for digest in _cards(row))
    if isinstance(row, Photo):
        for file in row.files.all():
            original = file.address("original", "jpg")
            made = [file.address(rendition["size"], rendition["ext"]) for rendition in file.renditions]
            yield from (original, *made, f"{reverse('verify')}?hash={file.sha256}")
    if isinstance(row, Gallery):
        yield from (reverse(name, args=[row.slug]) for name in ("gallery-download", "gallery-zip"))
    if isinstance(row, Edition) and row.pdf:
        digest = PurePosixPath(row.pdf.name).stem[:16]
        yield reverse("edition-pdf", args=[row.public_id, digest])
    if isinstance(row, Partner) and row.flag:
        yield flag_url(row, row)


def _patterns(patterns: Iterable[Any]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if str(pattern.pattern).startswith("admin/"):
            continue
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern.url_patterns)


def _without_arguments(language: str) -> Iterator[Request]:
    with translation.override(language):
        for pattern in _patterns(get_resolver().url_patterns):
            if not pattern.pattern.converters:
                yield Request(reverse(str(pattern.name)), language)


def _lists(stage: Stage) -> Iterator[Request]:
    """Yield second pages of lists, and facets by public, scheduled, unknown values."""
    for name in FACETS:
        yield from (Request(f"{reverse(each)}?page=2") for each in (name, f"{name}-atom"))
    yield from (Request(f"{reverse('corrections')}?page={number}") for number in range(2, 6))
    scheduled = {row._meta.model_name: row for way, row in stage.planted if way is SCHEDULED}
    for name, facets in FACETS.items():
        for facet in facets.base_filters:
            kind = KINDS_OF_FACETS.get(facet, facet)
            rows = [found[kind] for found in (stage.public, scheduled) if kind in found]
            values = [row.slug for row in rows] or [CHOICES[facet]]
            for each in (
                name,
                *sorted(OTHER_FORMATS & {f"{name}-{ending}" for ending in ("atom", "ics", "csv", "json")}),
            ):
                yield from (Request(f"{reverse(each)}?{facet}={value}") for value in values)
        yield Request(f"{reverse(name)}?{urlencode(dict.fromkeys(facets.base_filters, 'nowhere'))}")
        yield Request(f"{reverse(f'{name}-json')}?limit=100")
    yield from (Request(f"{reverse(f'api-{name}')}?limit=100") for name in LISTS_OF_THE_API)
    people = [row["person"].slug for row in (stage.public, scheduled) if "person" in row]
    page = stage.public["gallery"].get_absolute_url()
    yield from (Request(f"{page}?captions=1&person={slug}") for slug in (*people, "nowhere"))


def _searches(stage: Stage) -> Iterator[Request]:
    """Yield searches for planted words: each page, each facet, and a misspelt word."""
    for language in LANGUAGES:
        with translation.override(language):
            found = f"{reverse('search')}?q=hush"
            yield from (Request(f"{found}&page={number}", language) for number in range(1, 9))
            for facet in SearchFilters.base_filters:
                value = stage.public[facet].slug if facet in stage.public else CHOICES.get(facet, language)
                yield Request(f"{found}&{facet}={value}", language)
            yield Request(f"{reverse('search')}?q=hussh", language)
            yield from (Request(f"{reverse('suggestions')}?q={typed}", language) for typed in ("hush", "hush ", "hus"))
            for name in ("search-atom", "search-csv", "search-json"):
                yield Request(f"{reverse(name)}?q=hush", language)


def _texts(stage: Stage, ways: Iterable[Way]) -> Iterator[Request]:
    """Yield documents in languages that they have and lack, and earlier versions.

    A second version is asked for where there is one, or may seem to be: of what is ready only in one way.
    """
    for kind in ("statement", "article"):
        public = stage.public[kind]
        yield from (Request(f"{public.get_absolute_url()}?text={tag}") for tag in ("de", "fr"))
        for page in _pages_of_editions(kind, public.slug, versions=(1, 2)):
            yield from (Request(page), Request(f"{page}?text=fr"))
        for way in ways:
            versions = (1, 2) if way is REPLACED else (1,)
            yield from map(Request, _pages_of_editions(kind, stage.ready[way.name][kind].slug, versions=versions))


def _pages_of_editions(kind: str, slug: str, *, versions: tuple[int, ...]) -> list[str]:
    numbered = [reverse(f"{kind}-version", args=[slug, number]) for number in versions]
    return [reverse(f"{kind}-changes", args=[slug]), *numbered]
