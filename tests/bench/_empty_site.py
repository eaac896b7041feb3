"""A site with one empty view and no middleware, to compare the real one with.

These are its settings, its addresses, and, started with a port, its server.
"""

import sys

import django
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import settings as real

BODY = b"Nothing."


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers={"Content-Length": len(BODY)})  # else it is sent in chunks


globals().update({name: value for name, value in vars(real).items() if name.isupper()})
WSGI_APPLICATION = "tests.bench._empty_wsgi.application"
ROOT_URLCONF = __name__
urlpatterns = [path("", nothing)]

if __name__ == "__main__":
    django.setup()

    from config import server  # with Django set up

    server.serve("127.0.0.1", int(sys.argv[1]))
