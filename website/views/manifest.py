"""The Web Application Manifest (W3C), to install the site on a device."""

from typing import Any, Final

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language

from publishing.models.office import office
from website.views.base import AtThisMoment

PAPER: Final = "#fbfaf6"
TYPE: Final = "application/manifest+json"


class Manifest(AtThisMoment):
    is_kept = True
    parameters = frozenset()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        publisher = office()
        facts = {
            "id": reverse("root"),
            "name": publisher.name,
            "short_name": publisher.wordmark,
            "description": publisher.description,
            "lang": get_language(),
            "dir": "ltr",
            "start_url": reverse("home"),
            "scope": reverse("root"),
            "display": "minimal-ui",
            "background_color": PAPER,
            "theme_color": PAPER,
            "icons": [
                {"src": static("img/icon.svg"), "type": "image/svg+xml", "sizes": "any"},
                {"src": static("img/icon-192.png"), "type": "image/png", "sizes": "192x192"},
                {
                    "src": static("img/icon-512.png"),
                    "type": "image/png",
                    "sizes": "512x512",
                    "purpose": "any maskable",
                },
            ],
        }
        return JsonResponse(facts, content_type=TYPE)
