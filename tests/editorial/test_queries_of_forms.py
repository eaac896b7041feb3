"""Forms, with history and audit log, take as many queries with many rows as few."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from reversion.models import Version

from meetings.models import Meeting, Participation, Session
from photos.models import Gallery, Photo
from publishing.models import AuditLogEntry
from tests import factories
from tests.admin_forms import change, errors, filled

pytestmark = pytest.mark.django_db


def session_with(participants: int, *, outcomes: int = 1) -> Session:
    session = factories.make_session(formats=[factories.make_format()], topics=[factories.make_topic()])
    for number in range(participants):
        person = {"appointment": factories.make_appointment()} if number % 2 else {}
        partner = person["appointment"].partner if person else factories.make_partner()
        factories.make_participation(session=session, partner=partner, position=number + 1, **person)
    for number in range(outcomes):
        factories.make_outcome(session=session, topics=[factories.make_topic()], position=number + 1)
    return session


def meeting_with(sessions: int) -> Meeting:
    meeting = factories.make_meeting()
    for number in range(sessions):
        factories.make_host(meeting, appointment=factories.make_appointment(), position=number + 1)
        session = session_with(2)
        Session.objects.filter(pk=session.pk).update(meeting=meeting, position=number + 1)
    return meeting


def gallery_with(photos: int) -> Gallery:
    gallery = factories.make_gallery()
    for number in range(photos):
        factories.make_photo(gallery=gallery, people=[factories.make_person()], position=number + 1)
    return gallery


def opened(client: Client, row: Any) -> tuple[dict[str, Any], int]:
    """Return what a browser would send of the row's form, and the number of queries."""
    factories.make_office()
    ContentType.objects.get_for_models(*apps.get_models())  # a process asks once
    client.get(change(row))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(change(row))
    return filled(answer), len(asked)


def saved(client: Client, row: Any, sent: dict[str, Any]) -> int:
    """Send the form; return the number of queries."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(change(row), sent)
    assert answer.status_code == 302, errors(answer)
    return len(asked)


def locks(number: int) -> int:
    """Return the number of queries that lock rows; SQLite needs none."""
    return number if connection.features.has_select_for_update else 0


@pytest.mark.parametrize(("participants", "outcomes"), [(5, 1), (29, 4)])
def test_a_session_is_opened_with_29_queries_and_saved_with_59(
    admin_client: Client, participants: int, outcomes: int
) -> None:
    session = session_with(participants, outcomes=outcomes)
    sent, to_open = opened(admin_client, session)

    to_save = saved(admin_client, session, sent | {"note": "Checked.", "participations-0-role": "guest"})

    assert session.participations.filter(role=Participation.Role.GUEST).count() == 1
    assert AuditLogEntry.objects.filter(public_id=session.public_id, action="save").count() == 1
    assert Version.objects.get_for_model(Participation).count() == participants
    assert (to_open, to_save) == (29, 59 + locks(7))


@pytest.mark.parametrize("photos", [5, 55])
def test_a_gallery_is_opened_with_12_queries_and_saved_with_33(admin_client: Client, photos: int) -> None:
    gallery = gallery_with(photos)
    sent, to_open = opened(admin_client, gallery)

    to_save = saved(admin_client, gallery, sent | {"summary_en": "In four languages."})

    assert Version.objects.get_for_model(Photo).count() == photos
    assert (to_open, to_save) == (12, 33 + locks(1))


@pytest.mark.parametrize("sessions", [2, 6])
def test_a_meeting_is_opened_with_22_queries_and_saved_with_67(admin_client: Client, sessions: int) -> None:
    meeting = meeting_with(sessions)
    sent, to_open = opened(admin_client, meeting)

    to_save = saved(admin_client, meeting, sent | {"summary_en": "Checked.", "sessions-0-title_en": "Opening"})

    assert meeting.sessions.filter(title_en="Opening").count() == 1
    assert Version.objects.get_for_model(Participation).count() == sessions * 2
    assert (to_open, to_save) == (22, 67 + locks(6))
