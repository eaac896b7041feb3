"""The addresses of admin pages."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language

from publishing.obstacles import Obstacle


@dataclass(frozen=True)
class Link:
    """A button: where it leads, or under which name it saves the form first."""

    label: str | Promise
    url: str = ""
    name: str = ""


@dataclass(frozen=True)
class FixLink:
    """An obstacle for the page: the sentence, and the form where it can be fixed."""

    sentence: str
    url: str = ""


def admin_url(row: Model, page: str = "change", *args: str) -> str:
    """Return the address of a page of a row: "change", "history", "delete", "verb"."""
    return admin_model_url(type(row), page, quote(row.pk), *args)


def admin_model_url(model: type[Model], page: str, *args: str, **query: Any) -> str:
    """Return the address of a page of a model, such as "add", with a query."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)
    return f"{url}?{urlencode(query)}" if query else url


def fix_link(obstacle: Obstacle) -> FixLink:
    """Return the obstacle with the address of the form field that fixes it."""
    try:
        url = admin_url(obstacle.target)
    except NoReverseMatch:  # a kind that has no form of its own
        return FixLink(str(obstacle))
    fields = {field.name for field in obstacle.target._meta.get_fields()}
    localized = f"{obstacle.field}_{get_language()}"
    anchor = localized if localized in fields else obstacle.field
    return FixLink(str(obstacle), f"{url}#id_{anchor}" if anchor else url)
