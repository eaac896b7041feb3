"""The photo on the card of a page, fetched along with the rows of the page."""

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from meetings.models import Meeting
from photos.models import Photo


def with_cover(at: datetime) -> Any:
    """Return the public meetings, each with what a card needs of its lead photo, where that is public, as `cover`."""
    photos = Photo.objects.public(at).with_file().filter(pk=OuterRef("lead_photo")).order_by()
    facts = JSONObject(
        sha256=F("current_file__sha256"), credit="credit", focus_x="focus_x", focus_y="focus_y"
    )
    return Meeting.objects.public(at).annotate(
        cover=Subquery(photos.annotate(facts=facts).values("facts")[:1])
    )
