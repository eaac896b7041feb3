"""The photo on a page's card, fetched with the rows of the page."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from meetings.models import Meeting
from photos.models import Photo


def with_cover(at: datetime) -> Any:
    """Return the public meetings. `cover` has the card's data of the lead photo if it is public."""
    photos = Photo.objects.public(at).filter(pk=OuterRef("lead_photo"), files__replaced_at=None).order_by()
    facts = JSONObject(sha256="files__sha256", credit="credit", focus_x="focus_x", focus_y="focus_y")
    return Meeting.objects.public(at).annotate(cover=Subquery(photos.annotate(facts=facts).values("facts")[:1]))
