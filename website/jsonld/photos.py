"""Photos as licensable images, and galleries of them.

The address of an image is that of a file on its page, by which search engines identify it.
"""

from datetime import datetime
from typing import Any

from photos.formats import lists
from photos.models import Gallery, Photo
from website.jsonld.vocabulary import Absolute, Node, Terms, day, link, mention, node, permanent, picture, rights
from website.sharing import picture_of


def photo(row: Any, absolute: Absolute, terms: Terms) -> Node:
    """Describe a photo, from `reads.galleries.photo`."""
    image = picture_of(row)
    gallery = row.gallery
    people = [link("Person", each, absolute) for each in row.public_people]
    others = [node("Person", name=name) for name in lists.parts(row.other_people)]
    session = row.public_session
    return {"@id": permanent(row, absolute)} | node(
        "ImageObject",
        url=absolute(row.get_absolute_url()),
        contentUrl=absolute(image.url) if image else "",
        width=image.width if image else None,
        height=image.height if image else None,
        encodingFormat=image.type if image else "",
        name=row.headline or row.caption or str(gallery),
        caption=row.caption,
        description=row.alt,
        creator=node("Person", name=row.photographer) if row.photographer else None,
        **rights(row, absolute, terms),
        dateCreated=_taken(row),
        contentLocation=_place(row),
        about=[
            *people,
            *others,
            *([mention(session, absolute)] if session else []),
        ],
        isPartOf=link("ImageGallery", gallery, absolute),
        representativeOfPage=True,
    )


def gallery(row: Any, absolute: Absolute, terms: Terms) -> Node:
    """Describe a gallery with its photos, from `reads.galleries.gallery`."""
    return {"@id": permanent(row, absolute)} | node(
        "ImageGallery",
        url=absolute(row.get_absolute_url()),
        name=str(row),
        description=row.summary,
        identifier=row.public_id,
        about=mention(row.public_meeting, absolute) if row.public_meeting else None,
        license=absolute(row.public_terms.get_absolute_url()) if row.public_terms else "",
        associatedMedia=[_small(each, row, absolute, terms) for each in row.public_photos],
    )


def _small(each: Photo, gallery: Gallery, absolute: Absolute, terms: Terms) -> Node:
    each.gallery = gallery
    return (picture(each, absolute, terms) or node("ImageObject")) | {"url": absolute(each.get_absolute_url())}


def _taken(row: Photo) -> str:
    """Return when the photo was taken. Only the day if the offset is not known."""
    if row.taken_on and row.taken_at and row.taken_offset:
        return f"{datetime.combine(row.taken_on, row.taken_at).isoformat()}{row.taken_offset}"
    return day(row.taken_on)


def _place(row: Photo) -> Node | None:
    address = node("PostalAddress", addressLocality=row.city, addressCountry=row.country)
    if not (row.place or row.city or row.country):
        return None
    return node("Place", name=row.place or row.city or row.country, address=address if len(address) > 1 else None)
