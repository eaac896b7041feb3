"""The outermost layer of the site: it gives each request its id, and counts it."""

import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

from config import metrics, request_ids


def watched(application: WSGIApplication) -> WSGIApplication:
    """Return the application with request ids in headers, and its figures counted."""

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        begun = time.perf_counter()
        header = (request_ids.HEADER, request_ids.begin(environ))
        status = "500"

        def start(line: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
            nonlocal status
            status = line[:3]
            return start_response(line, [*headers, header], *more)

        try:
            return application(environ, start)
        finally:
            metrics.count(environ, status, time.perf_counter() - begun)

    return answer
