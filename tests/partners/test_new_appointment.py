"""A person and the office in one form, on all pages that choose an appointment."""

import json

import pytest
from django.test import Client

from partners.models import Appointment, Person
from publishing.models import AuditLogEntry
from publishing.states import State
from tests import factories as make
from tests.admin_forms import errors, filled, page, send

ADD = page(Appointment, "add")
POPUP = f"{ADD}?_popup=1"


def office(**values: str) -> dict[str, str]:
    return {"office_en": "Foreign Minister of Germany", "partner": str(make.make_partner().pk)} | values


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["editor", "author"])
def test_one_save_makes_a_draft_person_with_the_office_and_hands_it_to_the_picker(role: str) -> None:
    client, account = Client(), make.make_user(role=role)
    client.force_login(account)
    answer = send(client, POPUP, **office(name_en="Guido Westerwelle", since="2009", _popup="1"))

    made = Appointment.objects.get()
    assert (made.person.name, made.person.sort_name, made.person.slug, made.person.state) == (
        "Guido Westerwelle",
        "Westerwelle, Guido",
        "guido-westerwelle",
        State.DRAFT,
    )
    handed = json.loads(answer.context["popup_response_data"])
    assert (handed["value"], handed["obj"]) == (str(made.pk), str(made))
    entered = AuditLogEntry.objects.get(action="save")
    assert (entered.public_id, entered.by) == (made.person.public_id, account)


def test_what_was_typed_as_the_sorting_name_is_kept(admin_client: Client) -> None:
    names = {"name_en": "Yang Jiechi", "sort_name_en": "Yang Jiechi", "name_de": "Yang Jietschi"}
    send(admin_client, ADD, **office(**names))
    person = Person.objects.get()
    assert (person.sort_name_en, person.sort_name_de) == ("Yang Jiechi", "Jietschi, Yang")


def test_the_address_of_an_azerbaijani_name_has_all_its_letters(admin_client: Client) -> None:
    send(admin_client, ADD, **office(name_en="Elmar Məmmədyarov"))
    assert Person.objects.get().slug == "elmar-mammadyarov"


def test_a_name_in_german_alone_names_the_person_in_english_too(admin_client: Client) -> None:
    send(admin_client, ADD, **office(name_de="Radosław Sikorski"))
    assert Person.objects.get().name_en == "Radosław Sikorski"
    assert Person.objects.get().slug == "radoslaw-sikorski"


def test_the_form_sent_twice_makes_one(admin_client: Client) -> None:
    sent = filled(admin_client.get(ADD)) | office(name_en="Guido Westerwelle")
    assert [admin_client.post(ADD, sent).status_code for _ in range(2)] == [302, 302]
    assert (Person.objects.count(), Appointment.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "name_en"),
        ({"name_en": "westerwelle, Guído"}, "name_en"),
        ({"name_en": "x" * 121}, "name_en"),
        ({"name_en": "New", "office_en": ""}, "office_en"),
        ({"name_en": "New", "since": "2013", "until": "2009"}, "__all__"),
        ({"name_en": "New", "person": "known"}, "person"),
        ({"name_en": "New", "person": "0"}, "person"),
    ],
)
def test_nothing_is_saved_while_one_half_is_wrong(admin_client: Client, given: dict[str, str], wrong: str) -> None:
    known = make.make_person(name_en="Guido Westerwelle")
    given = {name: str(known.pk) if value == "known" else value for name, value in given.items()}
    assert list(errors(send(admin_client, ADD, **office(**given)))) == [wrong]
    assert (Person.objects.count(), Appointment.objects.count()) == (1, 0)


def test_a_second_person_of_a_slug_gets_another_address(admin_client: Client) -> None:
    make.make_person(name_en="Another Person", slug="guido-westerwelle")
    send(admin_client, ADD, **office(name_en="Guido Westerwelle"))
    assert Person.objects.latest("pk").slug == "guido-westerwelle-2"


def test_an_account_that_may_not_add_people_gives_offices_to_those_in_the_list(db: None) -> None:
    account = make.make_user(role="author")
    group = account.groups.get()
    group.permissions.remove(group.permissions.get(codename="add_person"))
    client = Client()
    client.force_login(account)
    form = client.get(ADD).context["adminform"].form
    assert "name_en" not in form.fields
    assert form.fields["person"].required
    send(client, ADD, **office(name_en="Smuggled"))
    assert not Person.objects.exists()


def test_the_form_of_a_person_proposes_what_it_is_sorted_by(admin_client: Client) -> None:
    add = page(Person, "add")
    send(admin_client, add, name_en="Ursula von der Leyen", slug="leyen")
    assert Person.objects.get().sort_name_en == "Leyen, Ursula von der"
    answer = admin_client.get(page(Person, "sort_name"), {"name": "Ursula von der Leyen"})
    assert answer.json() == {"sort_name": "Leyen, Ursula von der"}
