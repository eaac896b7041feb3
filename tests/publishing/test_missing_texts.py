"""Missing texts are listed on submitting and publishing; they are no refusal."""

from typing import Any

import pytest
from django.test import Client
from modeltranslation.translator import translator

from meetings.models import Meeting
from publishing.states import State
from publishing.verbs.missing_texts import missing_texts
from tests import factories as make
from tests.admin_forms import DRAFT, change, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    make.make_office(required_languages="en", languages="en,de")


@pytest.fixture
def author(client: Client) -> Client:
    client.force_login(make.make_user(role="author"))
    return client


def lines(answer: Any) -> list[str]:
    return [each.sentence for each in answer.context["missing_texts"]]


def test_the_author_sees_what_each_language_lacks_when_submitting(author: Client) -> None:
    meeting = make.make_meeting(**DRAFT, title_en="Capri", title_de="", summary_de="", headline_en="")
    session = make.make_session(meeting=meeting, state=State.DRAFT, title_en="Opening", title_de="")

    answer = author.get(page(meeting, "verb", meeting.pk, "submit"))

    assert lines(answer) == [
        "Meeting “Capri” – German is missing: title and summary.",
        "Session “Opening” – German is missing: title.",
    ]
    urls = [each.url for each in answer.context["missing_texts"]]
    assert urls == [change(meeting) + "#id_title_de", change(session) + "#id_title_de"]
    author.post(page(meeting, "verb", meeting.pk, "submit"))
    meeting.refresh_from_db()
    assert meeting.state == State.IN_REVIEW


def test_what_is_missing_in_all_languages_is_listed_for_the_required_ones(author: Client) -> None:
    meeting = make.make_meeting(**DRAFT, title_en="Capri", summary_en="", summary_de="")
    answer = author.get(page(meeting, "verb", meeting.pk, "submit"))
    assert lines(answer) == ["Meeting “Capri” – English is missing: summary."]


def test_a_name_that_is_missing_is_listed_once_for_all_sessions(author: Client) -> None:
    meeting = make.make_meeting(**DRAFT)
    held = make.make_appointment(office_en="Minister", office_de="")
    for _n in range(3):
        session = make.make_session(meeting=meeting, state=State.DRAFT)
        make.make_participation(session=session, partner=held.partner, appointment=held)

    answer = author.get(page(meeting, "verb", meeting.pk, "submit"))

    assert lines(answer) == [
        f"Appointment “{held}” – German is missing: office. Concerns: 3 sessions.",
    ]
    assert answer.context["missing_texts"][0].url == change(held.person)


def test_a_text_is_said_to_lack_the_languages_that_are_offered(author: Client) -> None:
    make.make_office(required_languages="en", languages="en,de,fr")
    statement = make.make_statement(languages=[], working_title="Joint")
    edition = make.make_edition(statement, **DRAFT)
    assert lines(author.get(page(edition, "verb", edition.pk, "submit"))) == [
        "“Joint” has no text in German yet.",
        "“Joint” has no text in French yet.",
    ]


def test_the_editor_sees_it_too_before_publishing(admin_client: Client) -> None:
    meeting = make.make_meeting(**DRAFT, title_en="Capri", title_de="")
    sentence = "Meeting “Capri” – German is missing: title."
    assert lines(admin_client.get(page(meeting, "verb", meeting.pk, "publish"))) == [sentence]
    sent = {"action": "publish", "_selected_action": [meeting.pk]}
    assert lines(admin_client.post(page(Meeting, "changelist"), sent)) == [sentence]


def test_rows_without_a_state_are_listed_where_a_page_prints_them() -> None:
    """Every kind with translated texts, unless a state of its own makes it public."""
    meeting = make.make_meeting(
        **DRAFT, series=make.make_series(name_en="Series", name_de=""), country=make.make_partner()
    )
    make.make_figure(meeting, label_en="Delegations", label_de="")
    session = make.make_session(meeting=meeting, state=State.DRAFT)
    unnamed = {"partner": None, "unnamed_count": 3, "unnamed_phrase_en": "others", "unnamed_phrase_de": ""}
    make.make_participation(session=session, **unnamed)
    host = make.make_appointment(office_de="")
    make.make_host(meeting, partner=host.partner, appointment=host)
    former = make.make_former_name(make.make_partner(**DRAFT), name_de="")

    listed = [str(each) for target in (meeting, former.partner) for each in missing_texts([target])]

    kinds = {line.partition(" “")[0].lower() for line in listed}
    stateless = [model for model in translator.get_registered_models() if not hasattr(model, "public_id")]
    assert kinds == {str(model._meta.verbose_name) for model in stateless} - {"press office"}
