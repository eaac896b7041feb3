"""The photo on a page's card, fetched for the meetings of the page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from photos.models import Photo


def set_covers(meetings: Sequence[Any], at: datetime) -> None:
    """Set `cover` on each meeting: its lead photo's card data, None if not public."""
    keys = {meeting.lead_photo_id for meeting in meetings if meeting.lead_photo_id}
    covers = _covers(keys, at) if keys else {}
    for meeting in meetings:
        meeting.cover = covers.get(meeting.lead_photo_id)


def _covers(keys: set[int], at: datetime) -> dict[int, dict[str, Any]]:
    photos = Photo.objects.public(at).filter(pk__in=keys, files__replaced_at=None).order_by()
    facts = photos.rewrite(mode=False).values("pk", "credit", "focus_x", "focus_y", sha256=F("files__sha256"))
    return {photo.pop("pk"): photo for photo in facts}
