"""A change of what belongs to a record is logged and reviewed as the record's."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from meetings.models import Host, Meeting, Participation, Series, Session
from partners.models import Appointment, Membership
from publishing.models import AuditLogEntry, Office, UnreviewedChange
from publishing.models.audit_log import Action
from publishing.models.belonging import BelongsTo
from publishing.workflow import WorkflowAction
from tests import factories as make
from tests.admin_forms import DRAFT, change, page, send

pytestmark = pytest.mark.django_db


def entries(action: Action = Action.SAVE) -> list[str]:
    """Return the sorted permanent ids of the audit log's entries of the action."""
    return sorted(AuditLogEntry.objects.filter(action=action).values_list("public_id", flat=True))


def unseen() -> set[str]:
    return set(UnreviewedChange.objects.values_list("public_id", flat=True))


def ids(*rows: Any) -> list[str]:
    return sorted(row.public_id for row in rows)


# Each kind of row without a permanent id: the rows that it counts for, and how a form changes and deletes it.


def office() -> Any:
    appointment = make.make_appointment()
    return [appointment.person], appointment, {"office_en": "Changed"}


def series() -> Any:
    of_two = make.make_series()
    approved = [make.make_meeting(series=of_two) for _ in range(2)]
    make.make_meeting(series=of_two, **DRAFT)
    return approved, of_two, {"name_en": "Changed"}


def membership() -> Any:
    partner = make.make_partner()
    body = make.make_format(members=[partner])
    return [body, partner], partner, {"memberships-0-capacity": "observer"}


def former_name() -> Any:
    partner = make.make_partner()
    make.make_former_name(partner)
    return [partner], partner, {"former_names-0-name_en": "Changed"}


def host() -> Any:
    held = make.make_host(make.make_meeting())
    return [held.meeting], held.meeting, {"hosts-0-partner": make.make_partner().pk}


def figure() -> Any:
    made = make.make_figure(make.make_meeting())
    return [made.meeting], made.meeting, {"figures-0-value_en": "Changed"}


def participation() -> Any:
    session = make.make_session()
    make.make_participation(session=session)
    return [session], session, {"participations-0-role": "guest"}


DOORS: dict[str, Callable[[], Any]] = {
    "appointment": office,
    "series": series,
    "membership": membership,
    "formername": former_name,
    "host": host,
    "figure": figure,
    "participation": participation,
}


@pytest.mark.parametrize("kind", DOORS)
def test_a_change_of_what_belongs_to_a_record_waits_for_a_second_person(client: Client, kind: str) -> None:
    wholes, row, changes = DOORS[kind]()
    client.force_login(make.make_user())

    answer = send(client, change(row), **changes)

    assert answer.status_code == 302
    assert (entries(), unseen()) == (ids(*wholes), set(ids(*wholes)))


@pytest.mark.parametrize("kind", [kind for kind in DOORS if kind not in ("appointment", "series")])
def test_deleting_a_row_of_an_inline_counts_for_what_it_belongs_to(client: Client, kind: str) -> None:
    wholes, row, changes = DOORS[kind]()
    client.force_login(make.make_user())
    row_of_the_inline = next(iter(changes)).rpartition("-")[0]

    answer = send(client, change(row), **{f"{row_of_the_inline}-DELETE": "on"})

    assert answer.status_code == 302
    assert (entries(), entries(Action.DELETE)) == (ids(*wholes), [])


def test_an_office_that_is_deleted_by_itself_counts_for_its_person(client: Client) -> None:
    appointment = make.make_appointment()
    client.force_login(make.make_user())

    client.post(page(appointment, "delete", appointment.pk), {"post": "yes"})

    entry = AuditLogEntry.objects.get(action=Action.SAVE)
    assert entry.public_id == appointment.person.public_id
    assert entry.reason == f"Deleted: Appointment “{appointment}”."


@pytest.mark.parametrize("popup", [{}, {"_popup": "1"}])
def test_an_office_that_is_added_by_itself_counts_for_its_person(client: Client, popup: dict[str, str]) -> None:
    person, partner = make.make_person(), make.make_partner()
    client.force_login(make.make_user())

    facts = make.both("office", "Minister") | {
        "person": person.pk,
        "partner": partner.pk,
        "since": "2009",
    }
    client.post(page(Appointment, "add"), facts | popup)

    assert (Appointment.objects.count(), entries()) == (1, [person.public_id])


def test_an_office_that_moves_to_another_person_counts_for_both(client: Client) -> None:
    appointment, other = make.make_appointment(), make.make_person()
    client.force_login(make.make_user())

    send(client, change(appointment), person=other.pk)

    assert entries() == ids(appointment.person, other)


def test_the_editor_who_changed_an_office_does_not_confirm_the_person(client: Client) -> None:
    appointment = make.make_appointment()
    client.force_login(make.make_user())
    send(client, change(appointment), office_en="Changed")

    address = page(appointment.person, "verb", appointment.person.pk, WorkflowAction.CONFIRM)
    client.post(address)
    assert unseen() == {appointment.person.public_id}
    client.force_login(make.make_user())
    client.post(address)

    assert unseen() == set()


def test_members_that_are_added_count_for_their_session(client: Client) -> None:
    partner = make.make_partner()
    session = make.make_session(formats=[make.make_format(members=[partner])])
    client.force_login(make.make_user())

    client.post(page(session, "members", session.pk), {"select": [str(partner.pk)]})

    assert (Participation.objects.count(), entries()) == (1, [session.public_id])


def test_a_draft_that_is_deleted_is_entered_with_all_below_it(client: Client) -> None:
    outcome = make.make_outcome(session=make.make_session(meeting=make.make_meeting(**DRAFT), **DRAFT), **DRAFT)
    statement = make.make_statement(languages=["en"], edition=DRAFT)
    edition = statement.editions.get()
    client.force_login(make.make_user())

    for row in (outcome.session.meeting, statement):
        client.post(page(row, "delete", row.pk), {"post": "yes"})

    deleted = (outcome, outcome.session, outcome.session.meeting, statement, edition)
    assert entries(Action.DELETE) == ids(*deleted)


def test_a_draft_that_is_deleted_in_the_form_of_its_parent_is_entered_with_all_below_it(
    client: Client,
) -> None:
    outcome = make.make_outcome(session=make.make_session(state="draft"), state="draft")
    client.force_login(make.make_user())

    send(client, change(outcome.session.meeting), **{"sessions-0-DELETE": "on"})

    assert not Session.objects.exists()
    assert entries(Action.DELETE) == ids(outcome, outcome.session)
    assert entries() == [outcome.session.meeting.public_id]


def test_the_office_and_a_role_are_entered_without_a_review(client: Client) -> None:
    office = make.make_office()
    client.force_login(make.make_user(role="administrator"))
    send(client, change(office), name_en="Changed")
    client.force_login(User.objects.create_superuser("root"))
    group = Group.objects.get(name="author")
    client.post(change(group), {"name": "author", "permissions": [Permission.objects.first().pk]})

    saved = AuditLogEntry.objects.filter(action=Action.SAVE).order_by("id").values_list("object_repr", "public_id")
    assert list(saved) == [("Changed", ""), ("author", "")]


def edited_kinds() -> Iterator[type[Any]]:
    """Yield every model that a form or an inline of the admin can change."""
    for model, pages in admin.site._registry.items():
        if model._meta.app_label == "django_tasks_database":  # what the worker did; no form changes it
            continue
        yield model
        yield from (inline.model for inline in pages.inlines)


def test_every_kind_that_a_form_changes_counts_for_a_row_with_a_permanent_id() -> None:
    elsewhere = {Office, User, Group, AuditLogEntry}  # entered without a permanent id, or never changed

    unknown = {
        model
        for model in edited_kinds()
        if not hasattr(model, "public_id") and not issubclass(model, BelongsTo) and model not in elsewhere
    }

    assert unknown == set()


def test_every_kind_that_belongs_to_another_is_tried_here() -> None:
    kinds: set[Any] = {model for model in apps.get_models() if issubclass(model, BelongsTo)}

    assert {model._meta.model_name for model in kinds} == {*DOORS}
    assert {model for model in kinds if not model.belongs_to and model is not Series} == set()
    assert {Host, Membership} <= kinds
    assert not issubclass(Meeting, BelongsTo)
