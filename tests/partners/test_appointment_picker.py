"""The picker of an appointment: only the partner's, holders of the day first."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from partners.models import Appointment
from tests import factories as make

FIELD = {"app_label": "meetings", "model_name": "participation", "field_name": "appointment", "term": ""}


def found(client: Client, **search: Any) -> list[tuple[str, str]]:
    """Return what the picker offers, in its order: the person's name, and the mark."""
    answer = client.get("/admin/autocomplete/", FIELD | search)
    return [(each["text"].split(",")[0], each["mark"]) for each in answer.json()["results"]]


@pytest.fixture
def offices() -> Any:
    """Three foreign ministers of one partner, the second of 2011, and one of another."""
    partner = make.make_partner()
    spans = {"First": ("1998", "2005"), "Second": ("2009-10-28", "2013-12-17"), "Third": ("2013-12", "")}
    for name, (since, until) in spans.items():
        person = make.make_person(name_en=name, sort_name_en=f"{name}, A")
        make.make_appointment(person=person, partner=partner, since=since, until=until)
    make.make_appointment(person=make.make_person(name_en="Other", sort_name_en="Other"), since="2009")
    return partner


def test_a_picker_offers_the_rows_partner_alone_and_the_holder_of_the_day_first(
    admin_client: Client, offices: Any
) -> None:
    of_the_day = {"partner": offices.pk, "days": "2011-04-15"}
    assert found(admin_client, **of_the_day) == [("Second", "on that day"), ("First", ""), ("Third", "")]
    both = {"partner": offices.pk, "days": "2013-12-10,2013-12-20"}
    assert [name for name, mark in found(admin_client, **both) if mark] == ["Second", "Third"]
    assert found(admin_client, partner=offices.pk, days="1999-01-01", term="Second") == [("Second", "")]


@pytest.mark.parametrize(
    "search",
    [
        {},
        {"partner": "x", "days": "yesterday"},
        {"partner": "9" * 30, "days": "2011-02-30,,"},
        {"partner": "-1", "days": ","},
        {"partner": "²"},
    ],
)
def test_a_picker_leaves_out_of_account_what_is_no_partner_and_no_day(
    admin_client: Client, offices: Any, search: dict[str, str]
) -> None:
    assert {name for name, _mark in found(admin_client, **search)} == {"First", "Second", "Third", "Other"}


def test_a_picker_tells_the_partner_that_the_row_gets(admin_client: Client, offices: Any) -> None:
    result = admin_client.get("/admin/autocomplete/", FIELD | {"term": "Third"}).json()["results"][0]
    assert result["partner"] == {"id": str(offices.pk), "text": offices.name}


def test_pickers_ask_as_many_queries_for_one_as_for_many(
    admin_client: Client, offices: Any, django_assert_num_queries: Any
) -> None:
    for _ in range(2):  # the first time fills caches
        with django_assert_num_queries(5):
            found(admin_client, partner=offices.pk, days="2011-04-15", term="Second")
    with django_assert_num_queries(5):
        found(admin_client, days="2011-04-15")


def test_every_form_that_chooses_an_appointment_says_where_its_day_and_partner_are(admin_user: Any) -> None:
    request = RequestFactory().get("/")
    request.user = admin_user
    walked = {}
    for model, pages in admin.site._registry.items():
        named = set(pages.get_form(request).base_fields)
        for part in [pages, *pages.get_inline_instances(request)]:
            for field in part.model._meta.fields:
                if field.related_model is not Appointment:
                    continue
                widget: Any = part.formfield_for_dbfield(field, request).widget
                days = widget.attrs["data-day-fields"].split()
                assert days and set(days) <= named, (model, field)
                assert "admin-appointments.js" in str(widget.media)
                walked[f"{part.model.__name__}.{field.name}"] = widget.attrs["data-partner-field"]
    assert walked == {
        "Host.appointment": "partner",
        "Participation.appointment": "partner",
        "Statement.given_by": "",
    }
