"""The page of an article: text, photos, captions, credits, and related content."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page_of(client: Client, article: Any, language: str = "en") -> Any:
    return client.get(f"/{language}/articles/{article.slug}/")


def make_full_article(number: int = 1) -> Any:
    """An article with so many of everything that its page shows."""
    meetings = [make.make_meeting() for _ in range(number)]
    sessions = [make.make_session(meeting=meeting) for meeting in meetings]
    galleries = [make.make_gallery(meeting=meeting, photos=1) for meeting in meetings]
    topics = [make.make_topic() for _ in range(number)]
    for _ in range(number):
        make.make_article(meetings=meetings)
    photos = [gallery.photos.get() for gallery in galleries]
    body = "".join(f'<p><a href="/id/{link.public_id}">it</a></p>' for link in [*photos, *topics])
    return make.make_article(
        meetings=meetings,
        sessions=sessions,
        topics=topics,
        lead_photo=photos[0],
        edition={"body": f"<h2>Head</h2>{body}"},
    )


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_nine_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    article = make_full_article(number)

    hold_what_is_shared(lambda: page_of(client, article))

    with django_assert_num_queries(9):
        response = page_of(client, article)

    assert response.status_code == 200


def test_a_picture_in_the_text_has_caption_credit_line_and_large_view(client: Client) -> None:
    photo = make.make_photo(caption_en="The welcome", credit="© Someone", alt_en="Three people")
    article = make.make_article(edition={"body": f'<p>Before</p><p><a href="/id/{photo.public_id}">x</a></p>'})

    html = page_of(client, article).text

    figure = html.partition("<figure")[2].partition("</figure>")[0]
    assert f'<a href="/en/galleries/{photo.gallery.slug}/{photo.public_id}/"' in figure
    assert "The welcome" in figure and "© Someone" in figure and 'alt="Three people"' in figure
    assert 'width="60" height="40"' in figure


def test_the_lead_photo_is_shown_first_and_not_lazily(client: Client) -> None:
    photo = make.make_photo()
    article = make.make_article(lead_photo=photo)

    lead, _, rest = page_of(client, article).text.partition('<div class="prose')

    assert photo.public_id in lead and 'fetchpriority="high"' in lead
    assert photo.public_id not in rest


def test_a_lead_photo_that_is_in_the_text_is_not_shown_twice(client: Client) -> None:
    photo = make.make_photo()
    article = make.make_article(lead_photo=photo, edition={"body": f'<p><a href="/id/{photo.public_id}">x</a></p>'})

    assert page_of(client, article).text.count("<figure") == 1


def test_other_texts_and_photos_of_the_meeting_are_offered(client: Client) -> None:
    meeting = make.make_meeting()
    gallery = make.make_gallery(meeting=meeting, photos=8)
    other = make.make_article(meetings=[meeting])
    elsewhere = make.make_article(meetings=[make.make_meeting()])
    article = make.make_article(meetings=[meeting])

    html = page_of(client, article, "de").text

    assert f"{other.working_title} (de)" in html
    assert f"{other.working_title} (en)" not in html
    assert elsewhere.working_title not in html
    strip = html.partition('<ul class="strip">')[2].partition("</ul>")[0]
    assert [photo.public_id in strip for photo in gallery.photos.all()] == [True] * 6 + [False] * 2


def test_the_page_shows_nothing_that_is_not_public(client: Client) -> None:
    hidden: dict[str, Any] = {"state": "draft", "publish_at": None}
    meeting = make.make_meeting()
    draft_meeting = make.make_meeting(title_en="Secret meeting", **hidden)
    gallery = make.make_gallery(meeting=meeting)
    make.make_photo(gallery=gallery, alt_en="Secret photo", release="held_back")
    make.make_photo(gallery=make.make_gallery(meeting=meeting, **hidden), alt_en="Photo of a secret gallery")
    make.make_photo(gallery=make.make_gallery(meeting=draft_meeting), alt_en="Secret meeting's photo")
    lead = make.make_photo(alt_en="Secret lead photo", release="own_time", publish_at=FUTURE)
    make.make_article(meetings=[meeting], edition={"title": "Secret article", "publish_at": FUTURE})
    make.make_article(meetings=[draft_meeting], edition={"title": "Article on a secret meeting"})
    article = make.make_article(
        meetings=[meeting, draft_meeting],
        sessions=[make.make_session(meeting=meeting, title_en="Secret session", release="held_back")],
        topics=[make.make_topic(name_en="Secret topic", **hidden)],
        lead_photo=lead,
        edition={"body": f'<p><a href="/id/{lead.public_id}">Large view</a></p>'},
    )

    html = page_of(client, article).text

    assert "secret" not in html.lower()
    assert "/media/" not in html


def test_an_article_can_be_sent_without_a_tracker(client: Client) -> None:
    article = make.make_article()

    html = page_of(client, article).text

    assert f"mailto:?subject={article.working_title.replace(' ', '%20')}" in html
    assert f"http%3A%2F%2Ftestserver%2Fid%2F{article.public_id}" in html


def test_an_article_says_when_it_became_public(client: Client) -> None:
    assert (
        '<time datetime="2011-04-15T14:00:00+02:00">15 April 2011</time>' in page_of(client, make.make_article()).text
    )
