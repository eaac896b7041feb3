"""Measures a request of each kind of page in a process started by `bench pages`.

Prints a line of JSON for each kind. Requests go through the WSGI application, so that middleware counts. The process is
warm: what is counted is at least the second request of a page.
"""

import argparse
import cProfile
import io
import json
import pstats
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import django
import time_machine

django.setup()

from django.conf import settings  # noqa: E402  # with Django set up
from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from meetings.models import Article, Meeting, Statement, Topic  # noqa: E402
from partners.models import Format  # noqa: E402
from photos.models import Gallery  # noqa: E402
from publishing.models import Page  # noqa: E402
from tests.bench._sites import BASE_DIR, DAY  # noqa: E402

ROUNDS: Final = 7
SECONDS_OF_ROUNDS: Final = 3.0  # of CPU; a slow page has fewer rounds
STEPS_AT_A_TIME: Final = 10
ADMIN: Final = "admin "
LINES_OF_A_PROFILE: Final = 40


def main() -> None:
    """Measure the kinds that are named, or all of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    application = get_wsgi_application()
    with time_machine.travel(datetime.fromisoformat(DAY).replace(hour=12, tzinfo=UTC)):
        cookie = _signed_in()
        for kind, address in addresses().items():
            if not options.kinds or kind in options.kinds:
                page = Asked(application, address, cookie if kind.startswith(ADMIN) else "")
                if options.profile:
                    print_profile(kind, page)
                else:
                    print(json.dumps({"kind": kind, "address": address} | measured(page)), flush=True)


def addresses() -> dict[str, str]:
    """Return an address of each kind of page, of a meeting in the middle of all."""
    number = Meeting.objects.count() // 20 * 10 or 1
    meeting = Meeting.objects.get(slug__startswith=f"synthetic-{number}-")
    host = meeting.hosts.get()
    gallery = Gallery.objects.get(meeting=meeting)
    rows: dict[str, Any] = {
        "meeting": meeting,
        "session": meeting.sessions.first(),
        "statement": Statement.objects.get(slug=f"{meeting.slug}-statement"),
        "article": Article.objects.get(slug=f"{meeting.slug}-report"),
        "gallery": gallery,
        "photo": gallery.photos.all()[27],
        "partner": host.partner,
        "format": Format.objects.all()[0],
        "person": host.appointment.person,
        "topic": Topic.objects.all()[0],
        "page": Page.objects.all()[0],
    }
    lists = ("meetings", "statements", "articles", "galleries", "partners", "outcomes", "corrections")
    admin_lists = ("meetings/meeting", "meetings/session", "meetings/statement", "photos/photo", "partners/person")
    return {
        "home": "/en/",
        **{name: f"/en/{name}/" for name in lists},
        **{kind: row.get_absolute_url() for kind, row in rows.items()},
        "sitemap": "/sitemap.xml",
        "sitemap section": "/sitemap-statements-1.xml",
        f"{ADMIN}home page": "/admin/",
        **{f"{ADMIN}list {name.partition('/')[2]}": f"/admin/{name}/" for name in admin_lists},
        f"{ADMIN}form meeting": f"/admin/meetings/meeting/{meeting.pk}/change/",
        f"{ADMIN}form gallery": f"/admin/photos/gallery/{gallery.pk}/change/",
    }


class Asked:
    """A page that can be asked for."""

    def __init__(self, application: Callable[..., Any], address: str, cookie: str) -> None:
        self._application, self._address, self._cookie = application, address, cookie

    def get(self, coding: str = "") -> bytes:
        """Return the body. Ends the program where the page does not answer with 200."""
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": self._address,
            "QUERY_STRING": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": self._cookie,
            "HTTP_ACCEPT_ENCODING": coding,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        statuses: list[str] = []
        answer = self._application(environ, lambda status, _headers, _info=None: statuses.append(status))
        body = b"".join(answer)
        answer.close()
        if statuses != ["200 OK"]:
            raise SystemExit(f"{self._address} answers {statuses}.")
        return body


def measured(page: Asked) -> dict[str, Any]:
    """Return a page's function calls, CPU milliseconds, queries, bytes and steps."""
    page.get()
    first = cpu_of(page)
    with counted() as counts:
        body = page.get()
    packed = page.get("br")
    profile = cProfile.Profile()
    profile.runcall(page.get)
    rounds = [cpu_of(page) for _round in range(min(ROUNDS, int(SECONDS_OF_ROUNDS / first)))] or [first]
    return {
        "calls": pstats.Stats(profile).total_calls,
        "cpu": 1000 * statistics.median(rounds),
        "bytes": len(body),
        "packed": len(packed),
        **counts,
    }


def cpu_of(page: Asked) -> float:
    """Return the CPU seconds of one request."""
    start = time.process_time()
    page.get()
    return time.process_time() - start


@contextmanager
def counted() -> Iterator[dict[str, int | None]]:
    """Count the block's queries and SQLite's steps; None for another database."""
    counts: dict[str, int | None] = {"queries": 0, "steps": 0}

    def query(execute: Callable[..., Any], *arguments: Any) -> Any:
        counts["queries"] = (counts["queries"] or 0) + 1
        return execute(*arguments)

    def step() -> None:
        counts["steps"] = (counts["steps"] or 0) + STEPS_AT_A_TIME

    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite:
        connection.connection.set_progress_handler(step, STEPS_AT_A_TIME)
    else:
        counts["steps"] = None
    with connection.execute_wrapper(query):
        yield counts
    if is_sqlite:
        connection.connection.set_progress_handler(None, 0)


def print_profile(kind: str, page: Asked) -> None:
    """Print where the time of a request goes."""
    page.get()
    profile = cProfile.Profile()
    profile.runcall(page.get)
    out = io.StringIO()
    pstats.Stats(profile, stream=out).sort_stats("cumulative").print_stats(LINES_OF_A_PROFILE)
    print(f"{kind}\n{re.sub(rf'{re.escape(str(BASE_DIR))}/', '', out.getvalue())}")


def _signed_in() -> str:
    """Return the cookie of an editor who is signed in."""
    editor, _is_new = User.objects.get_or_create(username="bench", defaults={"is_staff": True})
    editor.groups.set(Group.objects.filter(name__in=("editor", "administrator")))
    client = Client()
    client.force_login(editor)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


if __name__ == "__main__":
    main()
