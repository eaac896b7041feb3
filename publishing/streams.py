"""Answers of known length, read in pieces from any byte (RFC 9110, 13 and 14)."""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Final, Protocol

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from publishing.stored_files import storage

# Bytes of the largest body that is sent in one piece: a slow reader of it does not occupy a thread of the server.
AT_ONCE: Final = 1024 * 1024
# How many larger answers a process sends at the same time; its other threads are left to the pages.
LARGE_ANSWERS: Final = 6
SECONDS_TO_WAIT: Final = 30
_slots: Final = threading.BoundedSemaphore(LARGE_ANSWERS)
RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class ByteSource(Protocol):
    """A sequence of bytes of known length."""

    @property
    def length(self) -> int:
        """The number of bytes."""

    def chunks(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to `end`, a few at a time."""


@dataclass(frozen=True)
class Bytes:
    """Bytes in memory."""

    content: bytes

    @property
    def length(self) -> int:
        return len(self.content)

    def chunks(self, start: int, end: int) -> Iterator[bytes]:
        yield self.content[start:end]


@dataclass(frozen=True)
class StoredRange:
    """A stretch of a stored file: from `start` up to `end`."""

    path: str
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def chunks(self, start: int, end: int) -> Iterator[bytes]:
        """Raises OSError where the file is missing, or shorter than it was."""
        left = end - start
        for chunk in storage.pieces(self.path, self.start + start, self.start + end):
            left -= len(chunk)
            yield chunk
        if left:
            raise OSError(f"{self.path} is shorter than it was.")


@dataclass(frozen=True)
class LazyBytes:
    """Bytes of a known length that are made only when they are read."""

    length: int
    make: Callable[[], bytes]

    def chunks(self, start: int, end: int) -> Iterator[bytes]:
        yield self.make()[start:end]


@dataclass(frozen=True)
class Body:
    """Several byte sources in their order, which together are one again."""

    parts: Sequence[ByteSource]

    @cached_property
    def length(self) -> int:
        return sum(part.length for part in self.parts)

    def chunks(self, start: int, end: int) -> Iterator[bytes]:
        for part in self.parts:
            if start < part.length and end > 0:
                yield from part.chunks(max(0, start), min(end, part.length))
            start, end = start - part.length, end - part.length


class TransferSlot:
    """The pieces of a large answer, which hold one of a few slots until it ends."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._taken = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._chunks)
        except BaseException:  # StopIteration, too: the slot is released however the pieces end
            self.close()
            raise

    def close(self) -> None:
        """Release the slot; servers call this at the end of the answer, begun or not."""
        if self._taken:
            self._taken = False
            _slots.release()


def answer(
    request: HttpRequest, body: ByteSource, *, etag: str, content_type: str, caching: str, name: str = ""
) -> HttpResponseBase:
    """Return the body, the range asked for, or 304; `name` makes it a download.

    `etag` identifies exactly these bytes. Several ranges, or one that cannot be read, are ignored. If too many large
    answers are on their way the answer is 503, to be asked for again. Raises OSError for a small body that cannot be
    read.
    """
    etag = f'"{etag}"'
    response = get_conditional_response(request, etag=etag) or _ranged(request, body, etag)
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        return secure_file_response(response, caching="no-store")
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    if response.status_code in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        response.headers["Content-Type"] = content_type
        if disposition := content_disposition_header(bool(name), name):
            response.headers["Content-Disposition"] = disposition
    refused = response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    return secure_file_response(response, caching="no-store" if refused else caching)


def stream_in_a_slot(request: HttpRequest, pieces: Iterator[bytes]) -> HttpResponseBase:
    """Return a large answer of unknown length; 503 if too many are on their way."""
    if request.method == "HEAD":
        return HttpResponse()
    return StreamingHttpResponse(TransferSlot(pieces)) if _slots.acquire(blocking=False) else _busy()


def secure_file_response(response: HttpResponseBase, *, caching: str) -> HttpResponseBase:
    """Set headers that keep the file from running code, and those for caching."""
    response.headers["Cache-Control"] = caching
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _ranged(request: HttpRequest, body: ByteSource, etag: str) -> HttpResponseBase:
    wanted = _wanted(request, body.length, etag)
    if wanted is None:
        return _piece(request, body, 0, body.length)
    start, end = wanted
    if start >= end:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response.headers["Content-Range"] = f"bytes */{body.length}"
        return response
    piece = _piece(request, body, start, end)
    if piece.status_code == HTTPStatus.OK:
        piece.status_code = HTTPStatus.PARTIAL_CONTENT
        piece.headers["Content-Range"] = f"bytes {start}-{end - 1}/{body.length}"
    return piece


def _piece(request: HttpRequest, body: ByteSource, start: int, end: int) -> HttpResponseBase:
    piece: HttpResponseBase
    if request.method == "HEAD":
        piece = HttpResponse()
    elif body.length <= AT_ONCE:
        piece = HttpResponse(b"".join(body.chunks(start, end)))
    elif _slots.acquire(blocking=False):
        piece = StreamingHttpResponse(TransferSlot(body.chunks(start, end)))
    else:
        return _busy()
    piece.headers["Content-Length"] = str(end - start)
    return piece


def _busy() -> HttpResponse:
    sentence = _("Too many large downloads are under way. Please try again in half a minute.")
    response = HttpResponse(sentence, content_type="text/plain; charset=utf-8")
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
    response.headers["Cache-Control"] = "no-store"
    return response


def _wanted(request: HttpRequest, length: int, etag: str) -> tuple[int, int] | None:
    """Return the first byte asked for and the one after the last; None for all."""
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or match is None or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if not first:
        return (max(0, length - int(last)), length) if last else None
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, length) if last else length
