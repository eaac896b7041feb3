"""Holds what many pages show, so that it is queried once for each content stamp."""

from collections.abc import Callable, Hashable
from typing import Any, Final

from django.http import HttpRequest

from publishing.held import Held

FACTS: Final = Held(2_000)  # of these, such as the options of a facet and the keys of a page of a list


def holding(request: HttpRequest, *scope: Hashable) -> Callable[[Hashable, Callable[[], Any]], Any]:
    """Return `held` for the request, with keys that begin with the scope."""
    return lambda key, make: held(request, (*scope, key), make)


def held[T](request: HttpRequest, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` returns, from memory if valid; a preview always makes it.

    All pages share what is returned: do not change it. The key names what else it depends on. It must follow from what
    is public, and not from the day or the hour: it is held for as long as the same is public.
    """
    validity = getattr(request, "validity", None)
    if validity is None:
        return make()
    found = FACTS.get(key, validity.stamp, request.moment)  # type: ignore[attr-defined]
    if found is None:
        found = make()
        FACTS.put(key, found, validity)
    kept: T = found
    return kept
