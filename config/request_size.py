"""Limits for the size of requests, checked before the body is read.

The server passes the body on as it arrives, and closes the connection if it is left unread. So a refused request is
neither stored nor transferred in full.
"""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, reverse

from config import errors
from config.admin import is_admin_request
from photos.files import pictures
from publishing import pdfs
from publishing.json_answers import signed_out, wants_json

KB: Final = 1024
MB: Final = 1024 * KB

PUBLIC: Final = 1 * KB  # public pages take no forms
SIGNED_OUT: Final = 16 * KB  # a name, a password and an address
FORM: Final = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
ONE_PHOTO: Final = pictures.MAX_BYTES + FORM
ALL_PHOTOS: Final = 2 * KB * MB  # an upload of many photos without JavaScript, in one request
PAGES_WITH_FILE: Final = ("add", "change", "revision", "recover")

# URL names of pages that accept files from staff, with their limits in bytes. All other pages accept FORM.
UPLOADS: Final = {
    "photos_gallery_photo": ONE_PHOTO,
    "photos_gallery_photos": ALL_PHOTOS,
    **{f"photos_photo_{page}": ONE_PHOTO for page in PAGES_WITH_FILE},
    **{f"meetings_statementedition_{page}": pdfs.MAX_BYTES + FORM for page in PAGES_WITH_FILE},
    **{f"meetings_articleedition_{page}": pdfs.MAX_BYTES + FORM for page in PAGES_WITH_FILE},
}


class RequestSizeMiddleware:
    """Returns 413 above the limit of page and account, and 411 without a length."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return _refusal(request) or self.get_response(request)


def _refusal(request: HttpRequest) -> HttpResponseBase | None:
    if "Transfer-Encoding" in request.headers:  # Django would read it as empty
        return errors.length_required(request)
    length = length_of(request)
    if length <= (SIGNED_OUT if is_admin_request(request) else PUBLIC):
        return None
    if not is_admin_request(request):
        return errors.too_large(request, length, PUBLIC)
    if request.path_info == reverse("admin:login"):
        return errors.too_large(request, length, SIGNED_OUT)
    request.user = get_user(request)
    if not site.has_permission(request):
        return _signed_out(request, length)
    bound = _bound_for_staff(request)
    return None if length <= bound else errors.too_large(request, length, bound)


def length_of(request: HttpRequest) -> int:
    """Return the Content-Length. 0 if it is not a number: Django reads no body then."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _bound_for_staff(request: HttpRequest) -> int:
    """Return the limit in bytes for staff; only people with a role may send files."""
    return UPLOADS.get(_name(request), FORM) if request.user.has_module_perms("meetings") else FORM


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


def _signed_out(request: HttpRequest, length: int) -> HttpResponseBase:
    """Redirect a form without a session to sign in and back; its content is not kept.

    Browsers and proxies show a response reliably only after they have sent the whole request, so a body within the
    limit is read in chunks and discarded.
    """
    if length > min(UPLOADS.get(_name(request), FORM), ONE_PHOTO):
        return signed_out() if wants_json(request) else errors.too_large(request, length, SIGNED_OUT)
    while request.read(64 * KB):
        pass
    return signed_out() if wants_json(request) else errors.to_sign_in(request)
