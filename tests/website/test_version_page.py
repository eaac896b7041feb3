"""An earlier edition at its lasting address, marked as not the current one."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from meetings.models import Statement
from tests import factories as make
from tests.website.test_statement_page import make_full_statement
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

LATER = datetime(2011, 4, 16, 12, 0, tzinfo=UTC)
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def statement() -> Statement:
    """In English with two editions, in German with one."""
    made = make.make_statement(languages=["en", "de"])
    make.make_edition(made, title="Second title", publish_at=LATER)
    return made


def version(client: Client, document: Any, number: int, language: str = "en", **query: Any) -> Any:
    section = "statements" if isinstance(document, Statement) else "articles"
    return client.get(f"/{language}/{section}/{document.slug}/v{number}/", query_params=query)


def note_of(html: str) -> str:
    """Return the words of the notice above the text."""
    note = html.partition('edition-note">')[2].partition("</p>")[0]
    return " ".join(re.sub("<[^>]+>", "", note).split())


def test_an_earlier_edition_says_so_with_its_dates_and_leads_to_the_current_one(
    client: Client, statement: Statement
) -> None:
    html = version(client, statement, 1).text

    assert f'<h1 lang="en">{statement.working_title} (en)</h1>' in html
    assert note_of(html) == (
        "This is not the current version. v1 was public from 15 April 2011, 14:00 CEST until a later version"
        " replaced it on 16 April 2011, 14:00 CEST. Read the current version · All changes"
    )
    assert f'<a href="/en/statements/{statement.slug}/">Read the current version</a>' in html
    assert f'<a href="/en/statements/{statement.slug}/changes/">All changes</a>' in html


def test_an_earlier_edition_has_its_own_address_and_is_not_for_search_engines(
    client: Client, statement: Statement
) -> None:
    html = version(client, statement, 1).text

    own = f"http://testserver/en/statements/{statement.slug}/v1/"
    assert f'<link rel="canonical" href="{own}">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<a class="permanent" href="{own}">' in html
    assert 'rel="alternate" hreflang="de"' not in html


def test_the_current_edition_says_that_it_is_and_names_the_page_of_the_text_as_canonical(
    client: Client, statement: Statement
) -> None:
    html = version(client, statement, 2).text

    assert '<h1 lang="en">Second title</h1>' in html
    assert note_of(html).startswith("This is the current version. v2 has been public since 16 April 2011, 14:00 CEST.")
    assert f'<link rel="canonical" href="http://testserver/en/statements/{statement.slug}/">' in html
    assert "noindex" not in html


def test_an_edition_that_the_readers_language_lacks_is_shown_in_another(client: Client, statement: Statement) -> None:
    html = version(client, statement, 2, "de").text

    assert '<html lang="de">' in html and '<h1 lang="en">Second title</h1>' in html
    assert f'<link rel="canonical" href="http://testserver/en/statements/{statement.slug}/">' in html
    assert 'href="/de/statements/' in html.partition('edition-note">')[2].partition("</p>")[0]


def test_an_edition_in_a_further_language_is_named_in_the_query(client: Client) -> None:
    statement = make.make_statement(languages=["en", "fr"])
    make.make_edition(statement, language="fr", title="Deuxième", publish_at=LATER)

    html = version(client, statement, 1, text="fr").text

    assert f'<h1 lang="fr">{statement.working_title} (fr)</h1>' in html
    assert f'<a href="/en/statements/{statement.slug}/?text=fr">Read the current version</a>' in html
    assert [version(client, statement, number, text="fr").status_code for number in (2, 3)] == [200, 404]
    assert version(client, statement, 1, text="es").status_code == 404


@pytest.mark.parametrize("path", ["v3", "v0", "v01", "v-1", "v1x", "v9999999"])
def test_what_never_was_is_not_found(client: Client, statement: Statement, path: str) -> None:
    make.make_edition(statement, title="Scheduled", publish_at=FUTURE)
    make.make_edition(statement, title="Draft", state="draft", publish_at=None)

    assert client.get(f"/en/statements/{statement.slug}/{path}/").status_code == 404
    assert client.get(f"/en/statements/nothing/{path}/").status_code == 404


def test_an_edition_that_was_withdrawn_in_error_is_gone_and_says_why(client: Client, statement: Statement) -> None:
    make.withdraw(statement.editions.get(language="en", serial=1), explanation_en="A wrong name.")

    response = version(client, statement, 1)

    assert response.status_code == 410
    assert "A wrong name." in response.text and statement.working_title not in response.text
    assert version(client, statement, 2).status_code == 200
    assert version(client, statement, 1, "de").status_code == 200


def test_an_edition_that_another_language_has_is_not_shown_in_place_of_a_withdrawn_one(
    client: Client, statement: Statement
) -> None:
    german = statement.editions.get(language="de")
    make.withdraw(german, explanation_de="Ein falscher Name.")

    response = version(client, statement, 1, "de")

    assert response.status_code == 410
    assert "Ein falscher Name." in response.text
    assert version(client, statement, 1, "de", text="en").status_code == 200


def test_an_earlier_edition_stays_where_the_last_one_was_withdrawn(client: Client) -> None:
    statement = make.make_statement(languages=["en"])
    make.withdraw(make.make_edition(statement, title="Wrong", publish_at=LATER))

    response = version(client, statement, 1)

    assert response.status_code == 200
    assert "The latest version was withdrawn, so there is no current version." in note_of(response.text)
    assert "Wrong" not in response.text
    assert client.get(statement.get_absolute_url()).status_code == 410


def test_every_edition_is_gone_with_the_document(client: Client, statement: Statement) -> None:
    make.withdraw(statement)

    assert {version(client, statement, number).status_code for number in (1, 2)} == {410}


def test_an_earlier_edition_tells_no_correction_that_came_after_it(client: Client, statement: Statement) -> None:
    make.make_edition(statement, correction="major", correction_note="The date.", publish_at=LATER + timedelta(hours=1))

    assert [("The date." in version(client, statement, n).text) for n in (1, 2, 3)] == [False, False, True]


def test_the_pdf_of_an_earlier_edition_stays_within_reach(client: Client) -> None:
    statement = make.make_statement(languages=[])
    make.make_edition(statement, pdf=ContentFile(b"%PDF-1.7 first", name="x.pdf"))
    make.make_edition(statement, publish_at=LATER)

    (url,) = re.findall(r'<a class="button" href="(/media/[^"]+)">PDF</a>', version(client, statement, 1).text)

    assert b"".join(client.get(url)) == b"%PDF-1.7 first"


def test_an_article_has_its_editions_too(client: Client) -> None:
    article = make.make_article(languages=["en"])
    make.make_edition(article, title="Second title", publish_at=LATER)

    html = version(client, article, 1).text

    assert f'<h1 lang="en">{article.working_title} (en)</h1>' in html
    assert f'<a href="/en/articles/{article.slug}/">Read the current version</a>' in html


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_ten_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    statement = make_full_statement(number)
    for hour in range(number):
        make.make_edition(statement, publish_at=LATER + timedelta(hours=hour))

    hold_what_is_shared(lambda: version(client, statement, 1))

    with django_assert_num_queries(10):
        response = version(client, statement, 1)

    assert response.status_code == 200
