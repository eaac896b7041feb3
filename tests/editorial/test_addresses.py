"""Addresses in the admin: unique, set in forms, changed by a button once public."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from publishing import verbs
from publishing.models import FormerAddress
from tests import factories as make
from tests.admin_forms import DRAFT, change, errors, page, send
from tests.factories import KINDS

pytestmark = pytest.mark.django_db

TAKEN = "“before” was the web address of another item and always redirects there. Choose another."


def draft(kind: str, **values: Any) -> Any:
    state = {"edition": DRAFT} if kind in ("statement", "article") else DRAFT
    return KINDS[kind](**state | values)


def verb_page(row: Any) -> str:
    return page(row, "verb", row.pk, "change_slug")


@pytest.fixture
def editor_client(client: Client) -> Client:
    client.force_login(make.make_user())
    return client


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_says_that_an_address_was_that_of_something_else(editor_client: Client, kind: str) -> None:
    row = KINDS[kind](slug="before")
    surroundings = {"meeting": row.meeting} if kind == "session" else {}
    verbs.change_slug(row, by=make.make_user(), slug="after")

    answer = send(editor_client, change(draft(kind, **surroundings)), slug="before")

    assert errors(answer) == {"slug": [TAKEN]}


def test_an_address_of_a_session_in_the_form_of_its_meeting_is_refused_too(editor_client: Client) -> None:
    session = make.make_session(slug="before")
    verbs.change_slug(session, by=make.make_user(), slug="after")
    other = make.make_session(meeting=session.meeting, **DRAFT)
    rows = editor_client.get(change(session.meeting)).context["inline_admin_formsets"]
    form = next(form for inline in rows for form in inline.formset.initial_forms if form.instance == other)

    answer = send(editor_client, change(session.meeting), **{form.add_prefix("slug"): "before"})

    assert errors(answer) == {f"{form.prefix}-slug": [TAKEN]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_public_address_is_read_in_the_form_and_changed_by_the_button_alone(editor_client: Client, kind: str) -> None:
    row = KINDS[kind](slug="before")

    form = editor_client.get(change(row)).context["adminform"].form
    send(editor_client, change(row), slug="after")

    assert form.fields["slug"].disabled
    assert form.fields["slug"].help_text == (
        "This web address has been public. To change it, use “Change web address”. "
        "The old address will always redirect to the new one."
    )
    assert type(row)._default_manager.get(pk=row.pk).slug == "before"


@pytest.mark.parametrize("kind", KINDS)
def test_the_button_asks_with_the_address_of_today_and_moves_it(editor_client: Client, kind: str) -> None:
    row = KINDS[kind](slug="before")

    assert verb_page(row) in editor_client.get(change(row)).text
    assert 'name="slug" value="before"' in editor_client.get(verb_page(row)).text
    answer = editor_client.post(verb_page(row), {"slug": "after"})

    assert (answer.status_code, answer.headers["Location"]) == (302, change(row))
    assert type(row)._default_manager.get(pk=row.pk).slug == "after"
    assert FormerAddress.objects.get().public_id == row.public_id


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("today", "This is already its web address."),
        ("before", TAKEN),
        ("taken", "Topic with this Web address already exists."),
        ("", "This field is required."),
        (
            "two words",
            "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
        ),
    ],
)
def test_what_is_wrong_with_a_new_address_is_shown_at_its_field(
    editor_client: Client, slug: str, sentence: str
) -> None:
    verbs.change_slug(make.make_topic(slug="before"), by=make.make_user(), slug="taken")
    row = make.make_topic(slug="today")

    answer = editor_client.post(verb_page(row), {"slug": slug})

    assert dict(answer.context["form"].errors) == {"slug": [sentence]}
    assert FormerAddress.objects.count() == 1


@pytest.mark.parametrize("values", [DRAFT, {"publish_at": None}])
def test_what_was_never_public_has_no_such_button(editor_client: Client, values: dict[str, Any]) -> None:
    row = make.make_topic(**values)

    assert verb_page(row) not in editor_client.get(change(row)).text


def test_an_author_has_no_such_button_and_is_refused(client: Client) -> None:
    row = make.make_topic(slug="before")
    client.force_login(make.make_user(role="author"))

    assert verb_page(row) not in client.get(change(row)).text
    assert client.post(verb_page(row), {"slug": "after"}).status_code == 403
    assert FormerAddress.objects.count() == 0


def test_after_moving_the_message_links_to_the_new_page(editor_client: Client) -> None:
    row = make.make_topic(slug="before")

    answer = editor_client.post(verb_page(row), {"slug": "after"}, follow=True)

    assert reverse("topic", args=["after"]) in str(*answer.context["messages"])
