"""Further pages of an admin, each an object beside its forms and lists."""

from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from editorial.admin_urls import Link


class AdminPages:
    """Pages that belong together; admins name them in `page_classes`."""

    before_verbs: ClassVar[bool] = True  # whether their buttons come before those of the verbs

    def __init__(self, model_admin: Any) -> None:
        self.admin = model_admin

    def urls(self) -> list[URLPattern]:
        """Return the addresses of the pages, below that of the admin."""
        return []

    def links(self, request: HttpRequest, row: Any) -> list[Link]:
        """Return the buttons above the form of the row that lead to the pages."""
        return []

    def form_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Return what the form of the row shows because of the pages."""
        return {}

    def list_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the list shows because of the pages."""
        return {}

    def not_found(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead home with Django's message that there is no such row."""
        answer: HttpResponse = self.admin._get_obj_does_not_exist_redirect(request, self.admin.opts, object_id)  # noqa: SLF001  # Django's
        return answer

    def url_name(self, page: str) -> str:
        """Return the name of a page's address, as Django names those of admins."""
        return f"{self.admin.opts.app_label}_{self.admin.opts.model_name}_{page}"

    def context(self, request: HttpRequest, row: Model | None = None) -> dict[str, Any]:
        """Return what the template of every page needs."""
        named = {"subtitle": str(row), "original": row} if row is not None else {}
        return {**self.admin.admin_site.each_context(request), "opts": self.admin.opts, **named}


def pages_of(model_admin: Any) -> list[AdminPages]:
    """Return the pages of an admin, its own before those of its base classes."""
    classes = [each for kind in type(model_admin).__mro__ for each in vars(kind).get("page_classes", ())]
    return [page_class(model_admin) for page_class in dict.fromkeys(classes)]
