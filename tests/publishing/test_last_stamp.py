"""The stamp that a process has read last never goes back behind a known one."""

from time import monotonic

import pytest
from django.db import connection, transaction

from meetings.models import Topic
from publishing import stamps
from publishing.last_stamp import LAST, SECONDS, LastStamp
from tests import factories as make


def test_a_later_reading_replaces_an_earlier_one() -> None:
    last = LastStamp()
    last.note("old", monotonic())
    last.note("new", monotonic())

    assert last.get() == "new"


def test_of_two_readings_at_the_same_time_that_differ_neither_counts() -> None:
    last = LastStamp()
    begun = monotonic()
    last.note("new", begun)
    last.note("old", begun)
    between = last.get()
    last.note("new", begun)  # had also begun before it was certain
    after = last.get()
    last.note("new", monotonic())

    assert (between, after, last.get()) == (None, None, "new")


def test_a_stamp_counts_for_a_minute_from_the_begin_of_its_query() -> None:
    last, now = LastStamp(), monotonic()
    last.note("old", now - SECONDS - 1)
    late = last.get()
    last.note("old", now - SECONDS + 5)

    assert (late, last.get()) == (None, "old")


def test_a_reading_that_began_before_a_commit_of_this_process_does_not_count() -> None:
    last = LastStamp()
    last.note("old", monotonic())
    begun = monotonic()
    last.forget()
    forgotten = last.get()
    last.note("old", begun)

    assert (forgotten, last.get()) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_a_commit_of_this_process_forgets_it_until_the_next_reading() -> None:
    make.make_topic()
    stamp = stamps.current()
    read = LAST.get()
    with transaction.atomic():
        Topic.objects.update(name_en="Other")
    committed = LAST.get()
    again = stamps.current()

    assert (stamp, committed, LAST.get()) == (read, None, again)
    assert again not in (None, stamp)
    connection.close()
