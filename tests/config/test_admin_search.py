"""The search of the admin: what an account may view, with status and form."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.admin_forms import DRAFT
from website.search.following import settle

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make.make_user())
    return client


def rows(html: str) -> dict[str, str]:
    """Return the status of each result by the address of its form."""
    found = re.findall(
        r'<th scope="row"[^>]*><a href="([^"]+)">.*?<span class="state [^>]*>(.*?)</span>', html, re.DOTALL
    )
    return {address: " ".join(status.split()) for address, status in found}


def test_drafts_and_what_is_scheduled_are_found_with_their_status(editor: Client) -> None:
    draft = make.make_topic(name_en="Quagmire draft", **DRAFT)
    public = make.make_topic(name_en="Quagmire talks")
    later = make.make_meeting(title_en="Quagmire meeting", publish_at=FUTURE)
    text = make.make_statement(languages=["en"], edition={"title": "A quagmire", **DRAFT})

    found = rows(editor.get("/admin/search/?q=quagmire").text)

    assert found == {
        f"/admin/meetings/topic/{draft.pk}/change/": "draft",
        f"/admin/meetings/topic/{public.pk}/change/": "public",
        f"/admin/meetings/meeting/{later.pk}/change/": "public from 1 January 2100, 01:00",
        f"/admin/meetings/statement/{text.pk}/change/": "draft",
    }


def test_a_kind_that_the_account_may_not_view_is_not_found(client: Client) -> None:
    make.make_topic(name_en="Quagmire talks")
    client.force_login(make.make_user(role=""))

    html = client.get("/admin/search/?q=quagmire").text

    assert rows(html) == {}
    assert "Quagmire talks" not in html


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    response = client.get("/admin/search/?q=quagmire")

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_facets_and_spelling_are_those_of_the_site(editor: Client) -> None:
    make.make_topic(name_en="Quagmire draft", **DRAFT)

    html = editor.get("/admin/search/?q=quagmyre").text

    assert 'Did you mean <a href="/admin/search/?q=Quagmire">Quagmire</a>?' in html
    assert '<option value="topic">Topics (1)</option>' in html


@pytest.mark.parametrize("typed", ["", "%00", "-x", "%22%27 AND (* OR NEAR:", "word+" * 3_000])
def test_whatever_is_typed_gives_an_answer(editor: Client, typed: str) -> None:
    assert editor.get(f"/admin/search/?q={typed}").status_code == 200


def test_the_box_is_at_the_top_of_every_page_with_the_question(editor: Client) -> None:
    assert 'aria-label="Search everything">' in editor.get("/admin/").text
    assert 'aria-label="Search everything" value="moor">' in editor.get("/admin/search/?q=moor").text
    assert "Search everything" not in Client().get("/admin/login/").text


@pytest.mark.parametrize("number", [1, 6])
def test_the_number_of_queries_does_not_depend_on_that_of_results(
    editor: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    for count in range(number):
        make.make_topic(name_en=f"Quagmire {count}", **DRAFT)
        make.make_session(title_en="Quagmire")
        make.make_statement(languages=["en"], edition={"title": "A quagmire"})
    settle()
    editor.get("/admin/")

    with django_assert_num_queries(12):
        response = editor.get("/admin/search/?q=quagmire")

    assert len(rows(response.text)) == 3 * number
