"""System checks: what a kind of content still lacks, and where it is added."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import Model

from publishing.kinds import kinds
from publishing.languages import translated_fields
from publishing.models import Content, Document
from publishing.public_ids import PublicIdField
from publishing.wording import name_field
from website import urls


@register(Tags.models)
def kinds_are_complete(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """E007, W004 to W006: a kind has its own letter, a form, a page and names.

    Only the letter is an error: migrations are made before all else is there.
    """
    found = [message for kind in kinds() for message in (*_letter(kind), *_form(kind))]
    return found + [message for kind in kinds(Content) for message in (*_page(kind), *_name(kind))]


def _letter(kind: type[Model]) -> Iterator[CheckMessage]:
    letters = {model: _letter_of(model) for model in apps.get_models() if _letter_of(model)}
    other = next((each for each, letter in letters.items() if letter == letters[kind] and each is not kind), None)
    if other:
        yield Error(
            f"The permanent ids of {kind.__name__} and {other.__name__} both begin with “{letters[kind]}”.",
            hint=f"Give one of them a letter that is not among {''.join(sorted(set(letters.values())))}.",
            id="plenary.E007",
        )


def _letter_of(model: type[Model]) -> str:
    return next((field.letter for field in model._meta.fields if isinstance(field, PublicIdField)), "")


def _form(kind: type[Model]) -> Iterator[CheckMessage]:
    if not admin.site.is_registered(kind):
        yield checks.Warning(
            f"{kind.__name__} has no form in the admin.",
            hint="Register an admin for it, and name its module in the __init__.py of the app's admin.",
            id="plenary.W004",
        )


def _page(kind: type[Content]) -> Iterator[CheckMessage]:
    addresses = {str(each.name): set(each.pattern.converters) for each in urls.localized}
    name = getattr(kind, "page_name", "")
    if name not in addresses or (kind.has_own_page and addresses[name] != set(kind.page_columns)):
        yield checks.Warning(
            f"The page “{name}” of {kind.__name__}, found by {', '.join(kind.page_columns)}, has no address.",
            hint="Add it to website/urls.py, or correct page_name and page_columns of the model.",
            id="plenary.W005",
        )


def _name(kind: type[Model]) -> Iterator[CheckMessage]:
    name = name_field(kind)
    if name and not issubclass(kind, Document) and name not in translated_fields(kind):
        yield checks.Warning(
            f"The name of a {kind.__name__}, its field “{name}”, has no column for each language.",
            hint="Register the model in translation.py of its app, then make a migration.",
            id="plenary.W006",
        )
