"""A page of a feed: what is followed, its entries, and what of it was withdrawn."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page
from django.utils.translation import get_language

from publishing.addresses import absolute, path_of
from website.absolute_links import permalink
from website.syndication.atom import CONTENT_TYPE, Feed, Link, Tombstone, Words
from website.syndication.entries import HTML, entries

NOTHING_YET: Final = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without entries last changed


@dataclass(frozen=True)
class Followed:
    """What is followed: a title, the paths of page and feed, and the filters of both."""

    title: str
    page: str
    feed: str
    filters: tuple[tuple[str, str], ...] = ()

    def page_url(self) -> str:
        return absolute(_with_query(self.page, self.filters))

    def feed_url(self, number: int = 1) -> str:
        page = (("page", str(number)),) if number > 1 else ()
        return absolute(_with_query(self.feed, (*self.filters, *page)))


def feed_page(followed: Followed, page: Page, at: datetime, *, author: str) -> Feed:
    """Return the page of the feed. What was withdrawn is on the first one."""
    listed: Any = page.paginator.object_list
    made = entries(page.object_list, at)
    gone = listed.withdrawn() if page.number == 1 and hasattr(listed, "withdrawn") else []
    tombstones = tuple(
        Tombstone(permalink(each.public_id), each.since, Words(each.explanation, each.language)) for each in gone
    )
    moments = [entry.updated for entry in made] + [each.when for each in tombstones]
    return Feed(
        id=followed.feed_url(),
        title=followed.title,
        language=get_language() or "",
        author=author,
        author_url=absolute(path_of("home")),
        updated=max(moments, default=NOTHING_YET),
        links=(Link("alternate", followed.page_url(), HTML), *_pages(followed, page)),
        entries=made,
        tombstones=tombstones,
    )


def _pages(followed: Followed, page: Page) -> list[Link]:
    """Return the links to this and other pages of the feed (RFC 5005, section 3)."""
    numbers = {"self": page.number, "first": 1, "last": page.paginator.num_pages}
    if page.has_previous():
        numbers["previous"] = page.previous_page_number()
    if page.has_next():
        numbers["next"] = page.next_page_number()
    return [Link(rel, followed.feed_url(number), CONTENT_TYPE.partition(";")[0]) for rel, number in numbers.items()]


def _with_query(path: str, parameters: tuple[tuple[str, str], ...]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path
