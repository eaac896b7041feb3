"""A meeting at a glance: three short answers in the reader's language."""

import pytest
from django.test import Client

from tests import factories as make
from tests.factories import both

pytestmark = pytest.mark.django_db


def test_each_answer_is_on_the_page_in_its_language(client: Client) -> None:
    make.make_office()
    meeting = make.make_meeting(
        **both("glance_decided", "A plan."), **both("glance_who", "Six."), **both("glance_next", "Talks.")
    )

    english, german = (client.get(f"/{code}/meetings/{meeting.slug}/").content.decode() for code in ("en", "de"))

    for text in ("A plan.", "Six.", "Talks."):
        assert f"<dd>{text}</dd>" in english and f"<dd>{text} (deutsch)</dd>" in german


def test_what_is_empty_is_not_shown(client: Client) -> None:
    make.make_office()
    meeting = make.make_meeting(glance_who_en="Six.")

    html = client.get(f"/en/meetings/{meeting.slug}/").content.decode()

    assert html.count("<dt>Participants</dt>") == 1
    assert "<dt>What happens next</dt>" not in html


def test_without_any_answer_there_is_no_such_part(client: Client) -> None:
    make.make_office()
    meeting = make.make_meeting()

    assert 'id="glance"' not in client.get(f"/en/meetings/{meeting.slug}/").content.decode()
