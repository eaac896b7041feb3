"""The galleries of synthetic meetings, whose many photos share a few pictures."""

import os
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from random import Random
from typing import Any, Final

from django.core.files.storage import default_storage

from demonstration.synthetic.cast import Cast
from demonstration.synthetic.meetings import Made, title_of
from demonstration.synthetic.rows import Rows
from demonstration.synthetic.words import Text, columns, same, sentence, sentences
from photos.files import rendition_tasks
from photos.files.pictures import read
from photos.files.store import prepare
from photos.formats import embedding
from photos.metadata import page_words
from photos.models import Gallery, Photo, PhotoFile
from publishing.states import State

PHOTOS: Final = 55  # of a gallery
PICTURES: Final = 6
FOLDER: Final = Path(__file__).parents[1] / "pictures"
WORDS: Final = {
    "credit": "Synthetic photo, Plenary",
    "photographer": "Plenary",
    "copyright": "© Plenary",
    **columns(remark=Text("Drawn for measurements: no real scene.", "Für Messungen gezeichnet: keine echte Szene.")),
}


@dataclass(frozen=True)
class Picture:
    """A stored picture: its file's row without a photo, and what each copy has of it."""

    file: PhotoFile
    facts: dict[str, Any]


def store_pictures() -> list[Picture]:
    """Store the first drawings of the demonstration with all their sizes."""
    stored = []
    for number in range(1, PICTURES + 1):
        name = f"standin-{number:02}.jpg"
        picture = read((FOLDER / name).read_bytes())
        file = prepare(Photo(**WORDS), picture, name=name, make=rendition_tasks.make_all).file
        names = ("sha256", "format", "width", "height", "size", "scan", "renditions", "status")
        stored.append(Picture(file, {each: getattr(file, each) for each in names}))
    return stored


def make_gallery(rows: Rows, random: Random, cast: Cast, made: Made, pictures: list[Picture]) -> list[Photo]:
    """Make the gallery of a meeting, and return its photos."""
    plan = made.plan
    state = State.APPROVED if plan.is_over else State.DRAFT
    gallery = rows.add(
        Gallery,
        slug=made.meeting.slug,
        **columns(title=Text("Photos: ", "Fotos: ") + title_of(plan, made.host), summary=sentences(random, 2)),
        meeting=made.meeting,
        terms=cast.terms,
        state=state,
        publish_at=plan.at(18) if plan.is_over else None,
    )
    photos = [_photo(rows, random, made, gallery, position) for position in range(1, PHOTOS + 1)]
    for photo in photos:
        _file(rows, photo, plan.at(17), pictures[photo.pk % len(pictures)])
    return photos


def _photo(rows: Rows, random: Random, made: Made, gallery: Gallery, position: int) -> Photo:
    """Make a photo; on every other one is the minister of the host."""
    place = Text("Conference Centre", "Kongresszentrum")
    words = {
        "caption": sentences(random, 2),
        "alt": sentence(random),
        "headline": same(f"{made.host.city}, {position}"),
    }
    photo = rows.add(
        Photo,
        gallery=gallery,
        **columns(**words, place=place, city=same(made.host.city)),
        **WORDS,
        session=made.sessions[position % len(made.sessions)],
        taken_on=made.sessions[position % len(made.sessions)].day,
        taken_at=time(9 + position // 6, position % 60),
        taken_offset="+02:00",
        keywords="synthetic",
        position=position,
        state=gallery.state,
    )
    if position % 2:
        rows.link(photo, "people", [made.host.office_on(made.plan.starts_on).person])
    return photo


def _file(rows: Rows, photo: Photo, stored_at: datetime, picture: Picture) -> None:
    """Give a photo the picture: a shared original, and hard links to its sizes.

    Each photo's sizes carry its own address, so they have names of their own; that the bytes of these carry no address
    at all does not matter for measurements.
    """
    carries = embedding.page_fingerprint(page_words(photo))
    facts = {"original_name": f"synthetic-{photo.pk}.jpg", "carries": carries, "stored_at": stored_at}
    file = rows.add(PhotoFile, photo=photo, **picture.facts, **facts)
    for each in picture.file.renditions:
        source, target = (one.path(each["size"], each["ext"]) for one in (picture.file, file))
        path = Path(default_storage.path(target))
        if not path.exists():
            os.link(default_storage.path(source), path)
