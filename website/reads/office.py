"""Who publishes, and the fixed pages that stand at the foot of every page."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest

from publishing.models import Office, Page
from publishing.models.office import office
from website.reads.withdrawal_notices import notice_of


def office_of(request: HttpRequest) -> Office:
    """Return who publishes, asked for once for all of a page."""
    if not hasattr(request, "office"):
        request.office = office()  # type: ignore[attr-defined]
    found: Office = request.office  # type: ignore[attr-defined]
    return found


def fixed_pages(at: datetime) -> QuerySet[Page]:
    """Return the fixed pages that are public at the moment, in their order."""
    return Page.objects.public(at)


def named_pages(at: datetime) -> QuerySet[Page]:
    """Return the fixed pages as the foot of each page names them: without their texts."""
    return fixed_pages(at).defer("body")


def fixed_page(slug: str, at: datetime) -> Page | None:
    """Return the fixed page; None where nothing is public under the address."""
    return fixed_pages(at).filter(slug=slug).annotate(notice=notice_of(OuterRef("public_id"), at)).first()
