"""The address to which signing in and out leads: within the admin, or its front page."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

# Addresses that would sign the person out again, or ask again for the password.
SIGNING: Final = ("login", "logout", "account_login")
UNWRITTEN: Final = re.compile(
    r"[\x00-\x20\x7f\\]"
)  # never in an address as a browser sends it; some read it as "/"


def next_address(request: HttpRequest) -> str:
    """Return the address that the request names as `next`, or the front page of the admin."""
    named = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    return named if is_admin_page(named) else reverse("admin:index")


def is_admin_page(address: str) -> bool:
    """Whether the address is a page of the admin, written as a path of this site that a browser can open.

    A browser resolves `..` also where it is written `%2e%2e`, so no path may hold it: it would lead out of the admin.
    """
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None) or UNWRITTEN.search(address):
        return False
    path = unquote(urlsplit(address).path)
    if not path.startswith(reverse("admin:index")) or {".", ".."} & set(path.split("/")):
        return False
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.url_name not in SIGNING and not getattr(match.func, "answers_json", False)
