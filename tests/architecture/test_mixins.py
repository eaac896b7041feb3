"""Mixins that are combined: a private name belongs to one of them."""

from collections import defaultdict
from typing import Any, Final

from django.apps import apps
from django.contrib import admin

from tests.our_apps import APPS as OURS

DEEPEST: Final = 7  # of our own classes, the kind's own among them


def own_classes(kind: type[Any]) -> list[type[Any]]:
    return [base for base in kind.__mro__ if base.__module__.partition(".")[0] in OURS]


def combined() -> list[type[Any]]:
    """Return every class that Django makes objects of: admins, their inlines, models."""
    pages = [type(each) for each in admin.site._registry.values()]
    inlines = [inline for each in admin.site._registry.values() for inline in each.inlines]
    return [*pages, *inlines, *apps.get_models()]


def test_no_two_combined_classes_use_the_same_private_name() -> None:
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


def test_no_admin_is_made_of_more_classes_of_ours_than_a_reader_can_follow() -> None:
    depths = {type(each).__name__: len(own_classes(type(each))) for each in admin.site._registry.values()}

    assert {name: depth for name, depth in depths.items() if depth > DEEPEST} == {}
    assert depths["MeetingAdmin"] == DEEPEST  # or the bound could be lower
