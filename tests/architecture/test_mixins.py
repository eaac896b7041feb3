"""Mixins that are combined: a private name belongs to one of them."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.contrib import admin

from tests.our_apps import APPS as OURS


def combined() -> list[type[Any]]:
    """Return every class that Django makes objects of: admins, their inlines, models."""
    pages = [type(each) for each in admin.site._registry.values()]
    inlines = [inline for each in admin.site._registry.values() for inline in each.inlines]
    return [*pages, *inlines, *apps.get_models()]


def test_no_two_classes_that_are_combined_give_one_private_name_to_different_things() -> None:
    found = set()
    for kind in combined():
        owners = defaultdict(list)
        for base in kind.__mro__:
            if base.__module__.startswith(OURS):
                for name, value in vars(base).items():
                    if name.startswith("_") and not name.startswith("__") and callable(value):
                        owners[name].append(f"{base.__module__}.{base.__qualname__}")
        found |= {(name, *where) for name, where in owners.items() if len(where) > 1}

    assert found == set()
