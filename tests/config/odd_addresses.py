"""The addresses of the admin, from the table of addresses, with odd values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin import FieldListFilter
from django.db.models import CharField, Model, TextField
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from reversion import is_registered
from reversion.models import Version

ODD: Final = (
    "9" * 25,
    "9999",
    "-1",
    "x",
    "\0",
    "\u00b2",  # a digit that is no number: int() refuses it
    "9" * 5000,  # more digits than int() reads
    "\ud800",  # a lone surrogate
    "",
)
OF_PATHS: Final = tuple(odd for odd in ODD if odd not in ("", "-1", "9999", "\ud800"))
# What the admin and our own pages read from a query, wherever they are.
OF_EVERY_PAGE: Final = ("_popup", "_changelist_filters", "_facets", "e", "next", "page", "show", "corrects")
OF_AUTOCOMPLETION: Final = ("app_label", "model_name", "field_name", "term", "page")
OF_LISTS: Final = ("q", "p", "o", "all")
LOOKUPS: Final = ("pk", "id__exact", "id__in", "id__gt", "no_such_field", "id__no_such_lookup")
TEXTS: Final = (CharField, TextField)
# For what becomes a lookup, whichever its name: a number that no column holds, no number, and no text either.
OF_LOOKUPS: Final = ("9" * 25, "x", "\0")
DATES: Final = (
    *(("9999", "12", "31"), ("9999", "12", ""), ("9999", "", ""), ("1", "1", "1"), ("0", "0", "0")),
    *(("2011", "13", "40"), ("9999", "9" * 25, "1"), ("9" * 25, "", ""), ("x", "x", "x")),
)


@dataclass(frozen=True)
class Page:
    """An address with its name, its route and values that exist."""

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
    """Yield every page of the admin with values that lead to a row."""
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


def queries(page: Page, turn: int) -> Iterator[dict[str, str]]:
    """Yield queries with odd values for what the page may read from them.

    A page that reads no more than every page does is asked with one of them, by its turn: there are dozens alike.
    """
    view: Any = getattr(resolve(page.path()).func, "model_admin", None)
    together = [*OF_EVERY_PAGE, *(OF_AUTOCOMPLETION if page.name == "autocomplete" else ())]
    if view and page.name.endswith("_add"):
        together += [each.name for each in view.model._meta.get_fields()]
    reads_more = page.name.endswith(("_add", "_changelist", "autocomplete"))
    yield from (dict.fromkeys(together, odd) for odd in (ODD if reads_more else [OF_LOOKUPS[turn % len(OF_LOOKUPS)]]))
    yield from ({"_to_field": odd} for odd in (("", "x") if reads_more else [("", "x")[turn % 2]]))
    if view and page.name.endswith("_changelist"):
        # One at a time: the list leaves everything aside as soon as one value is wrong. Each name gets one of the odd
        # values, in turn, so that each list sees each value many times. A column of text takes any of them.
        columns = (each.name for each in view.model._meta.concrete_fields if not isinstance(each, TEXTS))
        names = sorted({*OF_LISTS, *LOOKUPS, *_of_filters(view), *columns})
        yield from ({name: odd} for name, odd in zip(names, cycle(OF_LOOKUPS), strict=False))
        if day := view.date_hierarchy:
            for date in DATES:
                parts = zip(("year", "month", "day"), date, strict=True)
                yield {f"{day}__{part}": value for part, value in parts if value}


def _of_filters(view: Any) -> Iterator[str]:
    for each in view.list_filter:
        if isinstance(each, str):
            yield from (each, f"{each}__exact", f"{each}__id__exact", f"{each}__isnull", f"{each}__gte")
        elif isinstance(each, type) and not issubclass(each, FieldListFilter):
            yield each.parameter_name
