"""The admin uses the office's time zone: a time typed there is in that zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from editorial.requests import office_of


class AdminTimeZoneMiddleware:
    """Activates the office's time zone for every address of the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase
        if not request.path.startswith(reverse("admin:index")):
            response = self.get_response(request)
            return response
        with timezone.override(ZoneInfo(office_of(request).time_zone)):
            response = self.get_response(request)
        return response
