"""The row of an inline is checked, even if the rows beside it have not changed."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import Meeting, Participation, Session
from publishing.models.former_addresses import FormerAddress, former_address
from tests import factories
from tests.admin_forms import DRAFT, change, errors, send

pytestmark = pytest.mark.django_db

NO_CHOICE = "Select a valid choice. That choice is not one of the available choices."


@pytest.fixture
def session() -> Session:
    """A session with two participants."""
    session = factories.make_session()
    for position in (1, 2):
        factories.make_participation(session=session, position=position)
    return session


@pytest.fixture
def meeting() -> Meeting:
    """A draft of a meeting of two days with two sessions on the first."""
    meeting = factories.make_meeting(starts_on="2011-04-14", ends_on="2011-04-15", **DRAFT)
    for slug in ("opening", "closing"):
        factories.make_session(meeting=meeting, day="2011-04-14", slug=slug, state="draft")
    return meeting


@pytest.mark.parametrize("sent", ["999", "9" * 19, "9" * 30, "²", "Germany", "-1"])
def test_a_partner_that_does_not_exist_is_refused(admin_client: Client, session: Session, sent: str) -> None:
    answer = send(admin_client, change(session), **{"participations-0-partner": sent})

    assert errors(answer)["participations-0-partner"] == [NO_CHOICE]


@pytest.mark.parametrize("sent", [["999"], ["9" * 30], ["Defence"]])
def test_a_topic_that_does_not_exist_is_refused(admin_client: Client, session: Session, sent: list[str]) -> None:
    factories.make_outcome(session=session)

    answer = send(admin_client, change(session), **{"outcomes-0-topics": sent})

    assert list(errors(answer)) == ["outcomes-0-topics"]


def test_topics_are_exchanged_in_two_rows_at_once(admin_client: Client, session: Session) -> None:
    topics = [factories.make_topic() for _ in range(3)]
    for topic in topics[:2]:
        factories.make_outcome(session=session, topics=[topic])
    first, second = session.outcomes.all()

    new = {"outcomes-0-topics": [topics[1].pk, topics[2].pk], "outcomes-1-topics": [topics[0].pk]}
    answer = send(admin_client, change(session), **new)

    assert answer.status_code == 302, errors(answer)
    assert [{*row.topics.all()} for row in (first, second)] == [{topics[1], topics[2]}, {topics[0]}]


def test_a_page_that_comes_back_names_what_was_chosen(admin_client: Client, session: Session) -> None:
    chosen = factories.make_partner()

    answer = send(admin_client, change(session), **{"participations-0-partner": chosen.pk, "title_en": ""})

    assert "title_en" in errors(answer)
    assert f'<option value="{chosen.pk}" selected>{chosen}</option>' in answer.text


def test_a_changed_row_that_breaks_a_constraint_is_refused(admin_client: Client, session: Session) -> None:
    answer = send(admin_client, change(session), **{"participations-1-partner": ""})

    assert list(errors(answer)) == ["participations-1-__all__"]


def test_a_changed_row_that_repeats_an_unchanged_one_is_refused(admin_client: Client, meeting: Meeting) -> None:
    answer = send(admin_client, change(meeting), **{"sessions-1-slug": meeting.sessions.all()[0].slug})

    assert answer.status_code == 200
    assert sorted(meeting.sessions.values_list("slug", flat=True)) == ["closing", "opening"]


def test_two_changed_rows_that_repeat_each_other_are_refused(admin_client: Client, meeting: Meeting) -> None:
    answer = send(admin_client, change(meeting), **{"sessions-0-slug": "same", "sessions-1-slug": "same"})

    assert answer.status_code == 200
    assert sorted(meeting.sessions.values_list("slug", flat=True)) == ["closing", "opening"]


def test_a_former_address_is_refused_in_a_changed_row(admin_client: Client, admin_user: Any, meeting: Meeting) -> None:
    first, second = meeting.sessions.order_by("pk")
    FormerAddress.objects.create(public_id=first.public_id, slug="before", **former_address(first))

    answer = send(admin_client, change(meeting), **{_prefix(meeting, second) + "slug": "before"})

    assert list(errors(answer)) == [_prefix(meeting, second) + "slug"]


def test_an_unchanged_row_is_checked_against_what_else_is_changed(admin_client: Client, meeting: Meeting) -> None:
    answer = send(admin_client, change(meeting), starts_on="2011-04-15")

    assert list(errors(answer)) == ["sessions-0-day", "sessions-1-day"]


def test_sorting_changes_the_order_alone(admin_client: Client, session: Session) -> None:
    first, second = session.participations.all()

    new = {"participations-0-position": "2", "participations-1-position": "1"}
    answer = send(admin_client, change(session), **new)

    assert answer.status_code == 302, errors(answer)
    assert list(Participation.objects.filter(session=session)) == [second, first]


def _prefix(meeting: Meeting, session: Session) -> str:
    return f"sessions-{list(meeting.sessions.all()).index(session)}-"
