"""The page that signing in and out redirects to: an admin page, or its home page."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

# Pages that would sign the person out again, or ask for the password again.
SIGNING: Final = (
    *("login", "logout", "account_login", "mfa_login_webauthn", "mfa_authenticate", "account_reauthenticate"),
    *("admin_password_reset", "password_reset_done", "password_reset_confirm", "password_reset_complete"),
)
UNWRITTEN: Final = re.compile(
    r"[\x00-\x20\x7f\\]"
)  # characters that no browser sends in an address; some browsers read "\\" as "/"


def next_address(request: HttpRequest) -> str:
    """Return the `next` address of the request, or the home page of the admin."""
    named = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    return named if is_admin_page(named) else reverse("admin:index")


def is_admin_page(address: str) -> bool:
    """Return whether the address is the path of a page of the admin.

    Paths with `..` are refused: browsers resolve it, also written as `%2e%2e`, and would leave the admin.
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
