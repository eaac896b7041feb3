"""Answers in other formats than pages, built in website/syndication/."""

from typing import Any, Final

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from meetings.models import Meeting, Session
from publishing import streams
from publishing.previews import preview_of_request
from website.reads.office import office_of
from website.syndication import atom, calendars, tables
from website.syndication.columns import columns
from website.syndication.events import events
from website.syndication.feeds import Followed, feed_page
from website.views.base import AtThisMoment

ENTRIES_OF_A_PAGE: Final = 25
ROWS_AT_ONCE: Final = 500
MOST_ROWS_AT_ONCE: Final = 1000  # a table with more takes one of the places for large answers


class InAnotherFormat(AtThisMoment):
    """A view in another format; previews have none, as programs would keep it."""

    is_kept = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if preview_of_request(request) is not None:
            raise Http404("Previews have pages alone.")
        return super().dispatch(request, *args, **kwargs)


def feed(view: AtThisMoment, followed: Followed, changes: Any) -> HttpResponse:
    """Return the page of the feed that the query asks for."""
    paginator: Any = Paginator(changes, ENTRIES_OF_A_PAGE)
    asked = view.request.GET.get("page", "1")
    try:
        page = paginator.page(asked)
    except InvalidPage as error:
        raise Http404("The feed has no such page.") from error
    if asked != str(page.number):
        view.do_not_keep()
    built = feed_page(followed, page, view.at, author=office_of(view.request).name)
    return HttpResponse(atom.document(built), content_type=atom.CONTENT_TYPE)


def calendar(view: AtThisMoment, followed: Followed, rows: list[Meeting | Session]) -> HttpResponse:
    """Return a calendar of meetings and sessions; `followed.feed` is its own path."""
    built = calendars.Calendar(
        title=followed.title,
        language=get_language() or "",
        url=followed.page_url(),
        source=followed.feed_url(),
        producer=office_of(view.request).name,
        events=events(rows),
    )
    return HttpResponse(calendars.document(built), content_type=calendars.CONTENT_TYPE)


def table(view: AtThisMoment, name: str, kind: type[Model], rows: Any) -> HttpResponseBase:
    """Return all rows, which are of the kind, as a table to download under the name."""
    chunks: Any = Paginator(rows, ROWS_AT_ONCE)
    lines = tables.lines(columns(kind, view.at), (page.object_list for page in chunks))
    response: HttpResponseBase
    if chunks.count > MOST_ROWS_AT_ONCE:
        response = streams.stream_in_a_slot(view.request, lines)
    else:
        response = HttpResponse(b"".join(lines))
    if response.status_code == 200:
        response.headers["Content-Type"] = tables.CONTENT_TYPE
        response.headers["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003  # Django's
    return response
