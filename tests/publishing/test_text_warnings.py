"""Warnings about a text are listed before approval, and have to be confirmed."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from meetings.models import Meeting, StatementEdition
from publishing.states import State
from tests import factories
from tests.admin_forms import DRAFT, change, page

pytestmark = pytest.mark.django_db

SLIP = "<p>Right.</p><p>See  the annex [1], tbc.</p>"
WARNINGS = [
    (
        "Text (English): A footnote’s number is typed as text: add a footnote instead. Found: [1]."
        " Place: paragraph 2 (“See the annex [1], tbc.”)."
    ),
    "Text (English): Several spaces follow each other. Place: paragraph 2 (“See the annex [1], tbc.”).",
    "Text (English): A placeholder is left in the text. Found: tbc. Place: paragraph 2 (“See the annex [1], tbc.”).",
]


def make_draft(body: str = SLIP, **values: Any) -> Any:
    factories.make_office(required_languages="en")
    statement = factories.make_statement(languages=[], **values)
    return factories.make_edition(statement, language="en", title="Title", body=body, **DRAFT)


def verb(row: Any, name: str) -> str:
    return page(row, "verb", row.pk, name)


def shown(answer: Any) -> list[str]:
    return [warning.sentence for warning in answer.context["warnings"]]


def box(answer: Any) -> dict[str, str]:
    """What the form sends once the warnings are confirmed."""
    [(value, _label)] = answer.context["form"].fields["warnings_read"].choices
    return {"warnings_read": value}


@pytest.mark.parametrize("name", ["approve", "schedule", "publish", "force_publish"])
def test_each_verb_that_makes_public_lists_the_warnings_with_their_places(admin_client: Client, name: str) -> None:
    edition = make_draft()

    answer = admin_client.get(verb(edition, name))

    assert shown(answer) == WARNINGS
    assert answer.context["warnings"][0].url == change(edition) + "#id_body"
    assert "I have read these warnings" in answer.text


def test_a_text_with_warnings_is_published_once_they_are_confirmed(admin_client: Client) -> None:
    edition = make_draft()

    answer = admin_client.post(verb(edition, "publish"))

    assert answer.context["form"].errors == {
        "warnings_read": ["Read the warnings, then select this box or correct the text."]
    }
    assert not StatementEdition.objects.public().exists()

    admin_client.post(verb(edition, "publish"), box(answer))

    assert StatementEdition.objects.public().get() == edition


def test_warnings_that_came_after_the_page_was_opened_have_to_be_read_too(admin_client: Client) -> None:
    edition = make_draft()
    sent = box(admin_client.get(verb(edition, "force_publish"))) | {"reason": "Now"}
    StatementEdition.objects.filter(pk=edition.pk).update(summary="On XX April")

    answer = admin_client.post(verb(edition, "force_publish"), sent)

    assert answer.context["form"].errors == {
        "warnings_read": ["The warnings have changed since you opened this page. Read them again."]
    }
    assert not StatementEdition.objects.public().exists()


def test_a_text_without_slips_asks_nothing(admin_client: Client) -> None:
    edition = make_draft("<p>Right.</p>")

    admin_client.post(verb(edition, "publish"))

    assert StatementEdition.objects.public().get() == edition


def test_the_warnings_are_of_all_that_becomes_public_together(admin_client: Client) -> None:
    edition = make_draft("<p>Right.</p>")
    factories.make_edition(edition.document, language="de", title="Titel", body="<p>[2]</p>", **DRAFT)
    meeting = factories.make_meeting(**DRAFT)
    factories.make_session(meeting=meeting, state=State.DRAFT, title_de="Sitzung  tbc")

    together = shown(admin_client.get(verb(edition, "publish")))
    below = shown(admin_client.get(verb(meeting, "publish")))

    assert [each.partition(":")[0] for each in together] == ["Text (German)"]
    assert [each.partition(":")[0] for each in below] == ["Title [de]"] * 2


def test_the_statements_own_numbers_are_no_slip(admin_client: Client) -> None:
    own = make_draft("<p>1. First</p>", paragraph_numbers="own")
    counted = factories.make_edition(factories.make_statement(languages=[]), body="<p>1. First</p>", **DRAFT)

    assert shown(admin_client.get(verb(own, "publish"))) == []
    assert len(shown(admin_client.get(verb(counted, "publish")))) == 1


def test_many_rows_are_published_once_the_warnings_of_all_are_confirmed(admin_client: Client) -> None:
    one, other = (factories.make_meeting(**DRAFT, summary_en=f"Number {n}, tbc") for n in (1, 2))
    rows = {"action": "publish", "_selected_action": [one.pk, other.pk]}

    answer = admin_client.post(page(Meeting, "changelist"), rows)
    assert [each.partition(":")[0] for each in shown(answer)] == ["Summary [en]"] * 2
    again = admin_client.post(page(Meeting, "changelist"), rows | {"confirmed": "yes"})
    assert "warnings_read" in again.context["form"].errors
    assert not Meeting.objects.public().exists()

    admin_client.post(page(Meeting, "changelist"), rows | {"confirmed": "yes"} | box(answer))

    assert Meeting.objects.public().count() == 2


def test_the_command_lists_the_warnings_until_it_is_said_that_they_were_read() -> None:
    edition = make_draft()
    factories.make_user(username="c.koch")
    words = ["publishing", "publish", edition.public_id, "--by", "c.koch"]

    with pytest.raises(CommandError) as refused:
        call_command(*words)
    assert str(refused.value).splitlines() == [
        "Read these warnings about the text, then add --warnings-read or correct the text:",
        *(f"- {warning}" for warning in WARNINGS),
    ]
    assert not StatementEdition.objects.public().exists()

    call_command(*words, "--warnings-read", stdout=io.StringIO())

    assert StatementEdition.objects.public().get() == edition


def test_the_rich_text_of_a_record_is_read_as_one(admin_client: Client) -> None:
    meeting_page = factories.make_page(body_en="<p>One</p><p></p>", **DRAFT)

    assert shown(admin_client.get(verb(meeting_page, "publish"))) == [
        "Text [en]: A paragraph is empty. Place: paragraph 2."
    ]
