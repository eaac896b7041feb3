"""What the server answers the editor of rich texts while text is pasted."""

import pytest
from django.test import Client

from editorial.paste import LONGEST
from tests import factories

pytestmark = pytest.mark.django_db

NOTE = '<p>A<a href="#_ftn1">[1]</a></p><div id="ftn1"><p><a href="#_ftnref1">[1]</a> B</p></div>'


def test_the_text_is_answered_cleaned_with_the_line_that_says_what_was_changed(admin_client: Client) -> None:
    answer = admin_client.post("/admin/paste/", {"html": NOTE, "first_note": "7"})

    assert answer.json() == {
        "html": '<p>A<a href="#fn-7">7</a></p><p><a href="#fnref-7">7</a> B</p>',
        "line": "Converted: 1 footnote.",
    }


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "²", "99999999999999999999"])
def test_a_number_that_cannot_be_counts_from_one(admin_client: Client, number: str) -> None:
    answer = admin_client.post("/admin/paste/", {"html": NOTE, "first_note": number})

    assert '"#fn-1"' in answer.json()["html"]


def test_a_text_that_is_too_long_is_refused_with_a_sentence(admin_client: Client) -> None:
    answer = admin_client.post("/admin/paste/", {"html": "x" * (LONGEST + 1)})

    assert answer.status_code == 413
    assert answer.json() == {
        "sentence": "The text is too long to be pasted at once with its formatting. Paste it in parts."
    }


def test_only_staff_that_is_signed_in_is_answered(client: Client) -> None:
    assert client.post("/admin/paste/", {"html": NOTE}).status_code == 401

    client.force_login(factories.make_user(is_staff=False))

    assert client.post("/admin/paste/", {"html": NOTE}).status_code == 401


def test_the_address_takes_only_what_is_sent(admin_client: Client) -> None:
    assert admin_client.get("/admin/paste/").status_code == 405
