"""How public pages are compressed, and what stays as it is."""

import gzip
from collections.abc import Callable
from typing import Final

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from config.codings import best_coding
from config.middleware import CodingMiddleware
from tests import factories as make

pytestmark = pytest.mark.django_db

DECODERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "": bytes,
}
TEXT: Final = b"Ministers met. " * 100


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000, gzip;q=0", "identity"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("BR ; Q=1", "br"),
        ("identity", "identity"),
        ("identity, br;q=0.5", "identity"),
        ("identity;q=0.5, br;q=0.5", "br"),
        ("identity;q=0", "identity"),  # nothing else is asked for, and a page beats a refusal
        ("deflate, zstd", "identity"),
        ("", "identity"),
        ("br;q=much, gzip;q=2", "identity"),
        ("br;level=5", "identity"),
        (",;,=,;q", "identity"),
    ],
)
def test_the_coding_with_the_highest_weight_is_chosen(accepted: str, coding: str) -> None:
    assert best_coding(accepted) == coding


@pytest.mark.parametrize("coding", DECODERS)
def test_each_coding_has_an_etag_of_its_own_bytes_and_answers_304_by_it(client: Client, coding: str) -> None:
    make.make_office()
    responses = {each: client.get("/en/", headers={"accept-encoding": each}) for each in DECODERS}
    mine = responses[coding]

    assert mine.headers.get("Content-Encoding", "") == coding
    assert DECODERS[coding](mine.content) == responses[""].content
    assert mine["Content-Length"] == str(len(mine.content))
    assert mine["Vary"] == "Accept-Encoding"
    assert len({response["ETag"] for response in responses.values()}) == 3
    for each, response in responses.items():
        headers = {"accept-encoding": coding, "if-none-match": response["ETag"]}
        asked_again = client.get("/en/", headers=headers)
        assert asked_again.status_code == (304 if each == coding else 200)
        if each == coding:
            assert (asked_again["ETag"], asked_again["Vary"]) == (mine["ETag"], "Accept-Encoding")
            assert asked_again.content == b""


@pytest.mark.parametrize("coding", DECODERS)
@pytest.mark.parametrize("path", ["/en/", "/robots.txt"])
def test_head_says_what_get_says(client: Client, path: str, coding: str) -> None:
    headers = {"accept-encoding": coding}
    got, asked = client.get(path, headers=headers), client.head(path, headers=headers)

    assert dict(asked.headers) == dict(got.headers)
    assert "ETag" in asked.headers
    headers["if-none-match"] = got["ETag"]
    assert client.head(path, headers=headers).status_code == 304


def test_the_pages_of_failure_are_compressed_too(client: Client) -> None:
    response = client.get("/en/nowhere/", headers={"accept-encoding": "br"})

    assert (response.status_code, response["Content-Encoding"]) == (404, "br")


def test_the_admin_is_not_compressed_for_its_pages_hold_tokens(client: Client) -> None:
    response = client.get("/admin/login/", headers={"accept-encoding": "br"})

    assert b"csrfmiddlewaretoken" in response.content
    assert "Content-Encoding" not in response.headers
    assert len(response.content) > 500


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html; charset=utf-8",
        "text/csv",
        "text/calendar; charset=utf-8",
        "image/svg+xml",
        "application/json",
        "application/ld+json",
        "application/manifest+json",
        "application/xml",
        "application/atom+xml; charset=utf-8",
    ],
)
def test_what_is_text_is_compressed(content_type: str) -> None:
    response = _answered(HttpResponse(TEXT, content_type=content_type))

    assert response.headers["Content-Encoding"] == "br"
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(TEXT, content_type="image/jpeg"),
        HttpResponse(TEXT, content_type="application/pdf"),
        HttpResponse(TEXT[:499]),
        HttpResponse(TEXT, headers={"ETag": '"of these bytes"'}),
        HttpResponse(TEXT, headers={"Content-Encoding": "gzip"}),
        HttpResponse(TEXT, headers={"Content-Range": "bytes 0-1499/9000"}, status=206),
        HttpResponse(TEXT, headers={"Cache-Control": "no-store"}),
        StreamingHttpResponse([TEXT]),
    ],
    ids=["photo", "pdf", "short", "named", "coded", "range", "kept nowhere", "streamed"],
)
def test_the_rest_stays_as_it_is(response: HttpResponseBase) -> None:
    before = dict(response.headers)

    assert dict(_answered(response).headers) == before


def test_what_is_sent_is_not_compressed_either(rf: RequestFactory) -> None:
    request = rf.post("/", headers={"accept-encoding": "br"})

    assert dict(_answered(HttpResponse(TEXT), request).headers) == dict(HttpResponse(TEXT).headers)


def test_the_etag_is_made_above_the_coding(settings: Settings) -> None:
    order = [each.rpartition(".")[2] for each in settings.MIDDLEWARE]

    assert order.index("ConditionalGetMiddleware") < order.index("CodingMiddleware")
    assert order.index("CodingMiddleware") < order.index("HeadersMiddleware")


def _answered(response: HttpResponseBase, request: HttpRequest | None = None) -> HttpResponseBase:
    request = request or RequestFactory().get("/", headers={"accept-encoding": "br"})
    return CodingMiddleware(lambda _request: response)(request)
