"""On the admin the clock shows the office's time; on public pages it does not."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from editorial.middleware import AdminTimeZoneMiddleware
from tests import factories

pytestmark = pytest.mark.django_db


def zone_at(address: str) -> str:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(timezone.get_current_timezone_name())

    return AdminTimeZoneMiddleware(answer)(RequestFactory().get(address)).text


def test_the_admin_is_in_the_offices_time_zone() -> None:
    factories.make_office(time_zone="America/New_York")
    assert zone_at("/admin/meetings/meeting/") == "America/New_York"


def test_the_admin_has_a_time_zone_before_there_is_an_office() -> None:
    assert zone_at("/admin/") == "Europe/Berlin"


def test_a_public_page_is_not_in_the_offices_time_zone() -> None:
    factories.make_office(time_zone="America/New_York")
    assert zone_at("/en/") == "UTC"


def test_the_time_zone_ends_with_the_answer() -> None:
    factories.make_office(time_zone="America/New_York")
    zone_at("/admin/")
    assert timezone.get_current_timezone_name() == "UTC"
