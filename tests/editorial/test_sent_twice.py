"""A form that is sent twice, by a double click or by reloading, is saved once."""

from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from editorial.models import SentForm
from meetings.models import Topic
from tests import factories
from tests.admin_forms import DRAFT, change, errors, filled, page
from tests.editorial.test_merging import TEXTS, WITH_ONE_TEXT
from tests.factories import both

pytestmark = pytest.mark.django_db

SLUG = {"slug": "a-slug"}
TOPIC = {"name_en": "Libya", "name_de": "Libyen", "slug": "libya"}
PASSWORD = "a word that opens nothing"


@pytest.fixture
def meeting(db: None) -> Any:
    meeting = factories.make_meeting()
    for position in (1, 2):
        factories.make_figure(meeting, position=position)
    return meeting


def first_text(make_document: Any) -> dict[str, Any]:
    document = make_document(languages=[])
    return {"document": document.pk, "language": "en", "title": "A text", "summary": "", "body": ""}


# What is typed into the form for a new row of each kind.
TYPED: dict[str, Any] = {
    "auth.group": lambda: {"name": "press officers"},
    "auth.user": lambda: {
        "username": "a.weber",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "usable_password": "true",
    },
    "meetings.article": lambda: SLUG | {"working_title": "A text", "kind": "report"},
    "meetings.articleedition": lambda: first_text(factories.make_article),
    "photos.gallery": lambda: SLUG | both("title", "A gallery"),
    "meetings.meeting": lambda: {
        **(SLUG | both("title", "A meeting") | {"level": "foreign_ministers", "status": "planned"}),
        "starts_on": "2026-04-14",
        "ends_on": "2026-04-15",
        "time_zone": "Europe/Berlin",
    },
    "publishing.office": lambda: {
        **(both("name", "Press office") | both("wordmark", "Berlin") | {"time_zone": "Europe/Berlin"}),
        "languages": "en,de",
        "required_languages": "en",
        "session_minutes": "60",
    },
    "meetings.outcome": lambda: {
        **(both("text", "An outcome.") | {"verb": "adopted"}),
        "session": factories.make_session().pk,
    },
    "publishing.page": lambda: SLUG | both("title", "A page") | both("body", "<p>Words.</p>"),
    "photos.photo": lambda: {
        "gallery": factories.make_gallery(**DRAFT).pk,
        "upload": SimpleUploadedFile("a.jpg", factories.jpeg()),
    },
    "meetings.series": lambda: both("name", "A series"),
    "meetings.session": lambda: {
        **(SLUG | both("title", "A session") | {"status": "planned", "precision": "day"}),
        "day": "2011-04-14",
        "meeting": factories.make_meeting().pk,
    },
    "meetings.statement": lambda: SLUG | {"working_title": "A text", "kind": "statement"},
    "meetings.statementedition": lambda: first_text(factories.make_statement),
    "meetings.topic": lambda: SLUG | both("name", "A topic"),
    "partners.appointment": lambda: {
        **(both("office", "Minister") | {"since": "2009", "person": factories.make_person().pk}),
        "partner": factories.make_partner().pk,
    },
    "partners.format": lambda: SLUG | both("name", "A body"),
    "partners.partner": lambda: SLUG | both("name", "A country") | {"kind": "country", "iso_code": "DE"},
    "partners.person": lambda: SLUG | both("name", "A person") | both("sort_name", "Person"),
}


def test_every_kind_that_can_be_added_is_sent_twice_here() -> None:
    assert {*TYPED} == ({*TEXTS} | WITH_ONE_TEXT) - {"publishing.withdrawal"}


@pytest.mark.parametrize("kind", TYPED)
def test_an_add_form_that_is_sent_twice_makes_one_row(admin_client: Client, kind: str) -> None:
    typed = TYPED[kind]()
    address = page(apps.get_model(kind), "add")
    if "document" in typed:
        address += f"?document={typed['document']}&language=en"
    rows = apps.get_model(kind)._default_manager
    count = rows.count()
    sent = {name: value for name, value in filled(admin_client.get(address)).items() if value != ""} | typed
    answers = []
    for _click in range(2):
        if upload := sent.get("upload"):
            upload.seek(0)
        answers.append(admin_client.post(address, sent))
    assert [answer.status_code for answer in answers] == [302, 302], errors(answers[0])
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert rows.count() == count + 1


def test_a_change_form_that_is_sent_twice_adds_its_new_rows_once(admin_client: Client, meeting: Any) -> None:
    new = {
        "figures-TOTAL_FORMS": 3,
        "figures-2-value_en": "28",
        "figures-2-value_de": "28",
        "figures-2-label_en": "Allies",
        "figures-2-position": 3,
    }
    new |= {"figures-2-label_de": "Verbündete"}
    sent = filled(admin_client.get(change(meeting))) | new
    for _click in range(2):
        answer = admin_client.post(change(meeting), sent)
        assert answer.status_code == 302, errors(answer)
    assert meeting.figures.count() == 3


def test_a_refused_form_can_be_sent_again_as_it_was(admin_client: Client) -> None:
    sent = filled(admin_client.get(page(Topic, "add"))) | TOPIC
    blocking = factories.make_topic(slug="libya", **DRAFT)
    assert admin_client.post(page(Topic, "add"), sent).status_code == 200
    assert not SentForm.objects.exists()
    blocking.delete()
    Topic.objects.all().delete()
    assert admin_client.post(page(Topic, "add"), sent).status_code in (200, 302)


def test_the_same_page_with_other_content_makes_another_row(admin_client: Client) -> None:
    sent = filled(admin_client.get(page(Topic, "add"))) | TOPIC
    admin_client.post(page(Topic, "add"), sent)
    admin_client.post(page(Topic, "add"), sent | {"name_en": "Afghanistan", "slug": "afghanistan"})
    assert Topic.objects.count() == 2
