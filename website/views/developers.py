"""The page for developers, and the security contact (security.txt)."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.views.generic import RedirectView, TemplateView

from publishing.addresses import absolute, path_of
from publishing.languages import LANGUAGES, best_language
from website.api.lists import MOST, USUAL, parameters
from website.api.resources import RESOURCES
from website.reads.office import office_of
from website.views.formats import InAnotherFormat

HOLDS_FOR: Final = timedelta(days=180)  # of security.txt, whose dates may be at most a year ahead


class Developers(InAnotherFormat, TemplateView):
    """The page for developers, on what the site offers to programs."""

    template_name = "website/developers.html"
    parameters = frozenset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "site_url": absolute(""),
            "lists": [
                {
                    "name": resource.name,
                    "path": path_of(f"api-{resource.name}"),
                    "filters": [*parameters(resource)],
                }
                for resource in RESOURCES
            ],
            "usual": USUAL,
            "most": MOST,
            "requests": settings.API_REQUESTS,
        }


class ToDevelopers(RedirectView):
    """Leads to the page in the reader's language."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        with override(best_language(self.request)):
            return path_of("developers")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().get(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Language"])
        return response


class SecurityContact(InAnotherFormat):
    """The security contact (RFC 9116); 404 if the press office has no e-mail address."""

    is_kept = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        office = office_of(request)
        if not office.email:
            raise Http404("The press office has no e-mail address.")
        expires = datetime.combine(self.at.date() + HOLDS_FOR, time(), tzinfo=self.at.tzinfo)
        lines = (
            f"Contact: mailto:{office.email}",
            f"Expires: {expires.isoformat()}",
            f"Preferred-Languages: {', '.join(LANGUAGES)}",
            f"Canonical: {absolute(request.path)}",
        )
        return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")
