"""Plants hidden rows of every way on each relation of the public rows of a stage."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from tests import factories as make
from tests.website.stage import EARLIER, EMBARGO, FILELESS, NOTE, REPLACED, SCHEDULED, Stage, Way


def plant(stage: Stage, ways: Iterable[Way]) -> None:
    """Plant something of every kind that is kept from readers in each of the ways."""
    for way in ways:
        _plant_records(stage, way)
        _plant_within(stage, way)
        _plant_children(stage, way)
        _plant_texts(stage, way)


def plant_what_will_be_replaced(stage: Stage) -> None:
    """Plant public texts that those of `plant_what_replaces_it` replace."""
    for kind in ("statement", "article"):
        stage.edition(REPLACED, stage.ready[REPLACED.name][kind], "en")


def plant_what_replaces_it(stage: Stage) -> None:
    for kind in ("statement", "article"):
        note = stage.word(SCHEDULED, "correction note")
        stage.edition(
            SCHEDULED,
            stage.ready[REPLACED.name][kind],
            "en",
            publish_at=EMBARGO,
            correction="major",
            correction_note=note,
        )


def plant_a_photo_without_a_file(stage: Stage) -> None:
    taken = {"session": stage.public["session"], "people": [stage.public["person"]]}
    photo = stage.below(FILELESS, make.make_photo, "caption", "alt", gallery=stage.public["gallery"], **taken)
    photo.files.all().delete()


def _plant_records(stage: Stage, way: Way) -> None:
    public, ready = stage.public, stage.ready[way.name]
    flag = ContentFile(make.jpeg(width=30, colour=(len(stage.words) % 256, 9, 9)), name="flag.jpg")
    partner = stage.record(way, make.make_partner, "name", "official_name", flag=flag, **NOTE)
    make.make_former_name(partner, **stage.words_for(way, "former name", "name"), until="1990")
    person = stage.record(way, make.make_person, "name", **NOTE)
    body = stage.record(way, make.make_format, "name", "acronym", "description")
    topic = stage.record(way, make.make_topic, "name", "description", public_id=ready["ids"]["t"])
    for row in (public["session"], public["outcome"], public["statement"], public["article"]):
        row.topics.add(topic)
    public["session"].formats.add(body)
    public["photo"].people.add(person)
    public["format"].partners.add(partner)
    body.partners.add(public["partner"])
    public["statement"].adopted_by.add(body)
    public["statement"].adopted_by_partners.add(partner)
    make.make_host(public["meeting"], partner=partner)
    _let_point(ready["meeting"], country=partner)
    _participation(stage, way, person, partner)


def _participation(stage: Stage, way: Way, person: Any, partner: Any) -> None:
    """Let the person take part for the public partner, and the other way round."""
    public = stage.public
    office = make.make_appointment(
        person=person, partner=public["partner"], **stage.words_for(way, "appointment", "office")
    )
    envoy = make.make_appointment(
        person=public["person"], partner=partner, **stage.words_for(way, "appointment as envoy", "office")
    )
    for appointment in (office, envoy):
        came = {"partner": appointment.partner, "appointment": appointment}
        make.make_participation(session=public["session"], **came)
        make.make_host(public["meeting"], appointment=appointment)
    _let_point(stage.ready[way.name]["statement"], given_by=office)


def _plant_within(stage: Stage, way: Way) -> None:
    """Plant a page and a full meeting; let public galleries and photos point to them."""
    public, ready = stage.public, stage.ready[way.name]
    page = stage.record(way, make.make_page, "title", "body")
    dates = {"starts_on": date(2011, 4, 15), "ends_on": date(2011, 4, 16)}
    headline = {f"headline_{language}": stage.trace(way, "headline") for language in ("en", "de")}
    meeting = stage.record(way, make.make_meeting, "title", "summary", "city", **dates, **headline, **NOTE)
    make.make_figure(meeting, **stage.words_for(way, "figure", "label", "value"))
    for document in (public["statement"], public["article"]):
        document.meetings.add(meeting)
    session = stage.below(way, make.make_session, "title", "summary", "place", meeting=meeting)
    _plant_below(stage, way, session)
    _let_point(ready["gallery"], meeting=meeting, terms=page)
    _let_point(ready["photo"], terms=page)


def _plant_below(stage: Stage, way: Way, session: Any) -> None:
    """Plant, below a session, who sat there and what was decided."""
    public = stage.public
    stage.below(way, make.make_outcome, "text", session=session, topics=[public["topic"]])
    session.formats.add(public["format"])
    session.topics.add(public["topic"])
    unnamed = stage.words_for(way, "participation", "unnamed_phrase")
    make.make_participation(session=session, unnamed_count=3, **unnamed)
    make.make_participation(session=session, partner=public["partner"], appointment=public["minister"], chairs=True)


def _plant_children(stage: Stage, way: Way) -> None:
    public, ready = stage.public, stage.ready[way.name]
    session = stage.child(way, make.make_session, "title", "summary", "place", meeting=public["meeting"], **NOTE)
    _plant_below(stage, way, session)
    public["statement"].sessions.add(session)
    _let_point(ready["photo"], session=session)
    stage.child(way, make.make_outcome, "text", session=public["session"], verb="thanked")
    taken = {"session": public["session"], "people": [public["person"]]}
    words = {"credit": stage.word(way, "photo, credit"), "public_id": ready["ids"]["p"]}
    photo = stage.child(
        way, make.make_photo, "caption", "alt", "remark", gallery=public["gallery"], **taken, **words, **NOTE
    )
    _let_point(ready["meeting"], lead_photo=photo)
    _let_point(ready["article"], lead_photo=photo)
    gallery = stage.record(way, make.make_gallery, "title", "summary", meeting=public["meeting"])
    stage.below(way, make.make_photo, "caption", "alt", gallery=gallery, **taken)


def _plant_texts(stage: Stage, way: Way) -> None:
    """Plant editions of public documents, hidden documents and withdrawn documents."""
    public, ready = stage.public, stage.ready[way.name]
    about = {
        "meetings": [public["meeting"]],
        "sessions": [public["session"]],
        "topics": [public["topic"]],
        "working_title": "hush-note",
        "languages": [],
    }
    linked = {"public_id": ready["ids"]["d"]}
    unseen = stage.below(way, make.make_statement, **about, **linked)
    stage.below(way, make.make_outcome, "text", session=public["session"], statement=unseen)
    for kind, document in (("statement", unseen), ("article", stage.below(way, make.make_article, **about))):
        if way.withdrawal is None:
            stage.edition(way, public[kind], "en")
        else:
            stage.edition(way, ready[kind], "en", publish_at=EARLIER)
        for language in ("en", "de"):
            stage.edition(way, document, language)
    if way.withdrawal is not None:
        _plant_wholes(stage, way, about)


def _plant_wholes(stage: Stage, way: Way, about: dict[str, Any]) -> None:
    """Plant documents that are withdrawn as a whole, regardless of their texts."""
    makings: tuple[Callable[..., Any], ...] = (make.make_statement, make.make_article)
    for making in makings:
        document = stage.below(way, making, **about)
        for language in ("en", "de"):
            stage.text(way, document, language)
        stage.withdrawn(way, document)


def _let_point(row: Any, **relations: Any) -> None:
    """Let a public row point to something, without the checks of its form."""
    type(row)._default_manager.filter(pk=row.pk).update(**relations)
