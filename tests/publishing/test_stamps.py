"""The content stamp: transactions that change pages, by any means, replace it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from meetings.models import Meeting, Topic
from publishing import stamps
from publishing.models import ContentStamp, audit_log
from publishing.models.audit_log import Action
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topic() -> Topic:
    return make.make_topic()


# By app. A page that shows a table without a trigger would be out of date.
SHOWN = {
    "meetings": 23,
    "partners": 6,
    "photos": 4,
    "publishing": 6,
}


def test_every_table_of_ours_moves_the_stamp_or_is_named_as_not_shown() -> None:
    names = stamps.tables()

    assert {app: sum(name.startswith(f"{app}_") for name in names) for app in SHOWN} == SHOWN
    assert len(names) == sum(SHOWN.values())
    assert all(apps.get_model(label) for label in stamps.NOT_SHOWN)


@pytest.mark.parametrize(
    "change",
    [
        lambda topic: topic.save(),
        lambda topic: Topic.objects.filter(pk=topic.pk).update(name_en="Other"),
        lambda topic: topic.delete(),
        lambda _topic: make.make_page(),
        lambda _topic: call_command("loaddata", "berlin_2011", verbosity=0),
        lambda topic: topic.sessions.add(make.make_session()),
        lambda topic: _sql("UPDATE meetings_topic SET slug = 'other' WHERE id = %s", [topic.pk]),
        lambda _topic: _sql("DELETE FROM meetings_meeting", []),
    ],
    ids=["save", "update", "delete", "another table", "fixture", "relation", "sql", "sql delete"],
)
def test_whatever_changes_content_replaces_the_stamp(topic: Topic, change: Callable[[Topic], Any]) -> None:
    make.make_meeting(state="draft", publish_at=None)
    Topic.objects.filter(pk=topic.pk).update(state="draft", publish_at=None)
    topic.refresh_from_db()
    before = stamps.current()
    change(topic)

    assert before
    assert stamps.current() not in (None, before)


def _sql(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_what_no_page_shows_leaves_it(topic: Topic) -> None:
    before = stamps.current()
    audit_log.record(Action.PREVIEW, by=make.make_user(role=""), target=topic)

    assert stamps.current() == before


def test_what_is_rolled_back_leaves_it(topic: Topic) -> None:
    before = stamps.current()
    with transaction.atomic():
        topic.save()
        transaction.set_rollback(True)

    assert stamps.current() == before


def test_there_is_always_one_row(topic: Topic) -> None:
    topic.save()
    Meeting.objects.all().delete()

    assert [stamp.pk for stamp in ContentStamp.objects.all()] == [1]


def test_a_page_holds_to_the_full_minute_and_what_is_public_longer(topic: Topic) -> None:
    at = timezone.now().replace(second=17)
    public = stamps.validity(at)

    assert public is not None
    assert public.holds(public.stamp, at + timedelta(hours=1))
    found = public.to_the_minute(at)
    assert found.until == at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    assert found.holds(found.stamp, at)
    assert not found.holds("another", at)
    assert not found.holds(found.stamp, found.until)


def test_an_answer_holds_to_the_second_of_an_embargo(topic: Topic) -> None:
    at = timezone.now().replace(second=17)
    embargo = at.replace(second=42, microsecond=0)
    make.make_meeting(publish_at=embargo)
    found = stamps.validity(at)
    then = stamps.validity(embargo)

    assert found is not None
    assert then is not None
    assert found.until == found.to_the_minute(at).until == embargo
    assert then.since == embargo
    assert not found.holds(found.stamp, embargo)
