"""The common parts of pages about signing in: like the admin, without a model."""

from typing import Any

from django.contrib.admin import site
from django.http import HttpRequest


class OwnPage:
    """Mixin of a view: its template gets what every page of the admin gets."""

    title: Any
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return site.each_context(self.request) | {"title": self.title, "is_nav_sidebar_enabled": False} | shown
