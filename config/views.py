"""Addresses that belong to no app: the start, the icon, the health check, the note to robots."""

import logging

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from config.admin import DESK_PREFIX
from publishing.languages import best_language

logger = logging.getLogger(__name__)

ROBOTS = f"""\
User-agent: *
Disallow: {DESK_PREFIX}
Disallow: /preview/

Sitemap: """


@require_safe
def to_best_language(request: HttpRequest) -> HttpResponse:
    """Send the reader to the home page in the language that the browser likes best; nothing is kept."""
    with override(best_language(request)):
        response = redirect("home")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send browsers that ask for an icon unbidden to ours."""
    return redirect(static("img/icon.ico"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what is not for them, and where all that is for them is listed."""
    return HttpResponse(
        f"{ROBOTS}{request.build_absolute_uri(reverse('sitemap'))}\n",
        content_type="text/plain; charset=utf-8",
    )


@require_safe
@cache_control(no_store=True)
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, else 503: for whoever watches over the site."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer.")
        return HttpResponse("The database does not answer.\n", content_type="text/plain", status=503)
    return HttpResponse("Plenary is well.\n", content_type="text/plain")
