"""Every address of the admin, for tests that walk all of them."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


def admin_addresses() -> list[str]:
    """Return every address but that of the sign-in page."""
    return [address for address, name in named_admin_addresses() if name != "login"]


def named_admin_addresses() -> list[tuple[str, str]]:
    """Return all addresses of the admin with names; variables have example values."""
    patterns = [each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "admin"]
    found = [(address_of(each), str(each.name)) for each in named_patterns(patterns)]
    assert len(found) > 150
    return found


def named_patterns(patterns: list[Any]) -> Iterator[URLPattern]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from named_patterns(each.url_patterns)
        elif each.name:
            yield each


def address_of(pattern: URLPattern) -> str:
    name, regex = f"admin:{pattern.name}", pattern.pattern.regex
    named = dict.fromkeys(regex.groupindex, "1") | {"verb_name": "publish", "app_label": "meetings"}
    if regex.groupindex:
        return reverse(name, kwargs={each: named[each] for each in regex.groupindex})
    return reverse(name, args=["1"] * regex.groups)
