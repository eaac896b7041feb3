"""Public ids: a letter for the kind and eight random characters."""

import re
import secrets
from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

# Digits and lower-case letters that are not confused in print or on the telephone: no 0, 1, i, l, o, u.
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
LENGTH = 8
PATTERN = re.compile(f"[a-z][{ALPHABET}]{{{LENGTH}}}")


def new_public_id(letter: str) -> str:
    """Return a new public id of the kind, one of 30**8, by the system's generator."""
    return letter + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicIdField(models.CharField):
    """The public id, with the letter of the kind: unique, drawn once, never edited."""

    def __init__(self, letter: str, **kwargs: Any) -> None:
        self.letter = letter
        kwargs.setdefault("verbose_name", _("permanent ID"))
        kwargs |= {
            "max_length": 1 + LENGTH,
            "unique": True,
            "editable": False,
            "default": partial(new_public_id, letter),
        }
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for derived in ("max_length", "unique", "editable", "default"):
            kwargs.pop(derived, None)
        return name, path, [self.letter, *args], kwargs


def model_of(public_id: str) -> type[models.Model] | None:
    """Return the model that the id's letter names; None if it is no public id."""
    if not PATTERN.fullmatch(public_id):
        return None
    return models_by_letter().get(public_id[0])


def objects_of(public_ids: Iterable[str]) -> dict[str, Any]:
    """Return the rows that the permanent ids name, by id, in one query for each kind."""
    asked = set(public_ids)
    found: dict[str, Any] = {}
    for model in {model_of(public_id) for public_id in asked} - {None}:
        found |= model._default_manager.in_bulk(asked, field_name="public_id")  # type: ignore[union-attr]
    return found


def models_by_letter() -> dict[str, type[models.Model]]:
    """Return the kinds that have public ids."""
    return _by_letter(tuple(apps.get_models()))


@cache
def _by_letter(all_models: tuple[type[models.Model], ...]) -> dict[str, type[models.Model]]:
    return {
        field.letter: model
        for model in all_models
        for field in model._meta.local_fields
        if isinstance(field, PublicIdField)
    }


def rows_shown_with(row: models.Model) -> list[models.QuerySet[models.Model]]:
    """Return the rows of other apps whose kind names this row in `shown_with`."""
    return [
        model._default_manager.filter(**{name: row.pk})
        for model in models_by_letter().values()
        for name in getattr(model, "shown_with", ())
        if model._meta.get_field(name).related_model is type(row)
    ]
