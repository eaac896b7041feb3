"""Filters and searches of the admin's lists: choices and words are bounded."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db.models import Model
from django.test import Client

from editorial.list_filters import MOST_CHOICES
from editorial.search import MOST_WORDS
from meetings.models import Meeting, Outcome, Session, Statement
from publishing.models import AuditLogEntry
from publishing.models.audit_log import Action
from tests import factories as make
from tests.admin_forms import messages, page
from tests.conftest import MadeOnce

pytestmark = pytest.mark.django_db

MANY = MOST_CHOICES + 5
LISTS: list[type[Model]] = [
    model for model, pages in admin.site._registry.items() if model._meta.model_name != "office"
]


def specs(answer: Any) -> dict[str, Any]:
    return {str(spec.title): spec for spec in answer.context["cl"].filter_specs}


def links(answer: Any, title: str) -> list[str]:
    """Return the choices that the page links in the filter."""
    part = answer.text.partition(f'data-filter-title="{title}"')[2].partition("</details>")[0]
    return re.findall(r"<a href=[^>]*>([^<]*)</a>", part)


@pytest.fixture(scope="module", autouse=True)
def many(made_once: MadeOnce) -> Iterator[None]:
    """Make more rows of each kind than a filter shows as choices."""
    with made_once():
        make.make_office()
        for n in range(MANY):
            session = make.make_session(title_en=f"Session {n:02}", formats=[make.make_format()])
            topic = make.make_topic()
            session.meeting.series = make.make_series()
            session.meeting.save()
            statement = make.make_statement(
                meetings=[session.meeting], topics=[topic], adopted_by=[session.formats.get()]
            )
            make.make_outcome(session=session, statement=statement, topics=[topic])
            gallery = make.make_gallery(photos=1, meeting=session.meeting)
            gallery.photos.update(session=session)
            AuditLogEntry.objects.create(
                public_id=session.public_id, action=Action.SAVE, object_repr="x", by_name=f"Name {n:02}"
            )
        yield


def test_no_filter_of_any_list_shows_more_choices_than_can_be_read(admin_client: Client) -> None:
    long: dict[str, set[str]] = {}
    for model in LISTS:
        answer = admin_client.get(page(model, "changelist"))
        assert answer.status_code == 200
        for title, spec in specs(answer).items():
            assert len(links(answer, title)) <= MOST_CHOICES + 2, (model, title)
            if getattr(spec, "has_many", False):
                long.setdefault(model.__name__, set()).add(title)
    assert long == {
        "Session": {"meeting", "bodies"},
        "Outcome": {"meeting", "topics"},
        "Statement": {"meetings", "topics", "adopted by bodies"},
        "Article": {"meetings", "topics"},
        "Photo": {"gallery", "session"},
        "Gallery": {"meeting"},
        "Meeting": {"series"},
        "Partner": {"body"},
        "AuditLogEntry": {"action", "user"},
    }


@pytest.mark.parametrize(
    ("kind", "title", "letters", "expected"),
    [
        (Outcome, "meeting", {"find-session-meeting": "Findable"}, ["All", "Findable"]),
        (Statement, "meetings", {"find-meetings": "findable"}, ["All", "Findable", "-"]),
        (AuditLogEntry, "user", {"find-by_name": "name 03"}, ["All", "Name 03"]),
    ],
)
def test_letters_find_the_choices_of_a_long_filter(
    admin_client: Client, kind: type[Model], title: str, letters: dict[str, str], expected: list[str]
) -> None:
    make.make_meeting(title_en="Findable")

    answer = admin_client.get(page(kind, "changelist"), letters)

    assert links(answer, title) == expected
    assert answer.context["cl"].result_count == kind._default_manager.count()  # the rows are not narrowed by it


def test_the_choice_that_is_made_stays_to_be_seen(admin_client: Client) -> None:
    chosen = make.make_session(title_en="Chosen").meeting

    answer = admin_client.get(page(Session, "changelist"), {"meeting__id__exact": chosen.pk})

    assert links(answer, "meeting") == ["All", str(chosen)]
    assert answer.context["cl"].result_count == 1
    assert f'<input type="hidden" name="meeting__id__exact" value="{chosen.pk}">' in answer.text


def test_a_long_filter_names_nothing_that_an_account_may_not_view(client: Client) -> None:
    account = User.objects.create_user("some", is_staff=True)
    account.user_permissions.add(Permission.objects.get(codename="view_session", content_type__app_label="meetings"))
    client.force_login(account)
    first = Meeting.objects.order_by("pk")[0]

    answer = client.get(page(Session, "changelist"), {"find-meeting": first.title})

    assert links(answer, "meeting") == ["All"]


def test_every_list_bounds_the_words_of_a_search_and_says_which_it_used(admin_client: Client) -> None:
    words = [f"w{n}" for n in range(3000)]
    for model in LISTS:
        if not admin.site._registry[model].search_fields:
            continue
        answer = admin_client.get(page(model, "changelist"), {"q": " ".join(words)})
        assert answer.status_code == 200, model
        assert [said for said in messages(answer) if " ".join(words[:MOST_WORDS]) in said] != [], model
        assert "w20" not in " ".join(messages(answer)), model
    assert messages(admin_client.get(page(Session, "changelist"), {"q": "a b"})) == []


def test_a_field_that_looks_up_rows_bounds_the_words_too(admin_client: Client) -> None:
    asked = {"app_label": "meetings", "model_name": "session", "field_name": "meeting"}

    answer = admin_client.get("/admin/autocomplete/", asked | {"term": " ".join(["w"] * 3000)})

    assert answer.status_code == 200
