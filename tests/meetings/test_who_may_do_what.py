"""Every door of the admin as every role: forms, inlines, fields, lists, bulk pages, searches, histories.

The tables hold who may do what. Each is filled by real requests, so a new kind, page or field appears in it, and
somebody decides here who it is for.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import Client
from reversion.models import Version

from meetings.models import Office
from publishing.admin.field_permissions import texts_of
from publishing.models import Document, Publishable, Withdrawal
from publishing.states import State
from tests import factories as make
from tests.desk import DRAFT, change, filled, page, send

pytestmark = pytest.mark.django_db

ROLES: Final = ("superuser", "administrator", "editor", "author", "translator", "photo editor", "", "reader")
EDITION_OF: Final = {"statementedition": make.make_statement, "articleedition": make.make_article}


def signed_in(role: str) -> Client:
    """Return a browser with an account in the role; "" is one of the desk without a role, "reader" one of no desk."""
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
        *(make.make_office(), make.withdraw(make.make_topic()), make.make_user(role=""), Group.objects.first()),
    ]
    return {row._meta.model_name: row for row in rows}


# The pages


def doors(client: Client, row: Any) -> str:
    """Return a letter for each page about the row and its kind that the account is let into.

    l: the list, a: add, v: view, c: change everything, t: change texts only, d: delete, h: history, x: an earlier
    version, r: what was deleted, s: be found by a search, p: preview.
    """
    found = "".join(
        letter
        for letter, name, args in (
            *(("l", "changelist", ()), ("a", "add", ())),
            *(("d", "delete", (row.pk,)), ("h", "history", (row.pk,)), ("r", "recoverlist", ())),
            ("p", "preview", (row.pk,)),
        )
        if exists(row, name) and client.get(adding(row) if name == "add" else page(row, name, *args)).status_code == 200
    )
    return found + of_the_form(client, row) + earlier_version(client, row)


def exists(row: Any, name: str) -> bool:
    pages = admin.site.get_model_admin(type(row))
    ours = f"{row._meta.app_label}_{row._meta.model_name}_{name}"
    return any(ours == pattern.name for pattern in pages.get_urls())


def adding(row: Any) -> str:
    document = f"?document={row.document_id}&language=de" if hasattr(row, "document_id") else ""
    return page(row, "add") + document


def of_the_form(client: Client, row: Any) -> str:
    answer = client.get(change(row))
    if answer.status_code != 200:
        return ""
    fields = open_fields(answer)
    if not fields:
        return "v"
    return "t" if fields <= texts_of(type(row)) else "c"


def open_fields(answer: Any) -> set[str]:
    """Return the fields of the form, without those of its inlines, into which something can be typed."""
    return {name for name, field in answer.context["adminform"].form.fields.items() if not field.disabled}


def earlier_version(client: Client, row: Any) -> str:
    version = Version.objects.get_for_object(row).first()
    if version is None or not exists(row, "revision"):
        return ""
    return "x" if client.get(page(row, "revision", row.pk, version.pk)).status_code == 200 else ""


def table(role: str, **state: Any) -> dict[str, str]:
    rows = rows_of_each_kind(**state)
    keeper = signed_in("superuser")
    for row in rows.values():
        if exists(row, "revision") and not (isinstance(row, Publishable) and row.state == State.APPROVED):
            send(keeper, change(row))  # and so it has an earlier version
    client = signed_in(role)
    return {kind: letters for kind, row in rows.items() if (letters := doors(client, row))}


if __name__ == "__main__":
    pass


@pytest.mark.parametrize("role", ROLES)
def test_print(role: str) -> None:
    print(repr(role), ":", (table(role, **DRAFT), table(role)))
