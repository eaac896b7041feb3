"""What a page fetches, along with its own rows, to know its card: which are made, and the photo that is on it."""

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import JSONObject

from meetings.models import Card, Meeting, Photo


def made_for(public_id: OuterRef) -> Subquery:
    """Return, for an annotation, the hashes of the cards that are made for a thing, with spaces between them."""
    made = Card.objects.filter(public_id=public_id).order_by().values("public_id")
    return Subquery(made.annotate(all=StringAgg("carries", Value(" "))).values("all"))


def with_cover(at: datetime) -> Any:
    """Return the public meetings, each with what a card needs of its lead photo, where that is public, as `cover`."""
    photos = Photo.objects.public(at).with_file().filter(pk=OuterRef("lead_photo")).order_by()
    facts = JSONObject(
        sha256=F("current_file__sha256"), credit="credit", focus_x="focus_x", focus_y="focus_y"
    )
    return Meeting.objects.public(at).annotate(
        cover=Subquery(photos.annotate(facts=facts).values("facts")[:1])
    )
