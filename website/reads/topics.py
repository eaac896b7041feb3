"""Topics, with their sessions, outcomes and texts."""

from datetime import datetime

from django.db.models import Q, QuerySet

from meetings.models import Topic
from website.reads.latest import Latest, latest
from website.reads.meetings import LATEST_FIRST, sessions
from website.reads.outcomes import on_topic, outcomes
from website.reads.texts import latest_articles, latest_statements


def topics(at: datetime) -> QuerySet[Topic]:
    """Return the topics that are public at the moment, by name."""
    return Topic.objects.public(at)


def topic(slug: str, at: datetime) -> Topic | None:
    """Return the topic. None if it is not public."""
    return topics(at).filter(slug=slug).first()


def sessions_on(topic: Topic, at: datetime) -> Latest:
    """Return the latest sessions on the topic."""
    return latest(sessions(at).filter(topics=topic).order_by(*LATEST_FIRST))


def outcomes_on(topic: Topic, at: datetime) -> Latest:
    """Return the latest outcomes on the topic. Those without topics of their own have their session's."""
    return latest(outcomes(at).filter(on_topic(topic)))


def texts_on(topic: Topic, at: datetime) -> tuple[Latest, Latest]:
    """Return the latest statements and articles on the topic."""
    about = Q(topics=topic)
    return latest_statements(about, at), latest_articles(about, at)
