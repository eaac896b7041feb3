"""Further pages of an admin, each an object beside its forms and lists."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern

from editorial.admin_urls import Link


class AdminPages:
    """Pages that belong together; admins name them in `page_classes`."""

    before_verbs: ClassVar[bool] = True  # whether their buttons come before those of the verbs

    def __init__(self, model_admin: Any) -> None:
        self.admin = model_admin

    def urls(self) -> list[URLPattern]:
        """Return the addresses of the pages, below that of the admin."""
        raise NotImplementedError

    def links(self, request: HttpRequest, row: Any) -> list[Link]:
        """Return the buttons above the form of the row that lead to the pages."""
        return []

    def form_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Return what the form of the row shows because of the pages."""
        return {}

    def url_name(self, page: str) -> str:
        """Return the name of a page's address, as Django names those of admins."""
        return f"{self.admin.opts.app_label}_{self.admin.opts.model_name}_{page}"

    def context(self, request: HttpRequest, row: Model | None = None) -> dict[str, Any]:
        """Return what the template of every page needs."""
        named = {"subtitle": str(row), "original": row} if row is not None else {}
        return {**self.admin.admin_site.each_context(request), "opts": self.admin.opts, **named}


class HasPages(admin.ModelAdmin):
    """Mixin of an admin with further pages, also those of the classes it extends."""

    page_classes: ClassVar[tuple[type[AdminPages], ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        classes = [each for kind in type(self).__mro__ for each in vars(kind).get("page_classes", ())]
        self.pages = [page_class(self) for page_class in dict.fromkeys(classes)]

    def get_urls(self) -> list[URLPattern]:
        return [*(url for pages in self.pages for url in pages.urls()), *super().get_urls()]
