"""Topics, with their sessions, outcomes and texts."""

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet

from meetings.models import Article, Outcome, Session, Statement, Topic
from website.reads.meetings import LATEST, LATEST_FIRST, sessions
from website.reads.outcomes import on_topic, outcomes
from website.reads.texts import articles_about, statements_about
from website.reads.withdrawal_notices import notice_of


def topics(at: datetime) -> QuerySet[Topic]:
    """Return the topics that are public at the moment, by name."""
    return Topic.objects.public(at)


def topic(slug: str, at: datetime) -> Topic | None:
    """Return the topic. None if it is not public."""
    return topics(at).filter(slug=slug).annotate(notice=notice_of(OuterRef("public_id"), at)).first()


def sessions_on(topic: Topic, at: datetime) -> QuerySet[Session]:
    """Return the sessions on the topic, latest first."""
    return sessions(at).filter(topics=topic).order_by(*LATEST_FIRST)[:LATEST]


def outcomes_on(topic: Topic, at: datetime) -> QuerySet[Outcome]:
    """Return the outcomes on the topic. Those without topics of their own have their session's."""
    return outcomes(at).filter(on_topic(topic)).distinct()[:LATEST]


def texts_on(topic: Topic, at: datetime) -> tuple[list[Statement], list[Article]]:
    """Return the statements and articles on the topic."""
    about = Q(topics=topic)
    return statements_about(about, at), articles_about(about, at)
