"""Galleries: the list of them, and one with its photos in their own proportions."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from publishing.models import Withdrawal
from tests import factories as make
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page_of(client: Client, gallery: Any, language: str = "en") -> Any:
    return client.get(f"/{language}/galleries/{gallery.slug}/")


@pytest.mark.parametrize("number", [1, 10])
def test_a_gallery_takes_two_queries_however_many_photos_it_has(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    gallery = make.make_gallery(photos=number, meeting=make.make_meeting(), terms=make.make_page())

    hold_what_is_shared(lambda: page_of(client, gallery))

    with django_assert_num_queries(2):
        response = page_of(client, gallery)

    assert response.text.count("<li class=") == number


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_galleries_takes_six_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_office()
    for _ in range(number):
        make.make_gallery(photos=2, meeting=make.make_meeting())

    with django_assert_num_queries(6):
        response = client.get("/en/galleries/")

    assert response.text.count("2 photos") == min(number, 25)


def test_photos_stand_in_their_order_with_alternative_texts(client: Client) -> None:
    gallery = make.make_gallery()
    second = make.make_photo(gallery=gallery, position=2, alt_en="Second")
    first = make.make_photo(gallery=gallery, position=1, alt_en="First")

    html = page_of(client, gallery).text

    assert re.findall(r'alt="(\w+)"', html) == ["First", "Second"]
    assert re.findall(r'<a href="/en/galleries/[^/]+/(p\w+)/">', html) == [first.public_id, second.public_id]


@pytest.mark.parametrize(
    ("size", "ratio"),
    [((60, 40), "r150"), ((40, 60), "r65"), ((50, 50), "r100"), ((160, 90), "r180"), ((400, 10), "r300")],
)
def test_each_photo_has_the_class_of_its_proportions(client: Client, size: tuple[int, int], ratio: str) -> None:
    gallery = make.make_gallery()
    make.make_photo(gallery=gallery, file=make.jpeg(width=size[0], height=size[1]))

    assert f'<li class="{ratio}">' in page_of(client, gallery).text


def test_what_is_seen_at_once_is_not_lazy_and_the_first_photo_comes_first(client: Client) -> None:
    html = page_of(client, make.make_gallery(photos=6)).text

    pictures = re.findall(r"<img [^>]*>", html)
    assert ["lazy" in each for each in pictures] == [False] * 4 + [True] * 2
    assert ["fetchpriority" in each for each in pictures] == [True] + [False] * 5


def test_the_list_has_the_latest_meeting_first_and_no_order_from_one_that_is_not_public(
    client: Client,
) -> None:
    early, late = (
        {"starts_on": date(2009, 1, 1)},
        {"starts_on": date(2010, 1, 1), "ends_on": date(2010, 1, 2)},
    )
    hidden = make.make_meeting(state="draft", publish_at=None)
    galleries = [
        make.make_gallery(photos=1, meeting=meeting)
        for meeting in (make.make_meeting(**early), hidden, None, make.make_meeting(**late))
    ]

    listed = re.findall(r'<h2><a href="/en/galleries/([^"]+)/"', client.get("/en/galleries/").text)

    assert listed == [galleries[i].slug for i in (3, 0, 2, 1)]


def test_the_page_and_the_list_show_nothing_that_is_not_public(client: Client) -> None:
    hidden: dict[str, Any] = {"state": "draft", "publish_at": None}
    gallery = make.make_gallery(
        photos=1,
        meeting=make.make_meeting(title_en="Secret meeting", **hidden),
        terms=make.make_page(title_en="Secret terms", **hidden),
    )
    make.make_photo(gallery=gallery, alt_en="Secret photo", release="held_back")
    make.make_photo(gallery=gallery, alt_en="Secret photo", release="own_time", publish_at=FUTURE)
    make.make_gallery(photos=1, title_en="Secret gallery", publish_at=FUTURE)
    empty = make.make_gallery(title_en="Secret since empty")
    make.make_photo(gallery=empty, release="held_back")

    page, all_of_them = page_of(client, gallery).text, client.get("/en/galleries/").text

    assert "secret" not in page.lower() and "1 photo<" in page.replace("1 photo\n", "1 photo<")
    assert "secret" not in all_of_them.lower() and "1 photo<" in all_of_them


def test_a_gallery_that_was_withdrawn_in_error_is_gone_and_so_are_its_photos(client: Client) -> None:
    gallery = make.make_gallery(photos=1)
    Withdrawal.objects.create(public_id=gallery.public_id, kind="in_error", reason="x", explanation_en="Wrong day.")

    for address in (gallery.get_absolute_url(), gallery.photos.get().get_absolute_url()):
        response = client.get(address)
        assert (response.status_code, "Wrong day." in response.text) == (410, True)
    assert gallery.title not in client.get("/en/galleries/").text


def test_what_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/en/galleries/nothing/").status_code == 404
    assert page_of(client, make.make_gallery(publish_at=FUTURE)).status_code == 404


# The choices of a reader, which are in the address alone


def with_people() -> tuple[Any, Any, Any]:
    """Return a gallery of three public photos, a person in two, and a draft person."""
    one, other = make.make_person(name_en="Ada North"), make.make_person(name_en="Bea South")
    hidden = make.make_person(name_en="Secret Person", state="draft", publish_at=None)
    gallery = make.make_gallery()
    make.make_photo(gallery=gallery, position=1, people=[one, other], caption_en="Both arrive", alt_en="1")
    make.make_photo(gallery=gallery, position=2, people=[one, hidden], caption_en="One speaks", alt_en="2")
    make.make_photo(gallery=gallery, position=3, caption_en="The hall", alt_en="3", remark_en="Drawn.")
    shown_nowhere = make.make_person(name_en="Secret Guest")
    make.make_photo(gallery=gallery, position=4, people=[shown_nowhere], release="held_back", alt_en="4")
    return gallery, one, hidden


def shown(html: str) -> list[str]:
    return re.findall(r'alt="(\d)"', html)


def test_captions_are_shown_under_the_pictures_when_they_are_asked_for(client: Client) -> None:
    gallery, *_ = with_people()
    plain = page_of(client, gallery).text
    link = re.search(r'href="([^"]+)" rel="nofollow">Show captions<', plain)
    assert link

    html = client.get(link[1]).text

    assert "Both arrive" not in plain
    assert re.findall(r'<p class="caption">([\w ]+?)\s*<', html) == ["Both arrive", "One speaks", "The hall"]
    assert "Drawn." in html and f'href="/en/galleries/{gallery.slug}/" rel="nofollow">Hide captions<' in html
    assert f'<link rel="canonical" href="http://testserver/en/galleries/{gallery.slug}/">' in html
    assert shown(plain) == shown(html) == ["1", "2", "3"]


def test_photos_are_filtered_by_the_public_people_whom_public_photos_show(client: Client) -> None:
    gallery, one, hidden = with_people()
    page = f"/en/galleries/{gallery.slug}/"

    html = client.get(page).text
    of_one = client.get(f"{page}?captions=1&person={one.slug}").text

    assert re.findall(r'<option value="[^"]+"[^>]*>([^<]+)<', html) == ["Ada North (2)", "Bea South (1)"]
    assert (shown(of_one), "Secret" in html + of_one) == (["1", "2"], False)
    assert '<input type="hidden" name="captions" value="1">' in of_one
    assert f'href="{page}?captions=1" aria-label="Remove Person in the photo: Ada North"' in of_one
    assert f'href="{page}?person={one.slug}" rel="nofollow">Hide captions<' in of_one
    assert '<p class="count" role="status">2 photos</p>' in of_one
    for unknown in (hidden.slug, "nowhere"):
        answer = client.get(f"{page}?person={unknown}").text
        assert (shown(answer), f"“{unknown}” was ignored" in answer) == (
            ["1", "2", "3"],
            True,
        )


def test_a_gallery_that_shows_no_public_person_offers_no_filter(client: Client) -> None:
    hidden = make.make_person(state="draft", publish_at=None)
    gallery = make.make_gallery()
    make.make_photo(gallery=gallery, people=[hidden])

    assert '<search class="filters"' not in page_of(client, gallery).text
