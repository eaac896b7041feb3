"""The placeholder for a picture that cannot be read."""

from http import HTTPStatus
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from publishing import streams


def missing_picture() -> HttpResponseBase:
    """Return the picture, with the status of a file that is not there."""
    path = finders.find("img/missing.svg")
    response = HttpResponse(Path(str(path)).read_bytes(), content_type="image/svg+xml", status=HTTPStatus.NOT_FOUND)
    return streams.secure_file_response(response, caching="no-store")
