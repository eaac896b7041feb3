"""Topics, with their sessions, outcomes and texts."""

from datetime import datetime

from django.db.models import Q, QuerySet

from meetings.models import Article, Outcome, Session, Statement, Topic
from website.listings import Hold
from website.reads.latest import Latest
from website.reads.meetings import latest_sessions
from website.reads.outcomes import latest_outcomes, on_topic
from website.reads.texts import latest_articles, latest_statements


def topics(at: datetime) -> QuerySet[Topic]:
    """Return the topics that are public at the moment, by name."""
    return Topic.objects.public(at)


def topic(slug: str, at: datetime) -> Topic | None:
    """Return the topic. None if it is not public."""
    return topics(at).filter(slug=slug).first()


def sessions_on(topic: Topic, at: datetime, hold: Hold) -> Latest[Session]:
    """Return the latest sessions on the topic."""
    return latest_sessions(Q(topics=topic), at, hold)


def outcomes_on(topic: Topic, at: datetime, hold: Hold) -> Latest[Outcome]:
    """Return the topic's latest outcomes, some of which have it from their session."""
    return latest_outcomes(on_topic(topic), at, hold)


def texts_on(topic: Topic, at: datetime, hold: Hold) -> tuple[Latest[Statement], Latest[Article]]:
    """Return the latest statements and articles on the topic."""
    about = Q(topics=topic)
    return latest_statements(about, at, hold), latest_articles(about, at, hold)
