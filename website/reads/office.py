"""The press office, and the fixed pages in the footer."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest

from publishing.models import Office, Page
from publishing.models.office import office
from publishing.previews import moment_of
from website.held import held


def office_of(request: HttpRequest) -> Office:
    """Return the press office, read at most once per request."""
    if not hasattr(request, "office"):
        request.office = held(request, "office", office)  # type: ignore[attr-defined]
    found: Office = request.office  # type: ignore[attr-defined]
    return found


def fixed_pages(at: datetime) -> QuerySet[Page]:
    """Return the fixed pages that are public at the moment, in order."""
    return Page.objects.public(at)


def named_pages(at: datetime) -> QuerySet[Page]:
    """Return the fixed pages for the footer, without their texts."""
    return fixed_pages(at).defer("body")


def pages_of(request: HttpRequest) -> list[Page]:
    """Return the fixed pages for the footer, read at most once per request."""
    if not hasattr(request, "fixed_pages"):
        pages = held(request, "pages", lambda: list(named_pages(moment_of(request))))
        request.fixed_pages = pages  # type: ignore[attr-defined]
    found: list[Page] = request.fixed_pages  # type: ignore[attr-defined]
    return found


def fixed_page(slug: str, at: datetime) -> Page | None:
    """Return the fixed page. None if it is not public."""
    found: Page | None = Page.objects.public(at).filter(slug=slug).one()
    return found
