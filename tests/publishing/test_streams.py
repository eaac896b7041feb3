"""Answers read in pieces, one in memory: whole, by range and conditionally."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from publishing.stored_files import CHUNK
from publishing.streams import AT_ONCE, LARGE_ANSWERS, Body, Bytes, LazyBytes, StoredRange, answer

WORDS = b"0123456789abcdefghij"
WHOLE = Bytes(WORDS)


@pytest.fixture
def path() -> Iterator[str]:
    name = default_storage.save("streams/words", ContentFile(b"___" + WORDS + b"___"))
    yield name
    default_storage.delete(name)


def asked(body: Any = WHOLE, *, method: str = "get", **headers: str) -> Any:
    request = getattr(RequestFactory(), method)(
        "/", headers={name.replace("_", "-"): each for name, each in headers.items()}
    )
    response: Any = answer(request, body, etag="abc", content_type="image/jpeg", caching="no-cache")
    response.body = b"".join(response)
    return response


def test_the_whole_is_answered_with_its_length() -> None:
    response = asked()

    assert (response.status_code, response.body) == (200, WORDS)
    assert response.headers["Content-Length"] == "20"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["ETag"] == '"abc"'


def test_head_is_answered_without_the_body() -> None:
    response = asked(method="head")

    assert (response.body, response.headers["Content-Length"]) == (b"", "20")


@pytest.mark.parametrize(
    ("wanted", "body", "said"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/20"),
        ("bytes=18-", b"ij", "bytes 18-19/20"),
        ("bytes=18-99", b"ij", "bytes 18-19/20"),
        ("bytes=-3", b"hij", "bytes 17-19/20"),
        ("bytes=-99", WORDS, "bytes 0-19/20"),
    ],
)
def test_a_range_is_answered_as_such(wanted: str, body: bytes, said: str) -> None:
    response = asked(range=wanted)

    assert (response.status_code, response.body) == (206, body)
    assert response.headers["Content-Range"] == said
    assert response.headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize("wanted", ["bytes=20-", "bytes=99-100", "bytes=-0"])
def test_a_range_behind_the_end_cannot_be_satisfied(wanted: str) -> None:
    response = asked(range=wanted)

    assert (response.status_code, response.body) == (416, b"")
    assert response.headers["Content-Range"] == "bytes */20"


@pytest.mark.parametrize(
    "wanted", ["bytes=3-1", "bytes=-", "bytes=0-1,4-5", "letters=0-1", "bytes=x-y", "bytes=" + "9" * 30 + "-"]
)
def test_what_is_no_single_range_counts_for_none(wanted: str) -> None:
    assert (asked(range=wanted).status_code, asked(range=wanted).body) == (200, WORDS)


def test_a_range_holds_only_for_the_same_bytes() -> None:
    assert asked(range="bytes=0-3", if_range='"abc"').status_code == 206
    assert asked(range="bytes=0-3", if_range='"other"').body == WORDS
    assert asked(range="bytes=0-3", if_range="Wed, 21 Oct 2015 07:28:00 GMT").body == WORDS


def test_who_has_it_is_not_sent_it_again() -> None:
    response = asked(if_none_match='"abc"')

    assert (response.status_code, response.body) == (304, b"")
    assert response.headers["Cache-Control"] == "no-cache"


def test_a_range_of_a_stored_stretch_is_read_from_there(path: str) -> None:
    stretch = StoredRange(path, 3, 23)

    assert asked(stretch).body == WORDS
    assert asked(stretch, range="bytes=5-7").body == b"567"


def test_a_file_that_is_shorter_than_it_was_is_no_end(path: str) -> None:
    with pytest.raises(OSError, match="shorter"):
        list(StoredRange(path, 3, 99).chunks(0, 96))


def test_a_large_file_comes_in_pieces() -> None:
    name = default_storage.save("streams/large", ContentFile(bytes(3 * CHUNK + 1)))
    try:
        sizes = [len(chunk) for chunk in StoredRange(name, 0, 3 * CHUNK + 1).chunks(0, 3 * CHUNK + 1)]
    finally:
        default_storage.delete(name)

    assert sizes == [CHUNK, CHUNK, CHUNK, 1]


def test_a_reader_who_goes_away_leaves_no_file_open(path: str) -> None:
    chunks = StoredRange(path, 0, 26).chunks(0, 26)
    next(chunks)

    chunks.close()  # a warning of a file left open would fail this test

    assert list(chunks) == []


def test_a_refused_range_is_kept_nowhere() -> None:
    request = RequestFactory().get("/", headers={"Range": "bytes=99-"})

    response = answer(request, WHOLE, etag="abc", content_type="image/jpeg", caching="public, max-age=86400")

    assert (response.status_code, response.headers["Cache-Control"]) == (416, "no-store")


def test_what_is_small_keeps_no_thread_waiting() -> None:
    assert not asked(Bytes(bytes(AT_ONCE))).streaming
    assert asked(Bytes(bytes(AT_ONCE + 1))).streaming


@pytest.mark.django_db  # which the end of every answer looks at
def test_slow_readers_of_large_answers_leave_threads_to_the_others() -> None:
    large = Bytes(bytes(2 * AT_ONCE))

    def ask(**headers: str) -> Any:
        request = RequestFactory().get("/", headers=headers)
        return answer(request, large, etag="abc", content_type="application/zip", caching="public")

    under_way = [ask() for _reader in range(LARGE_ANSWERS)]
    refused, small, ranged = ask(), asked(), ask(Range="bytes=-5")

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert refused.headers["Cache-Control"] == "no-store"
    assert "Please try again" in refused.content.decode()
    assert (small.status_code, ranged.status_code) == (200, 503)
    next(iter(under_way[0]))
    for response in under_way:
        response.close()  # begun, and never begun
        response.close()
    again = [ask() for _reader in range(LARGE_ANSWERS)]
    assert {response.status_code for response in again} == {200}
    for response in again:
        response.close()


def test_what_is_made_late_is_not_made_for_a_range_before_it() -> None:
    body = Body([Bytes(WORDS), LazyBytes(3, lambda: pytest.fail("No one asked for it."))])

    assert asked(body, range="bytes=0-19").body == WORDS


@given(st.lists(st.binary(max_size=9), min_size=1), st.integers(0, 60), st.integers(0, 60))
def test_any_stretch_of_any_parts_is_that_of_the_whole(pieces: list[bytes], start: int, end: int) -> None:
    whole = b"".join(pieces)
    parts = [Bytes(piece) if len(piece) % 2 else LazyBytes(len(piece), lambda piece=piece: piece) for piece in pieces]

    assert b"".join(Body(parts).chunks(start, end)) == whole[start:end]
