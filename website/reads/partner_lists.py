"""What the pages ask for: everything here takes the moment and gives only what is public then."""

import unicodedata
from datetime import datetime

from django.db.models import QuerySet

from partners.models import Format, Membership, Partner, Person


def partners(at: datetime) -> QuerySet[Partner]:
    """Return the countries and organisations that are public at the moment."""
    return Partner.objects.public(at)


def formats(at: datetime) -> QuerySet[Format]:
    """Return the formats that are public at the moment, in their order."""
    return Format.objects.public(at)


def memberships(at: datetime) -> QuerySet[Membership]:
    """Return who belongs or belonged to which format, where both are public at the moment."""
    return Membership.objects.public(at)


def people(at: datetime) -> QuerySet[Person]:
    """Return the people that are public at the moment."""
    return Person.objects.public(at)


def alphabetical(name: str) -> str:
    """Return what a name is sorted by, so that "Österreich" stands among the O."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
