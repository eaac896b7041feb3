"""Every address of the admin, filled with odd values: found in the table of addresses, so none is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin import FieldListFilter
from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from reversion import is_registered
from reversion.models import Version

ODD: Final = (
    "9" * 25,
    "9999",
    "0",
    "-1",
    "x",
    "\0",
    "\u0663",  # a digit in Arabic
    "\u00b2",  # a digit that is no number: int() refuses it
    "9" * 5000,  # more digits than int() reads
    "1.5",
    "",
    "\ud800",  # a lone surrogate
)
# What the admin and our own pages read from a query; a test holds that no other is read.
OF_EVERY_PAGE: Final = ("_popup", "_to_field", "_changelist_filters", "_facets", "e", "next", "page", "show")
OF_AUTOCOMPLETION: Final = ("app_label", "model_name", "field_name", "term", "page")
OF_LISTS: Final = (
    *("q", "p", "o", "all", "id", "pk", "id__exact", "id__in", "id__gt"),
    *("no_such_field", "id__no_such_lookup"),
)


@dataclass(frozen=True)
class Page:
    """One address of the table: its name, its path with values that are there, and where they are in it."""

    name: str
    route: str
    values: dict[str, str] = field(default_factory=dict)

    def path(self, **odd: str) -> str:
        """Return the path, with odd values in place of some."""
        found = self.route
        for name, value in (self.values | odd).items():
            found = re.sub(rf"<(\w+:)?{name}>", lambda _match, value=value: value, found)
        return f"/admin/{found}"


def pages() -> Iterator[Page]:
    """Yield every page of the admin, with values for what stands in its path that lead to a row."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == "admin/":
            yield from _below(resolver, "", None)


def _below(resolver: URLResolver, prefix: str, model: type[Model] | None) -> Iterator[Page]:
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        kind = model or _model_of(str(each.pattern))
        if isinstance(each, URLResolver):
            yield from _below(each, route, kind)
        else:
            yield Page(each.name or "", _plain(route), _values(each, kind))


def _plain(route: str) -> str:
    """Return a route without the signs of regular expressions."""
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
    return route.replace("^", "").replace("$", "").replace("\\Z", "").replace("/?", "/")


def _model_of(route: str) -> type[Model] | None:
    for model in admin.site._registry:
        if route == f"{model._meta.app_label}/{model._meta.model_name}/":
            return model
    return None


def _values(pattern: URLPattern, model: type[Model] | None) -> dict[str, str]:
    names = [*re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))]
    row = model._default_manager.order_by("pk").first() if model else None
    kept = model and is_registered(model)
    version = Version.objects.get_for_model(model).first() if kept else None
    known = {
        **dict.fromkeys(("object_id", "pk"), str(row.pk) if row else "1"),
        "version_id": str(version.pk) if version else "1",
        "verb_name": "publish",
        "app_label": "meetings",
        "public_id": getattr(row, "public_id", "m2b3c4d5e"),
    }
    return {name: known.get(name, "x") for name in names}


def queries(page: Page) -> Iterator[str]:
    """Yield the names of what the page may read from its query."""
    yield from OF_EVERY_PAGE
    if page.name == "autocomplete":
        yield from OF_AUTOCOMPLETION
    view: Any = getattr(resolve(page.path()).func, "model_admin", None)
    if view is None:
        return
    yield "corrects"  # of an edition that is added
    if page.name.endswith(("_add", "_changelist")):
        yield from (each.name for each in view.model._meta.get_fields())
    if page.name.endswith("_changelist"):
        yield from OF_LISTS
        if view.date_hierarchy:
            yield from (f"{view.date_hierarchy}__{part}" for part in ("year", "month", "day", "gte"))
        yield from _of_filters(view)


def _of_filters(view: Any) -> Iterator[str]:
    for each in view.list_filter:
        if isinstance(each, str):
            yield from (each, f"{each}__exact", f"{each}__id__exact", f"{each}__isnull", f"{each}__gte")
        elif isinstance(each, type) and not issubclass(each, FieldListFilter):
            yield each.parameter_name  # type: ignore[attr-defined]
