"""Addresses that belong to no app: the start, the icon, the health check, the note to robots."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from config import health
from config.admin import ADMIN_PREFIX
from publishing.addresses import absolute
from publishing.languages import best_language

ROBOTS = f"""\
User-agent: *
Disallow: {ADMIN_PREFIX}
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
        f"{ROBOTS}{absolute(reverse('sitemap'))}\n",
        content_type="text/plain; charset=utf-8",
    )


@require_safe
@cache_control(no_store=True)
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database can be read and the worker reports, else 503 with a sentence for each fault."""
    found = list(health.problems())
    text = "".join(f"{sentence}\n" for sentence in found or ["Plenary is well."])
    return HttpResponse(text, content_type="text/plain", status=503 if found else 200)
