"""Memberships are edited below body and partner; none overlaps with its like."""

import pytest
from django.test import Client

from partners.models import Membership, Partner, Person
from tests import factories
from tests.admin_forms import change, errors, page, send


def rows(prefix: str, initial: int, *given: dict[str, str]) -> dict[str, str]:
    sent = {f"{prefix}-TOTAL_FORMS": str(initial + len(given))}
    for number, row in enumerate(given, start=initial):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent


def test_a_partner_leaves_and_comes_back(admin_client: Client) -> None:
    partner, body = factories.make_partner(), factories.make_format()
    member = {"partner": str(partner.pk), "capacity": "member"}
    answer = send(
        admin_client,
        change(body),
        **rows("memberships", 0, member | {"since": "1949", "until": "1966"}, member | {"since": "2009-04"}),
    )
    assert answer.status_code == 302
    assert Membership.objects.count() == 2


@pytest.mark.parametrize("until", ["", "2012"])
def test_two_new_memberships_that_overlap_are_refused_and_kept_as_typed(admin_client: Client, until: str) -> None:
    partner, body = factories.make_partner(), factories.make_format()
    member = {"partner": str(partner.pk), "capacity": "member"}
    answer = send(
        admin_client,
        change(body),
        **rows("memberships", 0, member | {"since": "1949", "until": until}, member | {"since": "2009-04"}),
    )
    assert list(errors(answer)) == ["memberships-1-since"]
    assert "2009-04" in answer.content.decode()
    assert not Membership.objects.exists()


def test_a_membership_that_overlaps_with_a_stored_one_is_refused(admin_client: Client) -> None:
    partner = factories.make_partner()
    body = factories.make_format(members=[partner])
    row = {"format": str(body.pk), "capacity": "observer", "since": "2001"}
    answer = send(admin_client, change(partner), **rows("memberships", 1, row))
    assert "already belongs to this body from 1999" in str(errors(answer))


@pytest.mark.parametrize("since", ["2011-02-30", "14.4.2011", "soon"])
def test_a_date_that_is_none_is_refused_with_how_to_write_it(admin_client: Client, since: str) -> None:
    partner, body = factories.make_partner(), factories.make_format()
    row = {"partner": str(partner.pk), "capacity": "member", "since": since}
    answer = send(admin_client, change(body), **rows("memberships", 0, row))
    assert "Write a year (2004)" in errors(answer)["memberships-0-since"][0]


def test_a_membership_that_ends_before_it_begins_is_refused(admin_client: Client) -> None:
    partner, body = factories.make_partner(), factories.make_format()
    row = {"partner": str(partner.pk), "capacity": "member", "since": "2004", "until": "1999"}
    answer = send(admin_client, change(body), **rows("memberships", 0, row))
    assert "must not be before" in str(errors(answer))


def test_a_country_without_an_iso_code_is_refused(admin_client: Client) -> None:
    empty = rows("memberships", 0) | rows("former_names", 0)
    typed = {"kind": "country", "name_en": "Germany", "slug": "germany", "iso_code": ""}
    answer = send(admin_client, page(Partner, "add"), **empty, **typed)
    assert errors(answer) == {"__all__": ["A country has an ISO code, an organisation has none."]}


def test_two_organisations_may_both_have_no_iso_code(admin_client: Client) -> None:
    for name in ("NATO", "EU"):
        typed = {"kind": "organisation", "name_en": name, "slug": name.lower(), "iso_code": ""}
        assert send(admin_client, page(Partner, "add"), **typed).status_code == 302
    assert Partner.objects.count() == 2


def test_a_person_is_made_with_an_office(admin_client: Client) -> None:
    partner = factories.make_partner()
    typed = {
        "name_en": "Guido Westerwelle",
        "sort_name_en": "Westerwelle, Guido",
        "slug": "guido-westerwelle",
    }
    office = {"office_en": "Foreign Minister", "partner": str(partner.pk), "since": "2009"}
    answer = send(admin_client, page(Person, "add"), **typed, **rows("appointments", 0, office))
    assert answer.status_code == 302
    assert str(Person.objects.get().appointments.get()) == "Guido Westerwelle, Foreign Minister (since 2009)"
