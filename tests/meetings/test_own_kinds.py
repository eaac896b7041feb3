"""A statement shows the own name of its kind in each language on every page."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from meetings.models import Statement
from tests import factories as make
from tests.admin_forms import change, errors, send
from tests.website.heads import described
from website.cards.words import of_statement

pytestmark = pytest.mark.django_db

OWN = {"own_kind_en": "Berlin Declaration", "own_kind_de": "Berliner Erklärung"}
KIND = {"en": "Joint communiqué", "de": "Gemeinsames Kommuniqué"}


def statement(**values: Any) -> Statement:
    make.make_office()
    session = make.make_session(topics=[make.make_topic()], formats=[make.make_format()])
    facts: dict[str, Any] = {"meetings": [session.meeting], "sessions": [session]}
    facts |= {"topics": session.topics.all(), "adopted_by": session.formats.all()}
    return make.make_statement(kind="joint_communique", **facts | values)


def pages(row: Statement, language: str) -> list[str]:
    """Return the addresses of pages that print a statement's kind, the list first."""
    session = row.sessions.get()
    with translation.override(language):
        address = row.get_absolute_url()
        return [
            *(f"/{language}/statements/", address, f"{address}?beside={'de' if language == 'en' else 'en'}"),
            *(session.get_absolute_url(), session.meeting.get_absolute_url()),
            *(session.topics.get().get_absolute_url(), session.formats.get().get_absolute_url()),
            f"/{language}/",
        ]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_own_name_is_printed_in_place_of_the_kind(client: Client, language: str) -> None:
    row = statement()
    own = OWN[f"own_kind_{language}"]
    addresses = pages(row, language)
    before = [at for at in addresses if KIND[language].lower() in client.get(at).text.lower()]
    assert before == addresses
    Statement.objects.update(**OWN)
    assert [at for at in addresses if own not in client.get(at).text] == []
    left = [at for at in addresses if KIND[language].lower() in client.get(at).text.lower()]
    assert left == addresses[:1]  # the list, whose filter keeps the kind
    assert described(client.get(addresses[1]).text, "Report")["genre"] == own


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_card_bears_the_own_name_of_its_language(language: str) -> None:
    words = of_statement(statement(**OWN).editions.get(language=language), [])
    assert words is not None
    assert words.kicker == OWN[f"own_kind_{language}"]


def test_the_own_name_is_asked_for_in_all_languages_together(client: Client) -> None:
    row = statement()
    client.force_login(make.make_user())
    answer = send(client, change(row), own_kind_en="Berlin Declaration")
    assert errors(answer) == {"own_kind_de": ["Enter the custom name of the type in every language, or in none."]}
    assert send(client, change(row), **OWN).status_code == 302
    row.refresh_from_db()
    assert (row.own_kind_en, row.own_kind_de) == tuple(OWN.values())


def test_a_statement_without_an_own_name_is_valid() -> None:
    statement().full_clean()
    with pytest.raises(ValidationError, match="in every language, or in none"):
        Statement(own_kind_de="Berliner Erklärung", slug="x", working_title="x", kind="letter").full_clean()
