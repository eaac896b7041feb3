"""Who publishes, and the fixed pages that stand at the foot of every page."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest

from meetings.models import Office, Page
from publishing.languages import tags_of
from publishing.notices import notice_of


def office() -> Office:
    """Return who publishes; where nobody has said so yet, an office under the software's own name."""
    return Office.objects.first() or Office()


def office_of(request: HttpRequest) -> Office:
    """Return who publishes, asked for once for all of a page."""
    if not hasattr(request, "office"):
        request.office = office()  # type: ignore[attr-defined]
    found: Office = request.office  # type: ignore[attr-defined]
    return found


def required_languages() -> list[str]:
    """Return the tags of the languages in which the office wants everything to exist."""
    return tags_of(office().required_languages)


def offered_languages() -> list[str]:
    """Return the tags of the languages in which the office publishes statements and articles."""
    return tags_of(office().languages)


def time_zone() -> ZoneInfo:
    """Return the time zone in which the office works: times on the desk are meant in it."""
    return ZoneInfo(office().time_zone)


def fixed_pages(at: datetime) -> QuerySet[Page]:
    """Return the fixed pages that are public at the moment, in their order."""
    return Page.objects.public(at)


def named_pages(at: datetime) -> QuerySet[Page]:
    """Return the fixed pages as the foot of each page names them: without their texts."""
    return fixed_pages(at).defer("body")


def fixed_page(slug: str, at: datetime) -> Page | None:
    """Return the fixed page; None where nothing is public under the address."""
    return fixed_pages(at).filter(slug=slug).annotate(notice=notice_of(OuterRef("public_id"), at)).first()
