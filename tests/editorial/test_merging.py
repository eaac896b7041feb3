"""Two people with the same form open overwrite nothing without a question."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client

from meetings.models import Host, Participation, Statement
from partners.models import Format
from tests import factories
from tests.admin_forms import DRAFT, change, errors, filled, messages, page, send

pytestmark = pytest.mark.django_db

# Of each kind with a form: how to make a row, and two of its texts.
MAKE: dict[str, Any] = {
    "auth.group": lambda: Group.objects.create(name="press officers"),
    "auth.user": lambda: User.objects.create_user("a.weber", first_name="Anna", last_name="Weber"),
    "publishing.withdrawal": lambda: factories.withdraw(factories.make_topic(), reason="A reason."),
    "meetings.statementedition": lambda: factories.make_edition(factories.make_statement(), language="fr", **DRAFT),
    "meetings.articleedition": lambda: factories.make_edition(factories.make_article(), language="fr", **DRAFT),
}
TEXTS: dict[str, tuple[str, str]] = {
    "auth.user": ("first_name", "last_name"),
    "meetings.article": ("working_title", "note"),
    "meetings.articleedition": ("title", "body"),
    "photos.gallery": ("title_en", "summary_de"),
    "meetings.meeting": ("headline_en", "city_de"),
    "publishing.office": ("name_en", "footnote_de"),
    "meetings.outcome": ("text_en", "text_de"),
    "publishing.page": ("title_de", "body_en"),
    "photos.photo": ("caption_en", "credit"),
    "meetings.series": ("name_en", "name_de"),
    "meetings.session": ("title_en", "summary_de"),
    "meetings.statement": ("working_title", "note"),
    "meetings.statementedition": ("title", "summary"),
    "meetings.topic": ("name_en", "description_de"),
    "partners.appointment": ("office_en", "office_de"),
    "partners.format": ("name_en", "description_de"),
    "partners.partner": ("official_name_en", "note"),
    "partners.person": ("name_en", "sort_name_de"),
    "publishing.withdrawal": ("reason", "explanation_de"),
}
WITHOUT_A_FORM = {"publishing.auditlogentry", "django_tasks_database.dbtaskresult"}
WITH_ONE_TEXT = {"auth.group"}  # and permissions, which are merged as additions and removals


def make(kind: str) -> Any:
    name = kind.partition(".")[2]
    return MAKE[kind]() if kind in MAKE else getattr(factories, f"make_{name}")()


def stored(row: Any, field: str) -> str:
    value = str(type(row)._default_manager.values_list(field, flat=True).get(pk=row.pk))
    return value.removeprefix("<p>").removesuffix("</p>")


def test_every_kind_with_a_form_is_tried_here() -> None:
    kinds = {model._meta.label_lower for model in admin.site._registry}
    assert kinds == {*TEXTS} | WITHOUT_A_FORM | WITH_ONE_TEXT


@pytest.mark.parametrize("kind", TEXTS)
def test_changes_of_different_fields_are_both_saved(admin_client: Client, kind: str) -> None:
    row = make(kind)
    one, other = TEXTS[kind]
    mine = filled(admin_client.get(change(row)))
    assert send(admin_client, change(row), **{one: "Theirs"}).status_code == 302
    answer = admin_client.post(change(row), mine | {other: "Mine"}, follow=True)
    assert (stored(row, one), stored(row, other)) == ("Theirs", "Mine")
    assert any("Both changes are saved" in said for said in messages(answer))


@pytest.mark.parametrize("kind", TEXTS)
def test_a_field_that_both_have_changed_is_asked_about(admin_client: Client, kind: str) -> None:
    row = make(kind)
    field, other = TEXTS[kind]
    mine = filled(admin_client.get(change(row)))
    send(admin_client, change(row), **{field: "Theirs"})
    answer = admin_client.post(change(row), mine | {field: "Mine", other: "Too"})
    assert errors(answer) == {
        field: ["Another person has changed this field since you opened the form. Choose above which value counts."]
    }
    assert (stored(row, field), stored(row, other) == "Too") == ("Theirs", False)
    [conflict] = answer.context["conflicts"]
    again = filled(answer)
    assert again[field] == "Mine"
    assert admin_client.post(change(row), again).status_code == 200, "without a choice it is asked again"
    for choice, result in (("mine", "Mine"), ("theirs", "Theirs")):
        with transaction.atomic():
            done = admin_client.post(change(row), again | {conflict.input_name: choice})
            assert done.status_code == 302, errors(done)
            assert (stored(row, field), stored(row, other)) == (result, "Too")
            transaction.set_rollback(True)


def test_a_form_without_a_base_overwrites_nothing(admin_client: Client) -> None:
    topic = factories.make_topic(name_en="Libya")
    sent = filled(admin_client.get(change(topic))) | {"name_en": "Afghanistan", "_base": "forged"}
    assert list(errors(admin_client.post(change(topic), sent))) == ["name_en"]
    assert stored(topic, "name_en") == "Libya"


def test_a_third_change_while_choosing_is_asked_about_too(admin_client: Client) -> None:
    topic = factories.make_topic()
    mine = filled(admin_client.get(change(topic)))
    send(admin_client, change(topic), name_en="Theirs")
    answer = admin_client.post(change(topic), mine | {"name_en": "Mine"})
    send(admin_client, change(topic), name_en="A third")
    answer = admin_client.post(change(topic), filled(answer) | {"choose-name_en": "mine"})
    assert answer.status_code == 200
    assert stored(topic, "name_en") == "A third"
    assert "A third" in answer.content.decode()


def test_what_a_colleague_has_changed_is_shown_when_the_form_comes_back(admin_client: Client) -> None:
    topic = factories.make_topic(**DRAFT)
    mine = filled(admin_client.get(change(topic)))
    send(admin_client, change(topic), description_en="Theirs")
    answer = admin_client.post(change(topic), mine | {"slug": "not a slug"})
    assert filled(answer)["description_en"] == "Theirs"
    assert admin_client.post(change(topic), filled(answer) | {"slug": "a-slug"}).status_code == 302
    assert (stored(topic, "description_en"), stored(topic, "slug")) == ("Theirs", "a-slug")


def test_relations_to_many_are_merged_as_additions_and_removals(admin_client: Client) -> None:
    old, theirs, mine = (factories.make_topic() for _each in range(3))
    statement = factories.make_statement()
    statement.topics.set([old])
    sent = filled(admin_client.get(change(statement)))
    send(admin_client, change(statement), topics=[old.pk, theirs.pk])
    assert admin_client.post(change(statement), sent | {"topics": [mine.pk]}).status_code == 302
    assert set(Statement.objects.get().topics.all()) == {theirs, mine}


def test_permissions_of_a_role_are_merged(admin_client: Client) -> None:
    role = Group.objects.create(name="press officers")
    sent = filled(admin_client.get(change(role)))
    send(admin_client, change(role), permissions=[1])
    admin_client.post(change(role), sent | {"permissions": [2]})
    assert {permission.pk for permission in role.permissions.all()} == {1, 2}


# Inline rows


@pytest.fixture
def meeting(db: None) -> Any:
    meeting = factories.make_meeting()
    for position in (1, 2):
        factories.make_figure(meeting, position=position)
    return meeting


def test_rows_of_an_inline_are_merged_by_their_fields(admin_client: Client, meeting: Any) -> None:
    mine = filled(admin_client.get(change(meeting)))
    send(admin_client, change(meeting), **{"figures-0-value_en": "60"})
    assert admin_client.post(change(meeting), mine | {"figures-0-label_en": "delegations"}).status_code == 302
    figure = meeting.figures.first()
    assert (figure.value, figure.label_en) == ("60", "delegations")


def test_a_row_that_both_have_changed_is_asked_about(admin_client: Client, meeting: Any) -> None:
    mine = filled(admin_client.get(change(meeting)))
    send(admin_client, change(meeting), **{"figures-1-value_en": "60"})
    answer = admin_client.post(change(meeting), mine | {"figures-1-value_en": "61"})
    assert [conflict.name for conflict in answer.context["conflicts"]] == ["figures-1-value_en"]
    admin_client.post(change(meeting), filled(answer) | {"choose-figures-1-value_en": "mine"})
    assert [figure.value for figure in meeting.figures.all()][1] == "61"


def test_a_row_that_was_added_meanwhile_stays_and_is_named(admin_client: Client, meeting: Any) -> None:
    mine = filled(admin_client.get(change(meeting)))
    host = factories.make_host(meeting)
    answer = admin_client.post(change(meeting), mine | {"headline_en": "Mine"}, follow=True)
    assert Host.objects.get() == host
    assert f"added: {host}" in " ".join(messages(answer))


def test_a_row_that_was_deleted_meanwhile_stays_deleted_if_it_was_not_touched(
    admin_client: Client, meeting: Any
) -> None:
    mine = filled(admin_client.get(change(meeting)))
    meeting.figures.first().delete()
    answer = admin_client.post(change(meeting), mine | {"figures-1-value_en": "62"}, follow=True)
    assert [figure.value for figure in meeting.figures.all()] == ["62"]
    assert "deleted: figure" in " ".join(messages(answer))


@pytest.mark.parametrize(("choice", "values"), [("mine", ["61", "62"]), ("theirs", ["62"])])
def test_a_row_that_was_deleted_meanwhile_and_changed_here_is_asked_about(
    admin_client: Client, meeting: Any, choice: str, values: list[str]
) -> None:
    mine = filled(admin_client.get(change(meeting)))
    meeting.figures.first().delete()
    changes = {"figures-0-value_en": "61", "figures-1-value_en": "62"}
    answer = admin_client.post(change(meeting), mine | changes)
    [conflict] = answer.context["conflicts"]
    assert "deleted by another person" in conflict.sentence
    assert meeting.figures.count() == 1
    sent = filled(answer)
    assert admin_client.post(change(meeting), sent).status_code == 200, "without a choice it is asked again"
    done = admin_client.post(change(meeting), sent | {conflict.input_name: choice})
    assert done.status_code == 302, errors(done)
    assert [figure.value for figure in meeting.figures.all()] == values


@pytest.mark.parametrize(("choice", "count"), [("mine", 1), ("theirs", 2)])
def test_deleting_a_row_that_was_changed_meanwhile_is_asked_about(
    admin_client: Client, meeting: Any, choice: str, count: int
) -> None:
    mine = filled(admin_client.get(change(meeting)))
    send(admin_client, change(meeting), **{"figures-0-value_en": "60"})
    answer = admin_client.post(change(meeting), mine | {"figures-0-DELETE": "on"})
    [conflict] = answer.context["conflicts"]
    assert meeting.figures.count() == 2
    again = filled(answer) | {"figures-0-DELETE": "on"}
    assert admin_client.post(change(meeting), again).status_code == 200
    assert admin_client.post(change(meeting), again | {conflict.input_name: choice}).status_code == 302
    assert meeting.figures.count() == count


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_an_order_that_both_have_changed_is_asked_about_once(admin_client: Client, choice: str) -> None:
    session = factories.make_session()
    first, second, third = (factories.make_participation(session=session, position=number) for number in (1, 2, 3))
    mine = filled(admin_client.get(change(session)))
    order = ("participations-0-position", "participations-1-position", "participations-2-position")
    send(admin_client, change(session), **dict(zip(order, (3, 1, 2), strict=True)))
    answer = admin_client.post(change(session), mine | dict(zip(order, (2, 3, 1), strict=True)))
    [conflict] = answer.context["conflicts"]
    assert list(session.participations.all()) == [second, third, first]
    done = admin_client.post(change(session), filled(answer) | {conflict.input_name: choice})
    assert done.status_code == 302, errors(done)
    expected = {"mine": [third, first, second], "theirs": [second, third, first]}[choice]
    assert list(Participation.objects.all()) == expected


def test_an_order_that_a_colleague_has_changed_is_kept(admin_client: Client) -> None:
    session = factories.make_session()
    first, second = (factories.make_participation(session=session, position=number) for number in (1, 2))
    mine = filled(admin_client.get(change(session)))
    send(admin_client, change(session), **{"participations-0-position": 2, "participations-1-position": 1})
    assert admin_client.post(change(session), mine | {"title_en": "Mine"}).status_code == 302
    assert list(Participation.objects.all()) == [second, first]


def test_a_list_that_both_have_sorted_is_asked_about(admin_client: Client) -> None:
    one, other = (factories.make_format(position=number) for number in (1, 2))
    address = page(Format, "changelist")
    opened = admin_client.get(address)
    base = {opened.context["base_name"]: opened.context["base"], "_save": "Save"}
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "form-0-id": one.pk, "form-1-id": other.pk}
    Format.objects.filter(pk=one.pk).update(position=5)
    answer = admin_client.post(address, form | base | {"form-0-position": 3, "form-1-position": 2})
    [conflict] = answer.context["conflicts"]
    assert Format.objects.get(pk=one.pk).position == 5
    base[answer.context["base_name"]] = answer.context["base"]
    sent = form | base | {"form-0-position": 3, "form-1-position": 2, conflict.input_name: "mine"}
    assert admin_client.post(address, sent).status_code == 302
    assert Format.objects.get(pk=one.pk).position == 3


# Who else has it open


def test_a_form_names_the_others_who_have_it_open(client: Client) -> None:
    topic = factories.make_topic()
    anna, bernd = (factories.make_user(username=name) for name in ("anna", "bernd"))
    address = page(topic, "open", topic.pk)
    client.force_login(anna)
    assert client.post(address).json() == {"sentence": ""}
    client.force_login(bernd)
    assert client.post(address).json() == {"sentence": "anna also has this form open."}
    assert "anna also has this form open." in client.get(change(topic)).content.decode()


def test_who_may_not_see_a_row_cannot_report_its_form(client: Client) -> None:
    topic = factories.make_topic()
    client.force_login(factories.make_user(role=""))
    assert client.post(page(topic, "open", topic.pk)).status_code == 403
