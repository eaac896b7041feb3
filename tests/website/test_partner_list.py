"""The list of countries and organisations by name, with filters."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def names(response: Any) -> list[str]:
    lists = re.findall(r'<ul class="delegations">(.*?)</ul>', response.text, re.DOTALL)
    return re.findall(r"<a [^>]*>([^<]+)</a>", "".join(lists))


@pytest.mark.parametrize("number", [1, 10])
def test_the_list_takes_six_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_office()
    for _ in range(number):
        make.make_format(members=[make.make_partner()])

    with django_assert_num_queries(6):
        response = client.get("/en/partners/")

    assert len(names(response)) == number


@pytest.mark.parametrize("number", [1, 10])
def test_the_list_takes_seven_queries_with_everything_chosen(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    make.make_format(slug="council", members=[make.make_partner() for _ in range(number)])

    with django_assert_num_queries(7):
        client.get("/en/partners/?kind=country&format=council")


def test_countries_come_before_organisations_each_in_alphabetical_order(client: Client) -> None:
    for name in ("Zypern", "Österreich", "Norwegen", "Polen"):
        make.make_partner(name_de=name)
    make.make_partner(name_de="Europäische Union", kind="organisation", acronym="EU")

    response = client.get("/de/partners/")

    assert names(response) == ["Norwegen", "Österreich", "Polen", "Zypern", "Europäische Union"]


def test_a_flag_is_beside_the_name_where_there_is_one(client: Client) -> None:
    flagged = make.make_partner(flag="flags/0123456789abcdef.png")
    make.make_partner(kind="organisation", acronym="NATO")

    images = re.findall(r"<img [^>]*>", client.get("/en/partners/").text)

    assert images == [f'<img src="/media/{flagged.public_id}/0123456789abcdef-flag.png" alt="" loading="lazy">']


def test_formats_are_listed_with_what_they_are(client: Client) -> None:
    council = make.make_format(name_en="Council", description_en="The highest body.")

    html = client.get("/en/partners/").text

    assert f'<a href="{council.get_absolute_url()}">Council</a>' in html
    assert "The highest body." in html


def test_each_filter_leaves_what_fits(client: Client) -> None:
    member = make.make_partner(name_en="Member")
    make.make_partner(name_en="Union", kind="organisation")
    make.make_format(slug="council", members=[member])

    assert names(client.get("/en/partners/?kind=organisation")) == ["Union"]
    assert names(client.get("/en/partners/?format=council")) == ["Member"]
    unknown = client.get("/en/partners/?format=council&kind=organisation")
    assert names(unknown) == []
    assert "No countries or organisations match your filters." in unknown.text


def test_what_the_list_does_not_know_is_named_and_left_out_of_account(client: Client) -> None:
    partner = make.make_partner()

    response = client.get("/en/partners/?kind=planet")

    assert names(response) == [str(partner)]
    assert "“planet”" in response.text


def test_what_is_not_public_is_neither_shown_nor_counted_nor_offered(client: Client) -> None:
    partner = make.make_partner()
    hidden = make.make_partner(name_en="Hidden", publish_at=FUTURE)
    make.make_format(name_en="Hidden format", members=[partner], state="draft", publish_at=None)
    make.make_format(slug="council", members=[hidden])

    response = client.get("/en/partners/")

    assert names(response) == [str(partner)]
    assert "1 country or organisation" in response.text
    assert "Hidden" not in response.text
    assert 'value="council"' not in response.text
