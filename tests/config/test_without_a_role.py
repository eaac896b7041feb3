"""An account without a role reads nothing of drafts at any admin address."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLResolver, get_resolver
from reversion.models import Version

from meetings.models import Series
from publishing.models import Publishable
from publishing.workflow import WorkflowAction
from tests import factories as make
from tests.admin_forms import DRAFT, page, send

pytestmark = pytest.mark.django_db

HUSH = re.compile(r"hush", re.IGNORECASE)
# What an address asks for, by the name of its argument. Every argument of every address of the admin is one of these.
ROWS = {
    "other",
    "object_id",
    "pk",
    "content_type_id",
    "version_id",
    "verb_name",
    "number",
    "field",
    "size",
    "app_label",
    "id",
    "url",
    "uidb64",
    "token",
}


def one_draft_of_each_kind() -> list[Any]:
    """Make a draft of every kind whose texts and address contain a hidden word."""
    name, title = make.both("name", "Hush"), make.both("title", "Hush")
    meeting = make.make_meeting(slug="hush-m", **title, **DRAFT)
    session = make.make_session(meeting=meeting, slug="hush-s", **title, state="draft")
    gallery = make.make_gallery(slug="hush-g", **title, **DRAFT)
    statement = make.make_statement(slug="hush-d", working_title="Hush", edition=DRAFT)
    article = make.make_article(slug="hush-a", working_title="Hush", edition=DRAFT)
    person = make.make_person(slug="hush-h", **name, **DRAFT)
    appointment = make.make_appointment(person=person, **make.both("office", "Hush"))
    return [
        *(meeting, session, gallery, statement, article, person, appointment),
        make.make_outcome(session=session, **make.both("text", "hush"), state="draft"),
        make.make_photo(gallery=gallery, **make.both("caption", "Hush"), state="draft"),
        *(statement.editions.first(), article.editions.first()),
        *(
            make.make_partner(slug="hush-c", **name, **DRAFT),
            make.make_format(slug="hush-f", **name, **DRAFT),
        ),
        *(make.make_topic(slug="hush-t", **name, **DRAFT), make.make_page(slug="hush-i", **title, **DRAFT)),
        *(make.make_series(**name), make.withdraw(meeting, **make.both("explanation", "Hush"))),
    ]


def patterns(found: Any = None, prefix: str = "") -> Iterator[str]:
    """Yield every address of the admin as a template."""
    for each in found or get_resolver().url_patterns:
        own = str(each.pattern).replace(r"(\d+)/$", "{version_id}/").replace("^([^/]+)", "{object_id}")
        whole = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", own).replace("^", "").replace("$", "")
        if isinstance(each, URLResolver):
            if prefix or whole.startswith("admin/"):
                yield from patterns(each.url_patterns, whole)
        elif whole.startswith("admin/") and "(?P<" not in whole:
            yield f"/{whole}"


def addresses(rows: list[Any]) -> Iterator[str]:
    versions = {version.content_type_id: version.pk for version in Version.objects.all()}
    for row in rows:
        kind = ContentType.objects.get_for_model(row).pk
        values = dict.fromkeys(ROWS, "x") | {
            "object_id": row.pk,
            "pk": row.pk,
            "id": row.pk,
            "content_type_id": kind,
            "version_id": versions.get(kind, 1),
            "verb_name": WorkflowAction.SUBMIT,
            "number": 1,
            "field": "pdf",
            "size": "640",
        }
        own = f"/admin/{row._meta.app_label}/{row._meta.model_name}/"
        for template in patterns():
            if template.startswith((own, "/admin/r/")) or template.count("/") < 4:
                yield template.format(**values)


def test_every_argument_of_an_address_is_known_here() -> None:
    """Or the walk below would ask for rows that do not exist."""
    names = {name for template in patterns() for name in re.findall(r"{(\w+)}", template)}

    assert {"object_id", "content_type_id", "version_id"} <= names
    assert names - ROWS == set()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_account_without_a_role_reads_no_word_of_a_draft(admin_client: Client, method: str) -> None:
    rows = one_draft_of_each_kind()
    for row in rows:
        if isinstance(row, Publishable | Series):
            send(admin_client, page(row, "change", row.pk))  # and so they have a version to ask for
    assert Version.objects.exists()
    reader = Client()
    reader.force_login(make.make_user(role=""))
    reader.raise_request_exception = False

    found, answers = [], set()
    for address in sorted({*addresses(rows)} - {"/admin/logout/"}):
        answer = getattr(reader, method)(address)
        answers.add(answer.status_code)
        shown = f"{answer.headers.get('Location', '')} {'' if answer.streaming else answer.text}"
        if HUSH.search(shown):
            found.append(address)

    assert found == []
    assert answers <= {200, 301, 302, 400, 403, 404, 405}
    assert {403, 404} <= answers


@pytest.mark.parametrize("query", ["term=Hush", "term="])
def test_an_account_without_a_role_finds_no_draft_by_searching(client: Client, query: str) -> None:
    one_draft_of_each_kind()
    client.force_login(make.make_user(role=""))
    asked = [
        f"/admin/autocomplete/?{query}&app_label={model._meta.app_label}&model_name={model._meta.model_name}"
        f"&field_name={field.name}"
        for model in admin.site._registry
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete
    ]

    assert len(asked) > 20
    assert {client.get(address).status_code for address in asked} == {403}


@pytest.mark.parametrize("role", ["editor", "translator", ""])
def test_the_shortcut_leads_to_what_is_public_and_may_be_viewed(client: Client, role: str) -> None:
    public, draft, office = make.make_topic(), make.make_topic(slug="hush", **DRAFT), make.make_office()
    client.force_login(make.make_user(role=role))

    def answer(row: Any, pk: Any = None) -> tuple[int, str]:
        kind = ContentType.objects.get_for_model(row).pk
        got = client.get(f"/admin/r/{kind}/{pk or row.pk}/")
        return got.status_code, got.headers.get("Location", "")

    assert answer(public) == ((302, public.get_absolute_url()) if role else (404, ""))
    assert [answer(draft), answer(office), answer(public, pk="9" * 25), answer(public, pk="x")] == [(404, "")] * 4
    assert [client.get(f"/admin/r/{kind}/1/").status_code for kind in ("x", "9" * 25, 0)] == [404] * 3
