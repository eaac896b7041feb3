"""The read API. Its answers are built in website/api/, always in English."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import override

from publishing.languages import reader_language
from website.api import openapi
from website.api.answers import all_answer, json_response, list_answer, row_answer
from website.api.problems import OPEN_TO_ALL, Problem
from website.api.resources import BY_NAME
from website.api.search import search_answer
from website.reads.office import office_of
from website.views.formats import InAnotherFormat

PREFLIGHT: Mapping[str, str] = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class ApiView(InAnotherFormat):
    """The base of the views of the API."""

    parameters: ClassVar[frozenset[str] | None] = None  # unknown ones are refused, not left out
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with override(settings.LANGUAGE_CODE):
            try:
                return super().dispatch(request, *args, **kwargs)
            except Problem as refused:
                return refused.response()

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        allowed = {"Allow": PREFLIGHT["Access-Control-Allow-Methods"]}
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={**OPEN_TO_ALL, **PREFLIGHT, **allowed})

    def refuse_parameters(self, query: QueryDict) -> None:
        """Raise a Problem if there are any."""
        if query:
            raise Problem(HTTPStatus.BAD_REQUEST, "This address has no parameters.")


class ApiStart(ApiView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_parameters(request.GET)
        return json_response(all_answer())


class ApiDescription(ApiView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_parameters(request.GET)
        return json_response(openapi.description(office_of(request).name))


class ApiList(ApiView):
    """A list: of the API, or that of a page as JSON."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        zone = ZoneInfo(office_of(request).time_zone)
        page, answer = list_answer(BY_NAME[kwargs["name"]], request.GET, request.path, self.at, zone)
        if not page.is_kept:  # cursors are endless
            self.do_not_keep()
        return json_response(answer)


class ApiSearch(ApiView):
    """The search as JSON in its address's language; not kept: questions are endless."""

    is_kept = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.language = reader_language()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override(self.language):
            return json_response(search_answer(request.GET, request.path, self.at))


class ApiRow(ApiView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_parameters(request.GET)
        return json_response(row_answer(BY_NAME[kwargs["name"]], kwargs["public_id"], self.at))
