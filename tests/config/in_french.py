"""The site with French as its third language; run by test_third_language.py."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from meetings.models import Meeting
from tests import factories as make
from tests.admin_forms import page

pytestmark = pytest.mark.django_db

LISTS = ("meetings", "sessions", "statements", "articles", "galleries", "partners", "outcomes", "corrections")


def french_meeting() -> Meeting:
    """Make a meeting whose texts with a column for each language are in French only."""
    french = {"title_fr": "Réunion de Lyon", "city_fr": "Lyon", "summary_fr": "Résumé."}
    others = {f"{name}_{code}": "" for name in ("title", "city", "summary") for code in ("en", "de")}
    return make.make_meeting(**others, **french)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_every_list_and_a_meeting_are_shown(client: Client, language: str) -> None:
    meeting = french_meeting()
    addresses = ["", *(f"{name}/" for name in LISTS), f"meetings/{meeting.slug}/", "verify/"]

    answers = {address: client.get(f"/{language}/{address}") for address in addresses}

    assert {address: each.status_code for address, each in answers.items() if each.status_code != 200} == {}
    for address in ("", "meetings/", f"meetings/{meeting.slug}/"):
        assert "Réunion de Lyon" in answers[address].text
    assert '<option value="Lyon">Lyon (1)</option>' in answers["meetings/"].text
    assert "Réunion de Lyon" in client.get(f"/{language}/meetings/?place=Lyon").text


def test_the_admin_finds_a_french_text(admin_client: Client) -> None:
    meeting = french_meeting()

    found = admin_client.get(page(Meeting, "changelist"), {"q": "Réunion"})

    assert list(found.context["cl"].queryset) == [meeting]


def test_every_list_that_searches_a_text_searches_it_in_every_language() -> None:
    searched: dict[str, Any] = {str(kind): set(pages.search_fields) for kind, pages in admin.site._registry.items()}
    lacking = {
        kind: sorted(f"{name[:-3]}_fr" for name in names if name.endswith("_en") and f"{name[:-3]}_fr" not in names)
        for kind, names in searched.items()
    }

    assert {kind: names for kind, names in lacking.items() if names} == {}
