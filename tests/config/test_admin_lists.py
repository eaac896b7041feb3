"""The lists of the admin: the same number of queries for any length."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import (
    Article,
    ArticleEdition,
    Meeting,
    Outcome,
    Session,
    Statement,
    StatementEdition,
    Topic,
)
from partners.models import Appointment, Format, Partner, Person
from photos.models import Gallery, Photo
from publishing.models import Page, Withdrawal
from tests import factories
from tests.admin_forms import DRAFT, page


def partner_in_a_format() -> None:
    factories.make_format(members=[factories.make_partner()])


def session_with_all() -> None:
    session = factories.make_session(formats=[factories.make_format()], topics=[factories.make_topic()])
    factories.make_participation(session=session)
    factories.make_outcome(session=session, statement=factories.make_statement())


def person_in_office() -> None:
    factories.make_appointment()


def gallery_with_a_photo() -> None:
    factories.make_gallery(photos=1, meeting=factories.make_meeting())


def withdrawn_topic() -> None:
    topic = factories.make_topic()
    Withdrawal.objects.create(public_id=topic.public_id, kind="in_error", reason="x", explanation_en="x")


# A list whose rows have verbs asks once for the newest entry of the audit log (editorial/page_versions.py).
LISTS = [
    (Partner, partner_in_a_format, 9),
    (Format, partner_in_a_format, 8),
    (Person, person_in_office, 9),
    (Appointment, person_in_office, 7),
    (Meeting, session_with_all, 11),
    (Session, session_with_all, 13),
    (Outcome, session_with_all, 10),
    (Statement, session_with_all, 14),
    (StatementEdition, session_with_all, 8),
    (Article, factories.make_article, 13),
    (ArticleEdition, factories.make_article, 8),
    (Gallery, gallery_with_a_photo, 11),
    (Photo, gallery_with_a_photo, 10),
    (Page, factories.make_page, 8),
    (Topic, factories.make_topic, 8),
    (Withdrawal, withdrawn_topic, 10),
]


@pytest.mark.parametrize("rows", [1, 10])
@pytest.mark.parametrize(("kind", "make", "queries"), LISTS)
def test_a_list_costs_the_same_however_long_it_is(
    admin_client: Client, kind: Any, make: Callable[[], Any], queries: int, rows: int
) -> None:
    factories.make_office()
    for _ in range(rows):
        make()
    with CaptureQueriesContext(connection) as captured:
        answer = admin_client.get(page(kind, "changelist"))
    assert answer.context["cl"].result_count >= rows
    assert len(captured) == queries, kind


@pytest.mark.parametrize("rows", [1, 10])
def test_the_front_page_costs_the_same_however_much_waits(admin_client: Client, rows: int) -> None:
    factories.make_office()
    for _ in range(rows):
        meeting = factories.make_meeting(**DRAFT)
        session = factories.make_session(meeting=meeting, state="draft")
        factories.make_outcome(session=session, state="draft")
        factories.make_statement(edition=DRAFT)
        factories.make_photo(gallery=factories.make_gallery(**DRAFT), state="draft")
        factories.make_person(**DRAFT)
    with CaptureQueriesContext(connection) as captured:
        admin_client.get(reverse("admin:index"))
    assert len(captured) == 36 + (connection.vendor == "postgresql")  # whose clock is asked for


def test_rows_within_others_are_listed_together_and_in_their_order(admin_client: Client) -> None:
    older = factories.make_meeting(starts_on="2011-04-14", ends_on="2011-04-15")
    newer = factories.make_meeting(starts_on="2024-04-17", ends_on="2024-04-19")
    sessions = [
        factories.make_session(meeting=meeting, position=position) for position in (2, 1) for meeting in (older, newer)
    ]
    sessions = sorted(sessions, key=lambda row: (row.meeting != newer, row.position))
    outcomes = [factories.make_outcome(session=row, position=1) for row in reversed(sessions)][::-1]
    galleries = [factories.make_gallery(photos=2, meeting=meeting) for meeting in (older, newer)][::-1]
    photos = [photo for gallery in galleries for photo in gallery.photos.order_by("position", "id")]

    for rows in (sessions, outcomes, photos):
        shown = admin_client.get(page(type(rows[0]), "changelist"))
        assert list(shown.context["cl"].result_list) == rows


@pytest.mark.django_db
def test_a_long_caption_is_cut_at_a_word_as_the_name_of_its_photo() -> None:
    photo = factories.make_photo(caption_en="Foreign Minister Antonio Tajani welcomes his colleagues on Capri.")
    assert str(photo) == "Foreign Minister Antonio Tajani welcomes his colleagues on …"
