"""Views that belong to no app: root, favicon, robots.txt and the health checks."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.crypto import constant_time_compare
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from config import health
from config import metrics as site_metrics
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
    """Redirect to the home page in the browser's preferred language. Not cached."""
    with override(best_language(request)):
        response = redirect("home")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect browsers that request /favicon.ico to our icon."""
    return redirect(static("img/icon.ico"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt with the address of the sitemap."""
    return HttpResponse(
        f"{ROBOTS}{absolute(reverse('sitemap'))}\n",
        content_type="text/plain; charset=utf-8",
    )


@require_safe
@cache_control(no_store=True)
def healthz(request: HttpRequest) -> HttpResponse:
    """Return 200 even if other parts fail, so that the process is not restarted."""
    return HttpResponse("Plenary answers.\n", content_type="text/plain")


@require_safe
@cache_control(no_store=True)
def readyz(request: HttpRequest) -> HttpResponse:
    """Return 200 if all checks pass, else 503 with a sentence for each failed check."""
    found = list(health.problems())
    text = "".join(f"{sentence}\n" for sentence in found or ["Plenary is ready."])
    return HttpResponse(text, content_type="text/plain", status=503 if found else 200)


@require_safe
@cache_control(no_store=True)
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures to those who send the token; raise Http404 if none is set."""
    if not settings.METRICS_TOKEN:
        raise Http404("No token is set.")
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not constant_time_compare(token, settings.METRICS_TOKEN):
        refusal = HttpResponse("Send the token: Authorization: Bearer …\n", content_type="text/plain", status=401)
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal
    return HttpResponse(site_metrics.figures(), content_type=CONTENT_TYPE_LATEST)
