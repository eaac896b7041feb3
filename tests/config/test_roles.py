"""What each role of the press office may do in the admin, by real requests."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from partners.models import Appointment, Format, Person
from photos.models import Gallery, Photo, PhotoFile
from publishing.models import AuditLogEntry, Document, Edition, Office, Page, Publishable, Withdrawal
from publishing.states import State
from publishing.workflow import TRANSITIONS, WorkflowAction
from tests import factories
from tests.admin_forms import DRAFT, change, errors, filled, opened, page, send
from tests.conftest import MadeOnce

pytestmark = pytest.mark.django_db

APPROVED: dict[str, Any] = {"state": State.APPROVED, "publish_at": None}
STATES: dict[str, dict[str, Any]] = {"draft": DRAFT, "approved": APPROVED, "public": {}}
RECORDS = {"meeting", "session", "outcome", "topic", "page", "partner", "format", "person"}
PHOTOS = {"gallery", "photo"}
DOCUMENTS = {"statement", "article"}
EDITIONS = {"statementedition", "articleedition"}
EVERY = RECORDS | PHOTOS | DOCUMENTS | EDITIONS


@dataclass(frozen=True)
class Role:
    """The kinds that a role changes as drafts, and makes public."""

    changes: set[str]
    approves: set[str]


ROLES: dict[str, Role] = {
    "author": Role(EVERY, set()),
    "translator": Role(EVERY - DOCUMENTS, set()),
    "photo editor": Role(PHOTOS, PHOTOS),
    "editor": Role(EVERY, EVERY),
    "administrator": Role(set(), set()),
    "": Role(set(), set()),
}
MAKE: dict[str, Callable[..., Any]] = {
    "meeting": factories.make_meeting,
    "session": factories.make_session,
    "outcome": factories.make_outcome,
    "topic": factories.make_topic,
    "page": factories.make_page,
    "partner": factories.make_partner,
    "format": factories.make_format,
    "person": factories.make_person,
    "gallery": partial(factories.make_gallery, photos=1),
    "photo": factories.make_photo,
    "statementedition": lambda **state: factories.make_edition(factories.make_statement(languages=[]), **state),
    "articleedition": lambda **state: factories.make_edition(factories.make_article(languages=[]), **state),
}
MAKE_DOCUMENT: dict[str, Callable[..., Any]] = {
    "statement": factories.make_statement,
    "article": factories.make_article,
}
CHILDREN = {"session", "outcome", "photo"}


def make(kind: str, **state: Any) -> Any:
    """Make a row of the kind in the state; a document has its editions in the state."""
    if kind in DOCUMENTS:
        return MAKE_DOCUMENT[kind](languages=["en"], edition=state)
    return MAKE[kind](**state)


def publishable_kinds() -> Iterator[type[Model]]:
    yield from (each for each in apps.get_models() if issubclass(each, Publishable | Document))


def signed_in(client: Client, role: str) -> User:
    user = factories.make_user(role=role)
    client.force_login(user)
    return user


def status(may: bool) -> int:
    return 200 if may else 403


@dataclass
class Scene:
    """A row of each kind in each state, and its form as an editor would send it."""

    rows: dict[str, dict[str, Any]]
    forms: dict[str, dict[str, Any]]


@pytest.fixture(scope="class")
def scene(made_once: MadeOnce) -> Iterator[Scene]:
    with made_once():
        factories.make_office(required_languages="en")
        rows = {name: {kind: make(kind, **state) for kind in sorted(EVERY)} for name, state in STATES.items()}
        editor = Client()
        signed_in(editor, "editor")
        closed = ("approved", "public")
        yield Scene(rows, {name: {kind: form(editor, row) for kind, row in rows[name].items()} for name in closed})


def form(client: Client, row: Model) -> dict[str, Any]:
    return filled(client.get(change(row)))


def stored_state(row: Model) -> str:
    return str(type(row)._default_manager.values_list("state", flat=True).get(pk=row.pk))


@pytest.mark.parametrize("role", ROLES)
class TestEveryKind:
    """What each role does with a row of each kind, made once.

    test_who_may_do_what.py opens the forms for new rows.
    """

    def test_who_changes_which_drafts_and_makes_them_public(self, client: Client, scene: Scene, role: str) -> None:
        changed, offered, approved = {}, set(), set()
        signed_in(client, role)
        for kind, row in scene.rows["draft"].items():
            opened = client.get(change(row))
            changed[kind] = client.post(change(row), filled(opened) if role else {}).status_code
            if kind in DOCUMENTS:
                continue
            if role and WorkflowAction.APPROVE in verbs_on(opened):
                offered.add(kind)
            client.post(page(row, "verb", row.pk, WorkflowAction.APPROVE))
            if stored_state(row) == State.APPROVED:
                approved.add(kind)
        assert changed == {kind: 302 if kind in ROLES[role].changes else 403 for kind in EVERY}
        assert (offered, approved) == (ROLES[role].approves - DOCUMENTS, ROLES[role].approves - DOCUMENTS)

    @pytest.mark.parametrize("state", ["approved", "public"])
    def test_what_is_approved_is_changed_by_those_who_may_approve_it(
        self, client: Client, scene: Scene, role: str, state: str
    ) -> None:
        signed_in(client, role)
        # What someone wrote into an approved text comes back to them as a new draft (200); the text stays.
        of_editions = {kind: status(kind in ROLES[role].changes) for kind in EDITIONS}
        expected = {kind: 302 if kind in ROLES[role].approves else 403 for kind in EVERY - EDITIONS} | of_editions
        answers = {
            kind: client.post(
                change(row), scene.forms[state][kind] if expected[kind] == 403 else form(client, row)
            ).status_code
            for kind, row in scene.rows[state].items()
        }
        assert answers == expected

    def test_what_is_approved_is_deleted_by_those_who_may_approve_it(
        self, client: Client, scene: Scene, role: str
    ) -> None:
        rows = {kind: row for kind, row in scene.rows["approved"].items() if kind not in CHILDREN}
        signed_in(client, role)
        for row in rows.values():
            client.post(page(row, "delete", row.pk), {"post": "yes"})
        gone = {kind for kind, row in rows.items() if not type(row)._default_manager.filter(pk=row.pk).exists()}
        assert gone == ROLES[role].approves - CHILDREN

    @pytest.mark.parametrize("verb", [WorkflowAction.WITHDRAW, WorkflowAction.UNPUBLISH])
    def test_who_withdraws_what(self, client: Client, scene: Scene, role: str, verb: WorkflowAction) -> None:
        rows = scene.rows["public"]
        signed_in(client, role)
        shown_words = {"reason": "Slip", "explanation_en": "A.", "explanation_de": "B."}
        for row in rows.values():
            client.post(page(row, "verb", row.pk, verb), shown_words)
        withdrawn = set(Withdrawal.objects.values_list("public_id", flat=True))
        assert withdrawn == {rows[kind].public_id for kind in ROLES[role].approves}

    def test_who_hands_in_what(self, client: Client, scene: Scene, role: str) -> None:
        rows = {kind: row for kind, row in scene.rows["draft"].items() if kind not in DOCUMENTS}
        signed_in(client, role)
        for row in rows.values():
            client.post(page(row, "verb", row.pk, WorkflowAction.SUBMIT))
        handed_in = {kind for kind, row in rows.items() if stored_state(row) == State.IN_REVIEW}
        assert handed_in == ROLES[role].changes - DOCUMENTS


def verbs_on(answer: Any) -> set[str]:
    """Return the verbs of the buttons above and below the form."""
    links = [link.url.rstrip("/").rpartition("/")[2] for link in answer.context["panel"].links]
    return {*links, *(link.name.removeprefix("_") for link in answer.context["saving_verbs"])}


EDITORS_VERBS = [verb for verb, transition in TRANSITIONS.items() if transition.permission == "approve"]


@pytest.mark.parametrize(
    ("role", "row"), [("author", factories.make_session), ("photo editor", factories.make_meeting)]
)
@pytest.mark.parametrize("state", [DRAFT, {}], ids=["draft", "public"])
def test_the_verbs_of_editors_are_forbidden_to_others(
    client: Client, role: str, row: Callable[..., Any], state: dict[str, Any]
) -> None:
    made = row(**state)
    before = type(made).objects.values().get(pk=made.pk)
    signed_in(client, role)
    asked = {"reason": "x", "explanation_en": "x", "explanation_de": "x", "slug": "x"}
    asked |= {"at_0": "2031-04-15", "at_1": "18:00", "confirmed": "x"}

    answers = {client.post(page(made, "verb", made.pk, verb), asked).status_code for verb in EDITORS_VERBS}

    assert answers == {403}
    assert verbs_on(client.get(change(made))).isdisjoint(EDITORS_VERBS)
    assert type(made).objects.values().get(pk=made.pk) == before


# Beside the forms


@pytest.mark.parametrize("role", ROLES)
def test_the_verbs_in_a_list_are_those_of_the_role(client: Client, role: str) -> None:
    factories.make_gallery()
    signed_in(client, role)
    answer = client.get(page(Gallery, "changelist"))
    if not role:
        assert answer.status_code == 403
        return
    form = answer.context["action_form"]
    offered = (
        {name for name, _label in form.fields["action"].choices if name in WorkflowAction.values} if form else set()
    )
    may = "gallery" in ROLES[role].approves
    assert (WorkflowAction.PUBLISH in offered, WorkflowAction.SUBMIT in offered) == (
        may,
        "gallery" in ROLES[role].changes,
    )
    for verb in (WorkflowAction.WITHDRAW, WorkflowAction.UNPUBLISH):
        client.post(page(Gallery, "changelist"), {"action": verb, "_selected_action": [1], "confirmed": "yes"})
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_the_office_and_accounts_are_the_administrators(client: Client, role: str) -> None:
    office = factories.make_office()
    user = signed_in(client, role)
    is_administrator = role == "administrator"
    texts = factories.both("name", "Another") | factories.both("wordmark", "Another")
    facts = {"time_zone": "Europe/Berlin", "languages": "en,de", "required_languages": "en", "session_minutes": "60"}
    answer = client.post(change(office), texts | facts | opened(client, change(office)))
    assert answer.status_code == (302 if is_administrator else 403)
    assert (Office.objects.get().name_en == "Another") == is_administrator
    assert client.get(page(User, "changelist")).status_code == status(is_administrator)
    assert client.get(page(User, "add")).status_code == status(is_administrator)
    assert client.get(change(user)).status_code == status(is_administrator)
    assert client.get(page(Group, "add")).status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_editors_and_administrators_see_the_audit_log_and_withdrawals(client: Client, role: str) -> None:
    withdrawal = factories.withdraw(factories.make_topic())
    signed_in(client, role)
    sees = role in ("editor", "administrator")
    assert client.get(page(AuditLogEntry, "changelist")).status_code == status(sees)
    assert client.get(change(withdrawal)).status_code == status(sees)
    words = factories.both("explanation", "Corrected.") | {"reason": "A reason."}
    fixed = client.post(change(withdrawal), words | opened(client, change(withdrawal)))
    assert fixed.status_code == (302 if role == "editor" else 403)


# What is in the form of something else, or has no state of its own


@pytest.mark.parametrize("role", ["author", "translator", "editor"])
def test_an_approved_row_is_not_changed_in_the_form_of_a_draft(client: Client, role: str) -> None:
    session = factories.make_session(
        meeting=factories.make_meeting(**DRAFT), title_en="Approved", **APPROVED | {"release": "with_parent"}
    )
    signed_in(client, role)
    send(client, change(session.meeting), **{"sessions-0-title_en": "Changed", "sessions-0-DELETE": ""})
    session.refresh_from_db()
    assert session.title_en == ("Changed" if role == "editor" else "Approved")


def test_an_approved_row_is_not_deleted_in_the_form_of_a_draft(client: Client) -> None:
    session = factories.make_session(meeting=factories.make_meeting(**DRAFT), **APPROVED)
    signed_in(client, "author")
    assert send(client, change(session.meeting), **{"sessions-0-DELETE": "on"}).status_code == 302
    assert type(session).objects.filter(pk=session.pk).exists()


def test_a_draft_row_is_changed_in_the_form_of_a_draft(client: Client) -> None:
    session = factories.make_session(meeting=factories.make_meeting(**DRAFT), **DRAFT)
    signed_in(client, "author")
    send(client, change(session.meeting), **{"sessions-0-title_en": "Changed"})
    session.refresh_from_db()
    assert session.title_en == "Changed"


@pytest.mark.parametrize(("role", "added"), [("photo editor", 1), ("editor", 1), ("translator", 0), ("author", 1)])
def test_photos_are_added_by_those_who_begin_photos(client: Client, role: str, added: int) -> None:
    gallery = factories.make_gallery(**DRAFT)
    signed_in(client, role)
    upload = io.BytesIO(factories.jpeg())
    upload.name = "a.jpg"
    answer = client.post(
        page(gallery, "photos", gallery.pk), {"uploads": [upload], "credit": "Office", "language": "en"}
    )
    assert (answer.status_code, Photo.objects.count()) == (200 if added else 403, added)


@pytest.mark.parametrize(("role", "files"), [("photo editor", 2), ("author", 2), ("translator", 1)])
def test_a_photos_file_is_replaced_by_those_who_look_after_files(client: Client, role: str, files: int) -> None:
    photo = factories.make_photo(gallery=factories.make_gallery(**DRAFT), **DRAFT)
    credit = photo.credit
    signed_in(client, role)
    upload = io.BytesIO(factories.jpeg(width=90))
    upload.name = "a.jpg"
    form = filled(client.get(change(photo))) | {"upload": upload, "credit": "Changed"}
    assert client.post(change(photo), form).status_code == 302
    assert PhotoFile.objects.count() == files
    # The credit line is no text of a language, so a translator leaves it as it is.
    assert Photo.objects.get().credit == ("Changed" if files == 2 else credit)


def test_a_translator_writes_in_the_photo_table_and_brings_no_photos(client: Client) -> None:
    photo = factories.make_photo(gallery=factories.make_gallery(**DRAFT), **DRAFT)
    signed_in(client, "translator")
    assert client.get(page(photo.gallery, "photo_table", photo.gallery.pk)).status_code == 200
    assert client.post(page(photo.gallery, "photo", photo.gallery.pk)).status_code == 403


@pytest.mark.parametrize(("role", "code"), [("author", 200), ("editor", 200), ("translator", 403)])
def test_members_are_added_by_those_who_add_participants(client: Client, role: str, code: int) -> None:
    session = factories.make_session(meeting=factories.make_meeting(**DRAFT), **DRAFT)
    signed_in(client, role)
    assert client.get(page(session, "members", session.pk)).status_code == code


@pytest.mark.parametrize(("role", "may"), [("author", False), ("translator", False), ("editor", True)])
def test_an_office_of_a_public_person_is_changed_by_those_who_may_approve_people(
    client: Client, role: str, may: bool
) -> None:
    appointment = factories.make_appointment(office_en="Minister")
    signed_in(client, role)
    assert send(client, change(appointment), office_en="Clown").status_code == (302 if may else 403)
    assert Appointment.objects.get().office_en == ("Clown" if may else "Minister")
    client.post(page(appointment, "delete", appointment.pk), {"post": "yes"})
    assert Appointment.objects.exists() == (not may)


@pytest.mark.parametrize(("role", "may"), [("author", False), ("editor", True)])
def test_an_office_is_given_to_a_public_person_by_those_who_may_approve_people(
    client: Client, role: str, may: bool
) -> None:
    partner = factories.make_partner()
    office = factories.both("office", "Minister") | {"partner": partner.pk, "since": "2009"}
    signed_in(client, role)
    answer = client.post(page(Appointment, "add"), office | {"person": factories.make_person().pk})
    assert answer.status_code == (302 if may else 200)
    assert may or errors(answer) == {
        "person": ["This person is approved or public: only accounts that may approve people can change their offices."]
    }
    draft = factories.make_person(**DRAFT)
    assert client.post(page(Appointment, "add"), office | {"person": draft.pk}).status_code == 302
    assert Person.objects.get(pk=draft.pk).appointments.count() == 1


@pytest.mark.parametrize(("role", "may"), [("author", False), ("editor", True)])
def test_the_name_of_a_series_with_a_public_meeting_is_changed_by_those_who_may_approve_meetings(
    client: Client, role: str, may: bool
) -> None:
    of_drafts, of_the_public = (
        factories.make_meeting(series=factories.make_series(), **state).series for state in (DRAFT, {})
    )
    signed_in(client, role)
    name = factories.both("name", "Renamed")
    assert client.post(change(of_drafts), name | opened(client, change(of_drafts))).status_code == 302
    sent = name | opened(client, change(of_the_public))
    assert client.post(change(of_the_public), sent).status_code == (302 if may else 403)


@pytest.mark.parametrize("kind", [Page, Format])
@pytest.mark.parametrize(("role", "may"), [("author", False), ("editor", True)])
def test_public_rows_are_sorted_by_those_who_may_approve_them(client: Client, role: str, may: bool, kind: Any) -> None:
    row = MAKE[kind._meta.model_name](position=1)
    signed_in(client, role)
    form = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": row.pk, "form-0-position": "7"}
    client.post(page(kind, "changelist"), form | opened(client, page(kind, "changelist")) | {"_save": "Save"})
    assert kind.objects.get().position == (7 if may else 1)


@pytest.mark.parametrize(("role", "may"), [("author", False), ("editor", True)])
def test_a_statement_whose_text_is_scheduled_is_changed_by_those_who_may_approve_it(
    client: Client, role: str, may: bool
) -> None:
    """Others would change what becomes public after the second review."""
    statement = factories.make_statement(languages=["en"], edition=APPROVED)
    signed_in(client, role)
    assert send(client, change(statement), working_title="Another").status_code == (302 if may else 403)


# The groups themselves


def test_the_groups_are_the_roles() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {role for role in ROLES if role}


def test_the_permissions_of_the_groups_are_of_kinds_that_exist() -> None:
    for group in Group.objects.prefetch_related("permissions__content_type"):
        for permission in group.permissions.all():
            kind = permission.content_type.model_class()
            assert kind is not None, permission
            action = permission.codename.removesuffix(f"_{kind._meta.model_name}")
            assert action in kind._meta.default_permissions, permission


def test_every_publishable_kind_is_begun_and_approved_in_some_role() -> None:
    """A new kind needs a migration for its roles, and a place in ROLES."""
    kinds = {each._meta.model_name for each in publishable_kinds()}
    assert kinds == EVERY
    assert {issubclass(each, Edition) for each in publishable_kinds()} == {True, False}
    for action in ("add", "change", "view", "approve"):
        held = Group.objects.filter(permissions__codename__startswith=f"{action}_")
        codenames = set(held.values_list("permissions__codename", flat=True))
        assert {f"{action}_{kind}" for kind in kinds} - codenames == set()


def test_who_has_no_role_sees_an_empty_admin(client: Client) -> None:
    signed_in(client, "")
    assert client.get(reverse("admin:index")).context["app_list"] == []
