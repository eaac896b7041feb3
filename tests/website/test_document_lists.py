"""The lists of statements and articles, with facets, in pages of 25."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.website.passages import offered, titles

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def shelf() -> Any:
    """Make a policy and a speech with a common topic, and some hidden rows."""
    council, peace, war = (
        make.make_format(slug="council"),
        make.make_topic(slug="peace"),
        make.make_topic(slug="war"),
    )
    draft = make.make_topic(slug="secret", state="draft", publish_at=None)
    policy = make.make_statement(
        kind="policy",
        adopted_by=[council],
        topics=[peace, draft],
        issued_on=date(2010, 11, 20),
        languages=["en"],
    )
    speech = make.make_statement(kind="speech", topics=[war, peace], issued_on=date(2011, 4, 15), languages=["en"])
    make.make_statement(
        kind="declaration",
        topics=[make.make_topic(slug="later")],
        issued_on=date(2012, 1, 1),
        edition={"publish_at": FUTURE},
    )
    return policy, speech


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_statements_takes_ten_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_office()
    council = make.make_format()
    for _ in range(number):
        make.make_statement(adopted_by=[council], topics=[make.make_topic()])

    with django_assert_num_queries(10):
        response = client.get("/en/statements/")

    assert len(titles(response)) == min(number, 25)


@pytest.mark.parametrize("number", [1, 10])
def test_a_filtered_list_takes_a_query_more_for_each_record_that_is_chosen(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    council, topic = make.make_format(slug="council"), make.make_topic(slug="peace")
    for _ in range(number):
        make.make_statement(adopted_by=[council], topics=[topic])

    with django_assert_num_queries(12):
        client.get("/en/statements/?format=council&topic=peace&kind=statement&year=2011")


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_of_articles_takes_nine_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_office()
    for _ in range(number):
        make.make_article(topics=[make.make_topic()])

    with django_assert_num_queries(9):
        response = client.get("/en/articles/")

    assert len(titles(response)) == min(number, 25)


def test_the_latest_come_first_each_with_kind_date_languages_and_summary(client: Client, shelf: Any) -> None:
    policy, speech = shelf

    response = client.get("/en/statements/")

    assert titles(response) == [f"{speech.working_title} (en)", f"{policy.working_title} (en)"]
    for words in ("policy", "20 November 2010", "English", f"What {policy.working_title} is about (en)."):
        assert words in response.text


def test_facets_offer_what_leads_somewhere_with_how_much(client: Client, shelf: Any) -> None:
    response = client.get("/en/statements/")

    assert offered(response, "kind") == {"policy": "policy (1)", "speech": "speech (1)"}
    assert set(offered(response, "topic")) == {"peace", "war"}
    assert offered(response, "topic")["peace"].endswith("(2)")
    assert offered(response, "year") == {"2011": "2011 (1)", "2010": "2010 (1)"}
    assert list(offered(response, "format")) == ["council"]


def test_what_is_chosen_narrows_what_the_other_facets_offer(client: Client, shelf: Any) -> None:
    response = client.get("/en/statements/?topic=war")

    assert offered(response, "kind") == {"speech": "speech (1)"}
    assert offered(response, "year") == {"2011": "2011 (1)"}
    assert offered(response, "format") == {}
    assert set(offered(response, "topic")) == {"peace", "war"}


def test_every_offer_added_to_what_is_chosen_leaves_something(client: Client, shelf: Any) -> None:
    for chosen in ("", "topic=peace", "kind=policy", "year=2011", "format=council"):
        page = client.get(f"/en/statements/?{chosen}")
        for facet in ("kind", "format", "topic", "year"):
            for value in offered(page, facet):
                query = "&".join(
                    part for part in (chosen, f"{facet}={value}") if not part.startswith(f"{facet}=") or part != chosen
                )
                assert titles(client.get(f"/en/statements/?{query}")), query


def test_an_unknown_value_is_ignored_with_a_notice(client: Client, shelf: Any) -> None:
    response = client.get("/en/statements/?kind=%3Cpoem%3E&year=20x1")

    assert len(titles(response)) == 2
    assert "The filter Kind “&lt;poem&gt;” was ignored" in response.text
    assert "Year “20x1”" in response.text


@pytest.mark.parametrize("secret", ["secret", "later"])
def test_a_record_that_is_not_public_is_treated_as_unknown(client: Client, shelf: Any, secret: str) -> None:
    response = client.get(f"/en/statements/?topic={secret}")

    if secret == "secret":
        assert len(titles(response)) == 2
        assert "The filter Topic “secret” was ignored" in response.text
    else:
        assert titles(response) == []


def test_what_is_chosen_can_be_removed(client: Client, shelf: Any) -> None:
    html = client.get("/en/statements/?topic=peace&kind=policy").text

    assert '<a href="/en/statements/?kind=policy" aria-label="Remove Topic: ' in html
    assert '<a href="/en/statements/?topic=peace" aria-label="Remove Kind: policy">' in html


def test_pages_keep_the_filters_and_a_wrong_page_is_not_found(client: Client) -> None:
    for _ in range(26):
        make.make_article(kind="advisory")

    response = client.get("/en/articles/?kind=advisory")

    assert len(titles(response)) == 25
    assert 'href="?kind=advisory&amp;page=2"' in response.text
    assert len(titles(client.get("/en/articles/?kind=advisory&page=2"))) == 1
    for wrong in ("3", "0", "-1", "x", "9" * 30):
        assert client.get(f"/en/articles/?page={wrong}").status_code == 404, wrong


def test_the_language_switch_keeps_the_filters(client: Client, shelf: Any) -> None:
    html = client.get("/en/statements/?topic=peace").text

    assert '<a href="/de/statements/?topic=peace" hreflang="de" lang="de">Deutsch</a>' in html


def test_an_empty_list_says_so(client: Client) -> None:
    assert "No texts are public yet." in client.get("/en/statements/").text
    assert "No texts match" in client.get("/en/statements/?kind=declaration").text


@pytest.mark.parametrize(
    "query", ["topic=%00", "kind='--", "year=%D9%A2%D9%A0%D9%A1%D9%A1", "year=0000", "topic=" + "x" * 3000]
)
def test_no_query_breaks_the_list(client: Client, shelf: Any, query: str) -> None:
    response = client.get(f"/en/statements/?{query}")

    assert response.status_code == 200
    assert "\0" not in response.text
