"""The addresses of pages, and the function for addresses that leave the site.

Everything that is copied, downloaded, cited, indexed or printed names the site by PLENARY_ADDRESS, also for readers
who have reached it by another name. `./run serve` derives that address from its host and port where the variable is
not set (config/site_address.py).
"""

from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

KEPT: Final = 8192  # addresses; a page prints up to a few hundred


def path_of(name: str, *parts: Any) -> str:
    """Return the path of the named page in the active language, as `reverse` does.

    It follows from the name and the parts alone, so it is made once and kept.
    """
    return _path(get_script_prefix(), get_language(), name, parts)


@lru_cache(maxsize=KEPT)
def _path(_prefix: str, _language: str | None, name: str, parts: tuple[Any, ...]) -> str:
    return reverse(name, args=parts)


def absolute(path: str) -> str:
    """Return the address of a path of the site, with scheme, host and port."""
    return f"{settings.SITE_ADDRESS}{path}"


def without_scheme(address: str) -> str:
    """Return an address as it is printed for readers: host, port and path."""
    return address.partition("://")[2]
