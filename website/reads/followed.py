"""The rows in the feed of one row, such as a country, a meeting or a gallery."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, Q, QuerySet

from meetings.models import Article, Meeting, Outcome, Session, Statement, Topic
from partners.models import Format, Partner, Person
from photos.models import Gallery, Photo
from website.reads.entries import Source, source
from website.reads.galleries import shows_partner, shows_person
from website.reads.outcomes import of_body, on_topic
from website.reads.partners import by_partner, by_person, partner_hosted, partner_sat, person_hosted, person_sat

type About = dict[type[Model], Q]


def followed(model: type[Any], address: dict[str, str], at: datetime) -> Any:
    """Return the public row at the address; None without one."""
    rows = model.objects.public(at).filter(**address)
    return rows.select_related("meeting").one() if model is Session else rows.one()


def sources_about(row: Model, at: datetime) -> list[Source]:
    """Return what is followed with the row."""
    return [source(kind, about, at) for kind, about in ABOUT[type(row)](row, at).items()]


def sources_of_photos(photos: QuerySet[Photo], at: datetime) -> list[Source]:
    """Return the photos, of those of a gallery, as what is followed."""
    return [Source(photos, Photo.objects.ever_public(at).filter(pk__in=photos.order_by().values("pk")))]


def sources_of_the_site(at: datetime) -> list[Source]:
    """Return what is followed with the whole site: what a press office announces."""
    return [source(kind, Q(), at) for kind in (Statement, Article, Meeting, Gallery)]


def _partner(partner: Partner, at: datetime) -> About:
    return {
        Meeting: partner_hosted(partner, at),
        Session: partner_sat(partner, at),
        Statement: by_partner(partner, at),
        Gallery: shows_partner(partner, at),
    }


def _person(person: Person, at: datetime) -> About:
    return {
        Meeting: person_hosted(person, at),
        Session: person_sat(person, at),
        Statement: by_person(person, at),
        Gallery: shows_person(person.pk, at),
    }


def _body(body: Format, at: datetime) -> About:
    return {Session: Q(formats=body), Outcome: of_body(body), Statement: Q(adopted_by=body)}


def _topic(topic: Topic, at: datetime) -> About:
    of_texts = Q(topics=topic)
    return {Session: Q(topics=topic), Outcome: on_topic(topic), Statement: of_texts, Article: of_texts}


def _meeting(meeting: Meeting, at: datetime) -> About:
    sessions = Session.objects.public(at).filter(meeting=meeting).order_by().values("pk")
    texts: About = {kind: _linked(kind, Q(meeting=meeting), Q(session__in=sessions)) for kind in (Statement, Article)}
    return {
        Meeting: Q(pk=meeting.pk),
        Session: Q(meeting=meeting),
        Outcome: Q(session__in=sessions),
        **texts,
        Gallery: Q(meeting=meeting),
    }


def _session(session: Session, at: datetime) -> About:
    texts: About = {kind: Q(sessions=session) for kind in (Statement, Article)}
    return {Session: Q(pk=session.pk), Outcome: Q(session=session), **texts, Photo: Q(session=session)}


def _gallery(gallery: Gallery, at: datetime) -> About:
    return {Photo: Q(gallery=gallery)}


def _linked(kind: Any, to_meeting: Q, to_sessions: Q) -> Q:
    """Return the condition for texts of a meeting or its sessions, without repeats."""
    in_meeting = kind.meetings.through.objects.filter(to_meeting).values(kind._meta.model_name)
    in_sessions = kind.sessions.through.objects.filter(to_sessions).values(kind._meta.model_name)
    return Q(pk__in=in_meeting) | Q(pk__in=in_sessions)


ABOUT: Final[dict[type[Model], Callable[[Any, datetime], About]]] = {
    Partner: _partner,
    Person: _person,
    Format: _body,
    Topic: _topic,
    Meeting: _meeting,
    Session: _session,
    Gallery: _gallery,
}
