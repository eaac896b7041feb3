"""Answers of public pages, kept in each process's memory under the content stamp.

A request takes its moment and reads the stamp; a kept answer is sent only under that stamp and while it holds. Else
the page is made, the stamp is read again, and the answer is kept only if it is still the same. So no answer is out
of date, in any number of processes and on any number of machines, and nothing has to be emptied.

Only while the database cannot be asked, kept answers are sent under the stamp that this process has read last, for a
minute, with a header that says so: see decision 55.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from http import HTTPStatus
from threading import Lock
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import unquote_plus
from wsgiref.types import StartResponse, WSGIApplication

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error, close_old_connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language_from_path, override

from config import metrics
from config.codings import best_coding
from config.middleware import GetResponse
from publishing import clock, stamps
from publishing.held import Held
from publishing.languages import LANGUAGES
from publishing.last_stamp import LAST
from publishing.stamps import Validity

PREFIXES: Final = (*(f"/{code}/" for code in LANGUAGES), "/sitemap", "/api/")
CONDITIONS: Final = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
# Of a request, beside its coding, all that an answer can depend on.
KEY: Final = (
    *("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT"),
    *("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"),
)
OF_ONE_READER: Final = ("RateLimit", "RateLimit-Policy")  # headers that are not kept
LONGEST_WAIT: Final = 10  # seconds that a request waits for another that makes the same page
BYTES_BESIDE_THE_BODY: Final = 2_000  # bytes of headers and of the object itself, about
PAST_ITS_MINUTE: Final = timedelta(seconds=60)  # for which a page is sent after its minute if the database is away
# RFC 9211: a cache has answered, which could not ask whether the page still holds.
UNASKED: Final = {"Cache-Status": 'Plenary; hit; detail="database unreachable"'}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is sent, and when it was the newest, to within a minute."""

    body: bytes
    headers: dict[str, str]
    page: str  # the name of its view
    newest: Validity

    def response(self, request: HttpRequest) -> HttpResponseBase:
        """Return it, or 304 where the reader has it."""
        request.META |= self.notes
        response = HttpResponse(self.body, headers=self.headers)
        return _unless_known(request, response)

    @property
    def notes(self) -> dict[str, str | bool]:
        """Return what is noted of a request that it answers."""
        return {metrics.PAGE: self.page, metrics.KEPT: True}


class KeptPagesMiddleware:
    """Answers with kept pages; it comes first, since it keeps what all others made."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _can_be_answered(request.META) or not _has_allowed_host(request):
            return self.get_response(request)
        forget_unknown_parameters(request)
        key = _key(request.META)
        kept = look_up(key, request)
        if kept is None:
            with one_at_a_time(key) as has_waited:
                kept = look_up(key, request) if has_waited else None
                if kept is None:
                    return self._made(key, request)
        return kept.response(request)

    def process_view(self, request: Any, view: Any, *_arguments: Any) -> None:
        """Note the page; make one that can be kept whole: conditions are checked later."""
        request.META[metrics.PAGE] = request.resolver_match.view_name
        if hasattr(request, "validity") and getattr(getattr(view, "view_class", None), "is_kept", False):
            request.keeps = True
            request.conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}

    def _made(self, key: Hashable, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        request.META |= getattr(request, "conditions", {})
        validity = getattr(request, "validity", None)
        if validity is None or not getattr(request, "keeps", False) or not _can_be_kept(response):
            return _unless_known(request, response)
        headers = {name: value for name, value in response.headers.items() if name not in OF_ONE_READER}
        newest = validity.to_the_minute(request.moment)  # type: ignore[attr-defined]
        answer = Answer(response.content, headers, request.META.get(metrics.PAGE, ""), newest)
        if stamps.current() == validity.stamp:
            PAGES.put(key, answer, validity, size=len(answer.body) + BYTES_BESIDE_THE_BODY)
        return _unless_known(request, response)


_best_coding = lru_cache(maxsize=64)(best_coding)  # browsers send a few different ones
PAGES: Final = Held(settings.KEPT_PAGES_BYTES)


def answering_from_memory(application: WSGIApplication) -> WSGIApplication:
    """Answer plain requests for kept pages before Django does; pass on all others."""

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if _can_be_answered(environ) and environ.keys().isdisjoint(CONDITIONS):
            kept = look_up(_key(environ), SimpleNamespace())
            close_old_connections()  # as Django does around each request
            if kept is not None:
                environ |= kept.notes
                start_response("200 OK", [*kept.headers.items()])
                return [kept.body]
        return application(environ, start_response)

    return answer


def look_up(key: Hashable, request: Any) -> Answer | None:
    """Return the kept answer; note in the request its moment and its validity."""
    request.moment = clock.now()
    try:
        request.validity = stamps.validity(request.moment)
    except Error:
        request.validity = None
        return _unasked(key, request.moment)
    if request.validity is None:
        return None
    stamp = request.validity.stamp
    _note_stamp(stamp)
    found: Answer | None = PAGES.get(key, stamp, request.moment)
    return found if found and found.newest.holds(stamp, request.moment) else None


def _unasked(key: Hashable, at: datetime) -> Answer | None:
    """Return the answer kept under the last stamp, marked so, if it is recent enough."""
    stamp = LAST.get()
    found: Answer | None = PAGES.get(key, stamp, at) if stamp else None
    if found is None or at >= found.newest.until + PAST_ITS_MINUTE:
        return None
    return replace(found, headers=found.headers | UNASKED)


_last_stamp = [""]


def _note_stamp(stamp: str) -> None:
    if _last_stamp[0] != stamp:
        _last_stamp[0] = stamp
        metrics.count_new_stamp()


def forget_unknown_parameters(request: HttpRequest) -> None:
    """Remove unknown parameters from the query string, so that they fill no memory."""
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return
    with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        try:
            view = resolve(request.path_info).func
        except Resolver404:
            return
    known = getattr(getattr(view, "view_class", None), "parameters", None)
    if known is not None:
        parts = (part for part in query.split("&") if unquote_plus(part.partition("=")[0]) in known)
        request.META["QUERY_STRING"] = "&".join(parts)


_making: dict[Hashable, Lock] = {}


@contextmanager
def one_at_a_time(key: Hashable) -> Iterator[bool]:
    """Let one request make a page while others wait; give True to those that waited."""
    lock = _making.setdefault(key, Lock())
    has_waited = not lock.acquire(blocking=False)
    is_ours = not has_waited or lock.acquire(timeout=LONGEST_WAIT)
    try:
        yield has_waited
    finally:
        if is_ours:
            _making.pop(key, None)
            lock.release()


def _key(meta: Mapping[str, Any]) -> Hashable:
    """Return all that the answer depends on; the host is as sent, and was checked."""
    return (*map(meta.get, KEY), _best_coding(meta.get("HTTP_ACCEPT_ENCODING", "")))


def _can_be_answered(meta: Mapping[str, Any]) -> bool:
    """Whether a request is for a public page and has no body, which may be too large."""
    return (
        meta["REQUEST_METHOD"] == "GET"
        and meta["PATH_INFO"].startswith(PREFIXES)
        and meta.get("CONTENT_LENGTH", "") in ("", "0")
        and "HTTP_TRANSFER_ENCODING" not in meta
    )


def _has_allowed_host(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:  # the answer to it is made below
        return False
    return True


def _can_be_kept(response: HttpResponseBase) -> bool:
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and "ETag" in response.headers
        and response.headers.get("Cache-Control") == "no-cache"
        and response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    )


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Return 304 if the reader has the page; Django checks those that are not kept."""
    if response.status_code != HTTPStatus.OK or "ETag" not in response.headers:
        return response
    found: Any = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return found
