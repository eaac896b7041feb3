"""Old addresses redirect permanently and reveal nothing that is not public."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from publishing import verbs
from publishing.models import FormerAddress
from tests import factories as make
from tests.website.warming import hold_what_is_shared
from website.search.following import settle

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
DRAFT: dict[str, Any] = {"state": "draft", "publish_at": None}

SECTIONS: dict[str, Any] = {
    "meetings": make.make_meeting,
    "statements": make.make_statement,
    "articles": make.make_article,
    "galleries": make.make_gallery,
    "partners": make.make_partner,
    "formats": make.make_format,
    "people": make.make_person,
    "topics": make.make_topic,
    "pages": make.make_page,
}


def moved(row: Any, slug: str = "new") -> Any:
    return verbs.change_slug(row, by=make.make_user(), slug=slug)


def once_at(slug: str, row: Any) -> Any:
    """Enter a former address of the row, be it public or not."""
    unique = row._meta.get_field("slug").unique
    parent = "" if unique else row.parent.public_id
    FormerAddress.objects.create(slug=slug, letter=row.public_id[0], parent=parent, public_id=row.public_id)
    return row


def answer(client: Client, address: str) -> tuple[int, str | None]:
    response = client.get(address)
    return response.status_code, response.headers.get("Location")


def shown_words(client: Client, address: str, last: str) -> tuple[int, dict[str, str], str]:
    """Return the whole answer, without the last part of the address that it repeats."""
    response = client.get(address)
    headers = {name: value for name, value in response.headers.items() if name != "ETag"}  # made of the bytes
    return response.status_code, headers, response.text.replace(last, "")


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_an_old_address_sends_to_the_new_one_in_its_language(client: Client, section: str, language: str) -> None:
    moved(SECTIONS[section](slug="old"))

    assert answer(client, f"/{language}/{section}/old/") == (301, f"/{language}/{section}/new/")


@pytest.mark.parametrize("address", ["old/first", "new/first", "old/second"])
def test_a_session_is_found_under_every_old_address_of_it_and_of_its_meeting(client: Client, address: str) -> None:
    session = make.make_session(slug="first", meeting=make.make_meeting(slug="old"))
    moved(session, "second")
    moved(session.meeting)

    assert answer(client, f"/en/meetings/{address}/") == (301, "/en/meetings/new/second/")
    assert client.get("/en/meetings/new/second/").status_code == 200


def test_a_session_of_one_meeting_is_not_looked_for_in_another(client: Client) -> None:
    moved(make.make_session(slug="old", meeting=make.make_meeting(slug="one")))
    make.make_meeting(slug="two")

    assert answer(client, "/en/meetings/two/old/") == (404, None)


def test_a_photo_is_found_under_an_old_address_of_its_gallery(client: Client) -> None:
    photo = make.make_photo(gallery=make.make_gallery(slug="old"))
    moved(photo.gallery)

    address = f"{photo.public_id}/"
    assert answer(client, f"/de/galleries/old/{address}") == (301, f"/de/galleries/new/{address}")


@pytest.mark.parametrize("values", [DRAFT, {"release": "held_back"}, {"release": "own_time", "publish_at": FUTURE}])
def test_a_photo_that_is_not_public_is_found_under_no_gallery(client: Client, values: dict[str, Any]) -> None:
    photo = make.make_photo(gallery=make.make_gallery(slug="old"), **values)
    moved(photo.gallery)

    for gallery in ("old", "new", "another"):
        assert answer(client, f"/en/galleries/{gallery}/{photo.public_id}/") == (404, None)


def test_what_was_asked_of_the_page_goes_along_as_far_as_the_page_knows_it(client: Client) -> None:
    moved(make.make_statement(slug="old"))

    assert answer(client, "/en/statements/old/?text=fr%C3%A9&x=1") == (301, "/en/statements/new/?text=fr%C3%A9")


def test_who_asks_for_the_headers_alone_is_sent_there_too(client: Client) -> None:
    moved(make.make_topic(slug="old"))

    response = client.head("/en/topics/old/")

    assert (response.status_code, response.headers["Location"], response.content) == (
        301,
        "/en/topics/new/",
        b"",
    )


def test_there_and_back_and_on_leads_to_the_end_in_one_step(client: Client) -> None:
    topic = make.make_topic(slug="a")
    moved(topic, "b")
    moved(topic, "a")
    assert [answer(client, f"/en/topics/{slug}/") for slug in "ab"] == [(200, None), (301, "/en/topics/a/")]

    moved(topic, "c")
    assert [answer(client, f"/en/topics/{slug}/") for slug in "abc"] == [
        (301, "/en/topics/c/"),
        (301, "/en/topics/c/"),
        (200, None),
    ]


def test_no_browser_keeps_where_it_was_sent_without_asking_again(client: Client) -> None:
    """Or one that saw it go there and come back would be sent in a circle."""
    moved(make.make_topic(slug="old"))

    assert client.get("/en/topics/old/").headers["Cache-Control"] == "no-cache"


def test_what_was_withdrawn_in_error_is_gone_from_its_old_address_too(client: Client) -> None:
    session = make.make_session(slug="old")
    moved(session)
    for item in (session, session.meeting):
        withdrawal = make.withdraw(item)
        now = client.get(f"/en/meetings/{session.meeting.slug}/new/")
        then = client.get(f"/en/meetings/{session.meeting.slug}/old/")
        assert (then.status_code, then.text.replace("/old/", "/new/")) == (410, now.text)
        assert withdrawal.explanation in then.text
        withdrawal.delete()


def test_what_was_restored_or_is_out_of_date_is_sent_on(client: Client) -> None:
    topic = moved(make.make_topic(slug="old"))
    make.withdraw(topic, until=make.LONG_AGO.replace(hour=13))
    make.withdraw(topic, kind="out_of_date")

    assert answer(client, "/en/topics/old/") == (301, "/en/topics/new/")


@pytest.mark.parametrize(
    ("section", "hidden"),
    [
        ("topics", lambda: make.make_topic(**DRAFT)),
        ("topics", lambda: make.make_topic(publish_at=FUTURE)),
        ("statements", lambda: make.make_statement(edition={"publish_at": FUTURE})),
        ("galleries", lambda: make.make_gallery(state="in_review", publish_at=None)),
        ("meetings/m", lambda: make.make_session(meeting=make.make_meeting(slug="m"), release="held_back")),
    ],
)
def test_an_address_that_leads_to_nothing_public_answers_like_one_that_never_was(
    client: Client, section: str, hidden: Any
) -> None:
    once_at("formerly", hidden())

    here = shown_words(client, f"/en/{section}/formerly/", "formerly")
    assert here == shown_words(client, f"/en/{section}/no-where/", "no-where")
    assert here[0] == 404


def test_a_new_draft_does_not_stand_in_the_way_of_an_old_address(client: Client) -> None:
    """Its form would not let it, but rows come by other ways too."""
    moved(make.make_topic(slug="old"))
    make.make_topic(slug="old", **DRAFT | make.both("name", "A name that comes first"))

    assert answer(client, "/en/topics/old/") == (301, "/en/topics/new/")


@pytest.mark.parametrize(("address", "queries"), [("/en/topics/never/", 4), ("/en/topics/old/", 3)])
def test_a_miss_costs_few_queries(client: Client, django_assert_num_queries: Any, address: str, queries: int) -> None:
    moved(make.make_topic(slug="old"))
    settle()  # the search index, with which the page for no page looks for another
    hold_what_is_shared(lambda: client.get("/en/"))

    with django_assert_num_queries(queries):
        client.get(address)
