"""The metadata of photos for downloads: public data, with absolute addresses."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Model
from modeltranslation.utils import build_localized_fieldname

from meetings.models import Meeting
from partners.models import Partner, Person
from photos.formats import lists
from photos.formats.metadata import Metadata, single
from photos.models import Gallery, Photo
from publishing.addresses import absolute
from publishing.models import Page
from publishing.models.office import office

PERMANENT: Final = "/id/"


def metadata_of(photos: Sequence[Photo], at: datetime) -> dict[int, Metadata]:
    """Return the metadata of each photo by its id, in seven queries for all."""
    galleries = _by_id(Gallery.objects.public(at).filter(pk__in={photo.gallery_id for photo in photos}))
    meetings = _by_id(Meeting.objects.public(at).filter(pk__in={each.meeting_id for each in galleries.values()}))
    countries = _by_id(Partner.objects.public(at).filter(pk__in={each.country_id for each in meetings.values()}))
    terms = _terms((*photos, *galleries.values()), at)
    names = _names(photos, at)
    licensor = single(_texts(office(), "name"))
    found = {}
    for photo in photos:
        gallery = galleries.get(photo.gallery_id)
        meeting = meetings.get(gallery.meeting_id) if gallery else None
        page = terms.get(photo.terms_id) or (terms.get(gallery.terms_id) if gallery else None)
        found[photo.pk] = Metadata(
            caption=_texts(photo, "caption"),
            headline=_texts(photo, "headline"),
            alt=_texts(photo, "alt"),
            remark=_texts(photo, "remark"),
            place=_texts(photo, "place"),
            city=_texts(photo, "city") or (_texts(meeting, "city") if meeting else {}),
            country=_texts(photo, "country") or _country(meeting, countries),
            usage_terms=_texts(page, "title") if page else {},
            credit=photo.credit,
            photographer=photo.photographer,
            copyright=photo.copyright,
            people=(*names[photo.pk], *lists.parts(photo.other_people)),
            keywords=lists.parts(photo.keywords),
            taken_on=photo.taken_on,
            taken_at=photo.taken_at,
            taken_offset=photo.taken_offset,
            web_statement=permanent(page.public_id) if page else "",
            licensor=licensor,
            licensor_url=absolute("/"),
            address=permanent(photo.public_id),
        )
    return found


def page_words(photo: Photo) -> Metadata:
    """Return the words of the sizes that pages show, from the photo's row only."""
    return Metadata(
        credit=photo.credit,
        photographer=photo.photographer,
        copyright=photo.copyright,
        address=permanent(photo.public_id),
    )


def permanent(public_id: str) -> str:
    """Return the permanent address on the public site, with its host."""
    return absolute(f"{PERMANENT}{public_id}")


def _by_id[M: Model](rows: Iterable[M]) -> dict[int | None, M]:
    return {row.pk: row for row in rows}


def _terms(rows: Iterable[Photo | Gallery], at: datetime) -> dict[int | None, Page]:
    return _by_id(Page.objects.public(at).filter(pk__in={each.terms_id for each in rows}))


def _names(photos: Sequence[Photo], at: datetime) -> dict[int, list[str]]:
    """Return the names of the public people shown, by the photo's id."""
    shown = Photo.people.through.objects.filter(photo__in=photos, person__in=Person.objects.public(at))
    names: dict[int, list[str]] = defaultdict(list)
    for row in shown.select_related("person").order_by("pk"):
        names[row.photo_id].append(single(_texts(row.person, "name")))
    return names


def _country(meeting: Meeting | None, countries: dict[int | None, Partner]) -> dict[str, str]:
    country = countries.get(meeting.country_id) if meeting else None
    return _texts(country, "name") if country else {}


def _texts(row: Model, field: str) -> dict[str, str]:
    """Return the field's text in each language that has one of its own."""
    columns = {language: build_localized_fieldname(field, language) for language, _name in settings.LANGUAGES}
    texts = {language: getattr(row, column) or "" for language, column in columns.items()}
    return {language: text for language, text in texts.items() if text}
