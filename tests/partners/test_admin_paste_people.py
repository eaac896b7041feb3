"""Pasting lists of people: shown first, saved once after confirmation, in order."""

from typing import Any

import pytest
from django.test import Client

from meetings.models import Session
from partners.models import Appointment, Partner, Person
from publishing.models import AuditLogEntry
from publishing.states import State
from tests import factories as make
from tests.admin_forms import base_of, messages, page

OFFICES = page(Appointment, "paste")


def read(client: Client, text: str, address: str = OFFICES, **more: str) -> Any:
    """Paste the text and return the page that shows its lines."""
    form = {"text": text, "language": "en", "names_in_all": "on"} | more
    return client.post(address, form | base_of(client.get(address)))


def as_shown(answer: Any, **choices: str) -> dict[str, str]:
    """Return what a browser would send if the shown lines were confirmed."""
    sent = {"_confirm": "1", "shown": answer.context["shown"], **base_of(answer)}
    fields = ("text", "language", "names_in_all", "role")
    sent |= {name: value for name, value in answer.context["form"].data.items() if name in fields}
    for line in answer.context["lines"]:
        sent[f"who-{line.pasted.number}"] = line.who
        if line.asks_partner:
            sent[f"partner-{line.pasted.number}"] = str(line.partner.pk) if line.partner else ""
    return sent | choices


def line(answer: Any, number: int = 1) -> Any:
    return next(each for each in answer.context["lines"] if each.pasted.number == number)


def said(answer: Any) -> list[tuple[str, str]]:
    """Return of each line what is wrong and what is asked."""
    return [(each.error, each.question) for each in answer.context["lines"]]


@pytest.fixture
def germany() -> Partner:
    names = {
        "name_en": "Germany",
        "name_de": "Deutschland",
        "official_name_en": "Federal Republic of Germany",
    }
    return make.make_partner(**names, iso_code="DE")


@pytest.fixture
def minister(germany: Partner) -> Appointment:
    person = make.make_person(name_en="Guido Westerwelle", name_de="Guido Westerwelle")
    titles = {"office_en": "Foreign Minister of Germany", "office_de": "Bundesminister des Auswärtigen"}
    return make.make_appointment(person=person, partner=germany, since="2009", until="2013", **titles)


@pytest.fixture
def session() -> Session:
    return make.make_session()


# Who is meant


@pytest.mark.parametrize(
    "text",
    [
        "Guido Westerwelle, Foreign Minister, Germany",
        "Westerwelle, Guido; Foreign Minister of Germany; DE",
        "GUIDO WESTERWELLE\tBundesminister des Auswärtigen\tDeutschland",
        "Guido Westerwelle\t\tFederal Republic of Germany",
        "Guido Westerwelle, Deutschland",
        "Guido Westerwelle",
    ],
)
def test_a_stored_office_is_found_by_any_name(admin_client: Client, minister: Appointment, text: str) -> None:
    found = line(read(admin_client, text))
    assert (found.who, found.partner, found.error) == (f"a{minister.pk}", minister.partner, "")


def test_a_partner_is_found_by_its_former_name_and_by_its_acronym(admin_client: Client) -> None:
    north = make.make_partner(name_en="North Macedonia")
    make.make_former_name(north, name="The former Yugoslav Republic of Macedonia")
    nato = make.make_partner(kind="organisation", acronym="NATO")
    america = make.make_partner(name_en="United States", iso_code="US")
    answer = read(admin_client, "A B;X;the former yugoslav republic of macedonia\nC D;X;Nato\nE F;X;U.S.A.")
    assert [each.partner for each in answer.context["lines"]] == [north, nato, america]


def test_what_is_not_certain_is_offered_and_not_preselected(admin_client: Client, minister: Appointment) -> None:
    other = make.make_partner(name_en="Niger")
    make.make_partner(name_en="Nigeria")
    answer = read(
        admin_client,
        "Gido Westerwelle, Foreign Minister, Germany\n"
        "Guido Westerwelle, Minister of Finance, Germany\n"
        "Westerwelle\n"
        "New Person, Foreign Minister, Nigerr",
    )
    assert [question for _error, question in said(answer)] == [
        "Choose the person.",
        "Choose the person.",
        "Choose the person.",
        "Choose the country or organisation.",
    ]
    known = f"a{minister.pk}"
    assert [[each.value for each in each_line.options] for each_line in answer.context["lines"]] == [
        [known, f"p{minister.person_id}", "new"],
        [known, f"p{minister.person_id}", "new"],
        [known],
        ["new"],
    ]
    assert other in line(answer, 4).partners

    refused = admin_client.post(OFFICES, as_shown(answer))
    assert refused.context["errors"] == [
        "Nothing is saved yet: answer the questions at the lines, or leave the lines out."
    ]
    assert Appointment.objects.count() == 1

    chosen = {"who-1": known, "who-2": f"p{minister.person_id}", "who-3": "out", "partner-4": str(other.pk)}
    admin_client.post(OFFICES, as_shown(answer, **chosen))
    assert list(Appointment.objects.order_by("pk").values_list("person__name", "office", "partner__name"))[1:] == [
        ("Guido Westerwelle", "Minister of Finance", "Germany"),
        ("New Person", "Foreign Minister", "Niger"),
    ]


WRONG = {
    "A B, Minister, Elbonia": ("No country or organisation is called “Elbonia”. Correct it here, or add it first."),
    "Nemo": "This person is not known. Give the office and the country too, to add a new person.",
    f"{'x' * 121}, Minister, Germany": "The name or the office is longer than 120 characters.",
    f"A B, {'x' * 500}, Germany": "The line is longer than 400 characters.",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_said_at_the_line_and_nothing_of_it_is_saved(
    admin_client: Client, germany: Partner, text: str
) -> None:
    answer = read(admin_client, f"{text}\nGood Name, Minister, Germany")
    assert said(answer) == [(WRONG[text], ""), ("", "")]
    left = admin_client.post(OFFICES, as_shown(answer))
    assert [person.name for person in Person.objects.all()] == ["Good Name"]
    assert left.context["form"]["text"].value() == text
    assert "These lines were not added. Correct them here." in messages(left)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\n".join(["A B, C, Germany"] * 501), "These are 501 lines. Paste at most 500 at once."),
        (" \n\t\n", "This field is required."),
        (";;;", "There is no name in this text."),
    ],
)
def test_a_text_beyond_the_limits_is_refused_as_it_was_typed(admin_client: Client, text: str, sentence: str) -> None:
    answer = read(admin_client, text)
    assert answer.context["form"].errors["text"] == [sentence]
    assert answer.context["lines"] == []


# Making


def test_reading_saves_nothing_and_confirming_twice_makes_one(admin_client: Client, germany: Partner) -> None:
    text = "Ursula von der Leyen; Minister of Defence; Germany; Verteidigungsministerin"
    answer = read(admin_client, text)
    assert not Person.objects.exists()
    sent = as_shown(answer)
    assert [admin_client.post(OFFICES, sent).status_code for _ in range(2)] == [302, 302]
    made = Appointment.objects.get()
    assert (made.office_en, made.office_de, made.partner) == (
        "Minister of Defence",
        "Verteidigungsministerin",
        germany,
    )
    person = Person.objects.get()
    assert (person.name_de, person.sort_name_de, person.state) == (
        "Ursula von der Leyen",
        "Leyen, Ursula von der",
        State.DRAFT,
    )
    assert AuditLogEntry.objects.filter(action="save", public_id=person.public_id).count() == 1


@pytest.mark.parametrize(
    ("text", "office", "german"),
    [
        ("Erika Muster, Foreign Minister, Germany, Außenministerin", "Foreign Minister", "Außenministerin"),
        (
            "Erika Muster, Minister of Trade, Industry and Energy, Germany, Ministerin für Handel, Industrie, Energie",
            "Minister of Trade, Industry and Energy",
            "Ministerin für Handel, Industrie, Energie",
        ),
        (
            "Erika Muster, Minister of Trade, Industry and Energy, Germany",
            "Minister of Trade, Industry and Energy",
            "",
        ),
    ],
)
def test_commas_separate_the_office_in_the_other_language_where_the_country_is_before_it(
    admin_client: Client, germany: Partner, text: str, office: str, german: str
) -> None:
    shown = read(admin_client, text)
    assert said(shown) == [("", "")]

    admin_client.post(OFFICES, as_shown(shown))

    made = Appointment.objects.get()
    assert (made.partner, made.office_en, made.office_de or "") == (germany, office, german)


def test_nothing_can_be_confirmed_while_no_line_is_ready(admin_client: Client, germany: Partner) -> None:
    confirm = 'name="_confirm"'

    assert confirm not in read(admin_client, "Erika Muster, Foreign Minister, Atlantis").content.decode()
    assert confirm in read(admin_client, "Erika Muster, Foreign Minister, Germany").content.decode()


def test_a_list_in_german_alone_is_made_in_german(admin_client: Client, germany: Partner) -> None:
    answer = read(admin_client, "Radosław Sikorski, Außenminister, Deutschland", language="de")
    admin_client.post(OFFICES, as_shown(answer))
    assert (Appointment.objects.get().office_de, Person.objects.get().name_en) == (
        "Außenminister",
        "Radosław Sikorski",
    )


def test_the_same_new_person_on_two_lines_is_made_once(admin_client: Client, germany: Partner) -> None:
    text = "A B, Minister, Germany\nB, A; Minister; Germany\nA B, Envoy, Germany"
    answer = read(admin_client, text)
    assert [error for error, _question in said(answer)] == ["", "This person is on a line above.", ""]
    admin_client.post(OFFICES, as_shown(answer))
    assert (Person.objects.count(), Appointment.objects.count()) == (1, 2)


def test_lines_that_mean_something_else_by_now_are_shown_again(admin_client: Client, germany: Partner) -> None:
    answer = read(admin_client, "Guido Westerwelle, Foreign Minister, Germany")
    make.make_person(name_en="Guido Westerwelle")
    again = admin_client.post(OFFICES, as_shown(answer))
    assert "has changed since" in again.context["errors"][0]
    assert not Appointment.objects.exists()


def test_participants_come_in_the_order_pasted_and_once(
    admin_client: Client, minister: Appointment, session: Session
) -> None:
    session.formats.add(make.make_format(members=[minister.partner]))
    make.make_participation(session=session, partner=minister.partner)
    france = make.make_partner(name_en="France")
    present = make.make_appointment(partner=france, person=make.make_person(name_en="Alain Juppé"))
    make.make_participation(session=session, partner=france, appointment=present)
    address = page(session, "paste", session.pk)
    text = "New Name, Envoy, France\nGuido Westerwelle\nAlain Juppé\nOther Name, Envoy, Germany"
    answer = read(admin_client, text, address, role="")
    assert [error for error, _question in said(answer)] == ["", "", "Already in the list.", ""]

    saved = [admin_client.post(address, as_shown(answer)) for _ in range(2)]

    assert {each.status_code for each in saved} == {302}
    rows = session.participations.select_related("appointment__person")
    assert [(row.appointment.person.name, row.role) for row in rows] == [
        ("Guido Westerwelle", "member"),  # the row of Germany that had no person
        ("Alain Juppé", "member"),
        ("New Name", "participant"),
        ("Other Name", "member"),
    ]


def test_an_office_not_held_on_the_day_is_said_with_its_dates(
    admin_client: Client, germany: Partner, session: Session
) -> None:
    person = make.make_person(name_en="Joschka Fischer")
    make.make_appointment(person=person, partner=germany, since="1998", until="2005")
    answer = read(admin_client, "Joschka Fischer", page(session, "paste", session.pk))
    assert "was held 1998 – 2005, not on 14 April 2011" in line(answer).error


@pytest.mark.django_db
def test_an_author_gives_no_office_to_who_is_approved(minister: Appointment) -> None:
    client = Client()
    client.force_login(make.make_user(role="author"))
    answer = read(client, "Guido Westerwelle, Minister of Finance, Germany")
    assert f"p{minister.person_id}" not in [each.value for each in line(answer).options]
    forged = as_shown(answer, **{"who-1": f"p{minister.person_id}"})
    assert client.post(OFFICES, forged).status_code == 200
    assert Appointment.objects.count() == 1


def test_five_hundred_lines_ask_as_many_queries_as_one(
    admin_client: Client, germany: Partner, django_assert_num_queries: Any
) -> None:
    for number in (1, 1, 500):
        text = "\n".join(f"Name{each} B, Minister, Germany" for each in range(number))
        form = {"text": text, "language": "en"} | base_of(admin_client.get(OFFICES))
        with django_assert_num_queries(8):
            admin_client.post(OFFICES, form)


def test_the_lists_of_people_and_offices_lead_to_the_page(admin_client: Client) -> None:
    for kind in (Person, Appointment):
        assert f'href="{OFFICES}"' in admin_client.get(page(kind, "changelist")).content.decode()
