"""Every page of the admin as every role: forms, lists, searches, histories.

The tables (who_may_do_what.py) hold who may do what. Each is compared with real requests, so a new kind, page or field
appears in it, and it is decided there who it is for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.forms import HiddenInput
from django.test import Client
from django.utils import translation
from reversion.models import Version

from editorial.field_permissions import texts_of
from publishing.states import State
from tests import factories as make
from tests.admin_forms import DRAFT, change, errors, filled, page, send
from tests.config.who_may_do_what import ACTIONS, BULK_PAGES, INLINES, PAGES
from tests.conftest import MadeOnce

pytestmark = pytest.mark.django_db

ROLES: Final = ("superuser", "administrator", "editor", "author", "translator", "photo editor", "", "reader")
EDITION_OF: Final = {"statementedition": make.make_statement, "articleedition": make.make_article}


def signed_in(role: str) -> Client:
    """Return a browser with an account in the role.

    "" is an account of the admin without a role, "reader" one without access to the admin.
    """
    client = Client()
    values = {"superuser": {"is_superuser": True}, "reader": {"is_staff": False}}.get(role, {})
    client.force_login(make.make_user(role="" if values else role, **values))
    return client


def rows_of_each_kind(**state: Any) -> dict[str, Any]:
    """Make a row of each kind with a form, in the state where it has one."""
    child = {"state": state.get("state", State.APPROVED)}
    meeting = make.make_meeting(series=make.make_series(), **state)
    session = make.make_session(meeting=meeting, formats=[make.make_format(**state)], **child)
    outcome = make.make_outcome(session=session, **child)
    partner = make.make_partner(**state)
    appointment = make.make_appointment(person=make.make_person(**state), partner=partner)
    make.make_host(meeting)
    make.make_figure(meeting)
    make.make_former_name(partner)
    make.make_participation(session=session, partner=partner, unnamed_count=None)
    body = make.make_format(members=[partner], **state)
    photo = make.make_photo(gallery=make.make_gallery(**state), **child)
    documents = {name: making(languages=["en"], edition=state) for name, making in EDITION_OF.items()}
    rows = [
        *(meeting, meeting.series, session, outcome, photo.gallery, photo, partner, body),
        *(appointment.person, appointment, make.make_topic(**state), make.make_page(**state)),
        *documents.values(),
        *(document.editions.get() for document in documents.values()),
        *(
            make.make_office(),
            make.withdraw(make.make_topic()),
            make.make_user(role=""),
            Group.objects.first(),
        ),
    ]
    return {row._meta.model_name: row for row in rows}


@pytest.fixture(scope="module")
def rows(made_once: MadeOnce) -> Iterator[dict[str, dict[str, Any]]]:
    """Rows of each kind, as drafts and public; each draft has an earlier revision."""
    with made_once():
        made = {"draft": rows_of_each_kind(**DRAFT), "public": rows_of_each_kind()}
        keeper = signed_in("superuser")
        for row in made["draft"].values():
            if exists(row, "revision"):
                send(keeper, change(row))
        yield made


def grouped(found: dict[str, str]) -> dict[str, str]:
    """Return the kinds by what is found of them, which is shorter to read."""
    kinds: dict[str, list[str]] = {}
    for kind, letters in sorted(found.items()):
        kinds.setdefault(letters, []).append(kind)
    return {letters: " ".join(names) for letters, names in kinds.items() if letters}


# The pages of the rows


@dataclass
class Walk:
    """What an account in a role finds on the pages of all rows, each opened once."""

    role: str
    pages: dict[str, dict[str, str]]
    inlines: dict[str, str]
    actions: dict[str, str]


@pytest.fixture(scope="module", params=ROLES)
def walk(rows: Any, django_db_blocker: Any, request: pytest.FixtureRequest) -> Walk:
    walk = Walk(request.param, {state: {} for state in rows}, {}, {})
    with django_db_blocker.unblock(), translation.override("en"):
        client = signed_in(walk.role)
        for state, of_each_kind in rows.items():
            for kind, row in of_each_kind.items():
                answers = pages_of(client, row, state)
                walk.pages[state][kind] = doors(answers)
                if state == "draft":
                    walk.inlines |= of_the_inlines(row, answers["form"])
                    walk.actions[kind] = actions(answers.get("l"))
    return walk


def pages_of(client: Client, row: Any, state: str) -> dict[str, Any]:
    """Return the answers of the row's pages, and of a draft's kind, by their letters."""
    pages = (
        *(("l", "changelist", ()), ("a", "add", ()), ("d", "delete", (row.pk,)), ("h", "history", (row.pk,))),
        *(("r", "recoverlist", ()), ("p", "preview", (row.pk,))),
    )
    asked = {
        letter: adding(row) if name == "add" else page(row, name, *args)
        for letter, name, args in pages
        if exists(row, name) and not (letter in "lar" and state == "public")
    }
    asked["form"] = change(row)
    if version := Version.objects.get_for_object(row).first() if exists(row, "revision") else None:
        asked["x"] = page(row, "revision", row.pk, version.pk)
    return {letter: client.get(address) for letter, address in asked.items()}


def doors(answers: dict[str, Any]) -> str:
    """Return the letters of the pages that opened."""
    return "".join(
        of_the_form(answer) if letter == "form" else letter
        for letter, answer in answers.items()
        if answer.status_code == 200
    )


def exists(row: Any, name: str) -> bool:
    pages = admin.site.get_model_admin(type(row))
    ours = f"{row._meta.app_label}_{row._meta.model_name}_{name}"
    return any(ours == pattern.name for pattern in pages.get_urls())


def adding(row: Any) -> str:
    document = f"?document={row.document_id}&language=de" if hasattr(row, "document_id") else ""
    return page(row, "add") + document


def of_the_form(answer: Any) -> str:
    if not answer.context["has_change_permission"]:
        return "v"
    return of_the_fields(answer.context["adminform"].form)


def of_the_fields(form: Any) -> str:
    """Return c if every field is open, t if only those of texts and order are."""
    fields = {name for name, field in form.fields.items() if not isinstance(field.widget, HiddenInput)}
    beside = {"upload", "password"} | ({"slug"} if was_ever_public(form.instance) else set())  # closed by other rules
    closed = {name for name in fields if form.fields[name].disabled} - beside
    if not closed:
        return "c"
    assert fields - closed - beside <= texts_of(form._meta.model) | {"position", "DELETE"}
    return "t"


def was_ever_public(row: Any) -> bool:
    return hasattr(row, "was_ever_public") and bool(row.was_ever_public())


def test_who_is_let_into_which_page(walk: Walk) -> None:
    assert {state: grouped(found) for state, found in walk.pages.items()} == PAGES[walk.role]


def of_the_inlines(row: Any, answer: Any) -> dict[str, str]:
    if answer.status_code != 200:
        return {}
    return {
        f"{row._meta.model_name}.{inline.formset.prefix}": of_an_inline(inline)
        for inline in answer.context["inline_admin_formsets"]
    }


def of_an_inline(inline: Any) -> str:
    """Return the letters of what the account may do with the rows."""
    may = "a" * inline.has_add_permission + "d" * inline.has_delete_permission
    forms = inline.formset.initial_forms
    return may + (of_the_fields(forms[0]) if inline.has_change_permission and forms else "v")


def test_who_changes_what_in_the_inlines(walk: Walk) -> None:
    assert grouped(walk.inlines) == INLINES[walk.role]


def actions(answer: Any) -> str:
    """Return the actions that the list offers, without Django's empty choice."""
    form = answer.context.get("action_form") if answer and answer.status_code == 200 else None
    names = [name for name, _label in form.fields["action"].choices if name] if form else []
    return " ".join(sorted(names))


def test_who_does_what_with_many_rows(walk: Walk) -> None:
    assert grouped(walk.actions) == ACTIONS[walk.role]


# Searches and bulk pages


@pytest.mark.parametrize("role", ROLES)
def test_who_searches_what(rows: Any, role: str) -> None:
    """The search of a field shows only names that the account may view."""
    client = signed_in(role)
    asked = {
        f"{model._meta.app_label}.{model._meta.model_name}.{name}": model._meta.get_field(name).related_model
        for model, names in searching()
        for name in names
    }
    assert len(asked) > 20
    found = {field for field in asked if client.get("/admin/autocomplete/", as_query(field)).status_code == 200}
    assert found == (set() if role in ("", "reader") else set(asked))


def searching() -> Iterator[tuple[Any, Any]]:
    """Yield each kind with its fields that search: of forms and of inlines."""
    for model, pages in admin.site._registry.items():
        yield model, pages.autocomplete_fields
        yield from ((inline.model, inline.autocomplete_fields) for inline in pages.inlines)


def as_query(field: str) -> dict[str, str]:
    return {**dict(zip(("app_label", "model_name", "field_name"), field.split("."), strict=True)), "term": ""}


def bulk_page(rows: Any, row: Any, name: str) -> str:
    """Return the address of the row's bulk page, for outcomes with the other row."""
    if row._meta.model_name == "appointment":
        return page(row, name)
    if name != "outcome":
        return page(row, name, row.pk)
    statement, session = (rows["draft"][kind] for kind in ("statement", "session"))
    statement.sessions.add(session)
    return page(row, name, row.pk, (session if row == statement else statement).pk)


BULK = {
    "gallery": ("photo_table", "photos", "photo"),
    "session": ("members", "copy", "paste", "move", "postpone", "outcome"),
    "appointment": ("paste",),
    "meeting": ("move", "postpone"),
    "statement": ("outcome",),
}
APPROVED_ONLY = ("move", "postpone")


@pytest.mark.parametrize("role", ROLES)
def test_who_is_let_into_the_bulk_pages(rows: Any, role: str) -> None:
    client = signed_in(role)
    found = {
        name
        for kind, names in BULK.items()
        for name in names
        for row in [rows["public" if name in APPROVED_ONLY else "draft"][kind]]
        if client.get(bulk_page(rows, row, name)).status_code in (200, 405)
    }
    assert found == BULK_PAGES[role]


# The fields of a translator


def facts_of(row: Any) -> dict[str, Any]:
    """Return all that the row holds, with the rows of its inlines, but the texts."""
    inlines = [inline.model for inline in admin.site.get_model_admin(type(row)).inlines]
    below = [
        each
        for model in inlines
        for key in model._meta.fields
        if key.related_model is type(row)
        for each in model._default_manager.filter(**{key.name: row.pk})
    ]
    fresh = [type(row)._default_manager.get(pk=row.pk), *below]
    found: dict[str, Any] = {}
    for each in fresh:
        kept = {field.name for field in each._meta.fields} - texts_of(type(each)) - {"changed_at"}
        found |= {f"{each._meta.label} {each.pk} {name}": getattr(each, name) for name in sorted(kept)}
        for relation in each._meta.many_to_many:
            ids = getattr(each, relation.name).order_by("pk").values_list("pk", flat=True)
            found[f"{each._meta.label} {each.pk} {relation.name}"] = list(ids)
    return found


@pytest.mark.parametrize(
    "kind",
    [
        "meeting",
        "session",
        "outcome",
        "topic",
        "page",
        "partner",
        "format",
        "person",
        "gallery",
        "photo",
        "appointment",
    ],
)
def test_what_a_translator_sends_for_facts_changes_nothing(rows: Any, kind: str) -> None:
    row, client = rows["draft"][kind], signed_in("translator")
    before = facts_of(row)
    answer = client.get(change(row))
    forms = [answer.context["adminform"].form]
    forms += [form for inline in answer.context["inline_admin_formsets"] for form in inline.formset.initial_forms]
    closed = [bound for form in forms for bound in form if bound.field.disabled and bound.name != "upload"]
    texts = [bound for bound in forms[0] if bound.name in texts_of(type(row)) and bound.name.endswith("_de")]
    sent = filled(answer) | {bound.html_name: "tampered-9" for bound in closed}

    with transaction.atomic():
        saved = client.post(change(row), sent | {texts[0].html_name: "Neu"})
        after, text = facts_of(row), getattr(type(row)._default_manager.get(pk=row.pk), texts[0].name)
        transaction.set_rollback(True)

    assert saved.status_code == 302, errors(saved)
    assert len(closed) > 0
    assert after == before
    assert "Neu" in text
