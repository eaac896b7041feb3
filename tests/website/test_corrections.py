"""The page of corrections and withdrawals on the whole site."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db

NOON = datetime(2011, 4, 15, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def entries(response: Any) -> list[str]:
    """Return the words of each entry."""
    listed = re.findall(r'<article class="entry">(.*?)</article>', response.text, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", "", entry).split()) for entry in listed]


def register(client: Client, language: str = "en", **query: Any) -> Any:
    return client.get(f"/{language}/corrections/", query_params=query)


def correct(document: Any, *, day: int = 1, **values: Any) -> Any:
    note = {"correction": "major", "correction_note": "The day was wrong.", "publish_at": NOON + day * DAY}
    return make.make_edition(document, **note | values)


def one_of_each_kind(day: int = 1) -> None:
    """Make an out-of-date row of every kind, and a correction of both kinds of text."""
    items = [
        *(
            make.make_meeting(),
            make.make_session(),
            make.make_outcome(),
            make.make_gallery(),
            make.make_photo(),
        ),
        *(make.make_partner(), make.make_format(), make.make_person(), make.make_topic(), make.make_page()),
        *(make.make_statement(), make.make_article(), make.make_statement().editions.first()),
    ]
    for item in items:
        make.withdraw(item, kind="out_of_date", since=NOON + day * DAY)
    for document in (make.make_statement(), make.make_article()):
        correct(document, day=day)


def test_a_major_correction_is_listed_with_its_edition_date_and_note(client: Client) -> None:
    statement = make.make_statement(languages=["en", "de"])
    correct(statement, title="Statement on Libya")

    response = register(client)

    assert entries(response) == [
        (
            "corrected Statement on Libya 16 April 2011, 14:00 CEST · version of a statement, v2, English"
            " The day was wrong."
        )
    ]
    assert f'<a href="/en/statements/{statement.slug}/v2/">Statement on Libya</a>' in response.text
    assert '<p class="summary" lang="en">The day was wrong.</p>' in register(client, "de").text


def test_minor_corrections_and_corrections_that_are_not_public_are_not_listed(client: Client) -> None:
    statement = make.make_statement(languages=["en"])
    correct(statement, correction="minor")
    correct(statement, state="in_review", publish_at=None)
    make.make_edition(statement, correction="major", correction_note="Secret", publish_at=FUTURE)

    response = register(client)

    assert entries(response) == [] and "Secret" not in response.text
    assert "Nothing has been corrected or withdrawn." in response.text


def test_what_is_out_of_date_is_named_and_linked(client: Client) -> None:
    gallery = make.make_gallery(title_en="Arrivals")
    make.withdraw(gallery, kind="out_of_date", since=NOON, explanation_en="A newer one is complete.")

    response = register(client)

    assert entries(response) == ["out of date Arrivals 15 April 2011, 14:00 CEST · gallery A newer one is complete."]
    assert f'<a href="{gallery.get_absolute_url()}">Arrivals</a>' in response.text


def test_what_was_published_in_error_is_listed_by_kind_id_and_explanation_alone(client: Client) -> None:
    photo = make.make_photo(caption_en="Secret caption", alt_en="Secret alt")
    make.withdraw(photo, since=NOON, explanation_en="It shows another meeting.")

    response = register(client)

    assert entries(response) == [
        f"published in error Photo 15 April 2011, 14:00 CEST · {photo.public_id} It shows another meeting."
    ]
    assert f'<a class="permanent" href="/id/{photo.public_id}">' in response.text
    assert "Secret" not in response.text and photo.gallery.slug not in response.text
    assert client.get(f"/id/{photo.public_id}").status_code == 410


def test_what_hangs_on_something_withdrawn_is_not_named_either(client: Client) -> None:
    photo = make.make_photo(caption_en="Secret caption")
    make.withdraw(photo, kind="out_of_date", since=NOON)
    make.withdraw(photo.gallery, since=NOON + DAY)

    response = register(client)

    assert [entry.split(" 1")[0] for entry in entries(response)] == [
        "published in error Gallery",
        "out of date Photo",
    ]
    assert "Secret" not in response.text and photo.gallery.slug not in response.text


def test_what_was_out_of_date_and_then_unpublished_is_not_named(client: Client) -> None:
    topic = make.make_topic(name_en="Secret name")
    make.withdraw(topic, kind="out_of_date", since=NOON, explanation_en="A newer one holds.")
    make.withdraw(topic, since=NOON + DAY, explanation_en="It never existed.")

    response = register(client)

    assert [entry.split(" 1")[0] for entry in entries(response)] == ["published in error Topic", "out of date Topic"]
    assert "Secret" not in response.text and topic.slug not in response.text
    gone = client.get(topic.get_absolute_url())
    assert gone.status_code == 410
    assert "It never existed." in gone.text and "A newer one holds." not in gone.text


def test_a_correction_that_was_itself_withdrawn_is_listed_as_a_withdrawal_only(client: Client) -> None:
    edition = correct(make.make_statement(languages=["en"]), title="Secret", correction_note="Secret note")
    make.withdraw(edition, since=NOON + 2 * DAY, explanation_en="The wrong draft.")

    response = register(client)

    assert entries(response) == [
        f"published in error Version of a statement 17 April 2011, 14:00 CEST · {edition.public_id} The wrong draft."
    ]
    assert "Secret" not in response.text


def test_a_withdrawal_that_ended_stays_with_its_end(client: Client) -> None:
    meeting = make.make_meeting(title_en="Meeting in Berlin")
    make.withdraw(meeting, since=NOON, until=NOON + DAY, explanation_en="Doubts.")

    assert entries(register(client)) == [
        (
            "published in error Meeting in Berlin 15 April 2011, 14:00 CEST – 16 April 2011, 14:00 CEST · meeting"
            " Doubts. This is out of date."
        )
    ]


def test_a_withdrawal_of_what_was_never_public_tells_nothing(client: Client) -> None:
    hidden = [
        make.make_meeting(state="draft", publish_at=None),
        make.make_meeting(publish_at=FUTURE),
        make.make_photo(release="held_back"),
        make.make_session(meeting=make.make_meeting(publish_at=FUTURE)),
        make.make_statement(edition={"publish_at": FUTURE}),
        make.make_statement(edition={"publish_at": FUTURE}).editions.first(),
    ]
    for item in hidden:
        make.withdraw(item)
    make.withdraw(make.make_meeting(), since=FUTURE)

    assert entries(register(client)) == []


def test_the_latest_comes_first(client: Client) -> None:
    correct(make.make_statement(languages=["en"]), title="Second", day=2)
    make.withdraw(make.make_topic(name_en="Third"), kind="out_of_date", since=NOON + 3 * DAY)
    correct(make.make_article(languages=["en"]), title="First", day=1)

    assert [re.findall("First|Second|Third", entry) for entry in entries(register(client))] == [
        ["Third"],
        ["Second"],
        ["First"],
    ]


def test_each_filter_leaves_what_fits_and_counts_what_it_offers(client: Client) -> None:
    correct(make.make_statement(languages=["en"]), title="Corrected in 2011")
    late = make.make_topic(name_en="Out of date in 2012")
    make.withdraw(late, kind="out_of_date", since=NOON.replace(year=2012))
    make.withdraw(make.make_topic(name_en="Out of date in 2011"), kind="out_of_date", since=NOON)

    def shown_words(**query: str) -> list[str]:
        return re.findall(r"(?:Corrected|Out of date) in \d{4}", " ".join(entries(register(client, **query))))

    assert shown_words(kind="out_of_date") == ["Out of date in 2012", "Out of date in 2011"]
    assert shown_words(year="2011") == ["Corrected in 2011", "Out of date in 2011"]
    assert shown_words(kind="out_of_date", year="2011") == ["Out of date in 2011"]
    assert shown_words(kind="corrected", year="2012") == []
    options = re.findall(r"<option[^>]*>([^<]+)</option>", register(client, year="2011").text)
    assert options == ["All", "corrected (1)", "out of date (1)", "All", "2012 (1)", "2011 (2)"]


def test_years_are_those_of_the_office(client: Client) -> None:
    make.make_office(time_zone="Europe/Berlin")
    make.withdraw(make.make_topic(), kind="out_of_date", since=datetime(2011, 12, 31, 23, 30, tzinfo=UTC))

    assert len(entries(register(client, year="2012"))) == 1


def test_what_the_register_does_not_know_is_named_and_left_out_of_account(client: Client) -> None:
    correct(make.make_statement(languages=["en"]))

    response = register(client, kind="ignored", year="MMXI")

    assert len(entries(response)) == 1
    assert "“ignored”" in response.text and "“MMXI”" in response.text


def test_explanations_stand_in_the_readers_language_or_are_marked(client: Client) -> None:
    make.withdraw(make.make_topic(), explanation_en="Only in English.", explanation_de="", since=NOON)

    assert '<p class="summary">Only in English.</p>' in register(client).text
    assert '<p class="summary" lang="en" data-other>Only in English.</p>' in register(client, "de").text


def test_a_page_holds_twenty_five_entries(client: Client) -> None:
    for _ in range(26):
        make.withdraw(make.make_topic())

    assert [len(entries(register(client, page=page))) for page in ("1", "2")] == [25, 1]
    assert "26 entries" in register(client).text
    assert register(client, page="3").status_code == 404


@pytest.mark.parametrize("number", [1, 3])  # 25 are on a page
def test_the_register_takes_ten_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_office()
    for day in range(1, 1 + number):
        one_of_each_kind(day)

    with django_assert_num_queries(10):
        response = register(client)

    assert len(entries(response)) == min(number * 15, 25)


@pytest.mark.parametrize("kind", ["corrected", "out_of_date"])
def test_every_kind_is_named_and_linked(client: Client, kind: str) -> None:
    one_of_each_kind()

    links = re.findall(r'<h2><a href="([^"]+)"[^>]*>([^<]+)</a>\s*</h2>', register(client, kind=kind).text)

    assert len(links) == {"corrected": 2, "out_of_date": 13}[kind]
    assert {client.get(url).status_code for url, _title in links} == {200}


def test_the_foot_of_every_page_and_every_page_of_changes_lead_here(client: Client) -> None:
    statement = make.make_statement()

    foot = client.get("/en/articles/").text.partition("<footer")[2]
    head = client.get(f"/de/statements/{statement.slug}/changes/").text.partition("<footer")[0]

    assert '<a href="/en/corrections/">Corrections</a>' in foot
    assert '<a href="/de/corrections/">' in head
