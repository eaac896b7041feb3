"""Two live texts of a document side by side, in pairs if their divisions agree."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
NOT_PAIRED = "These texts are structured differently, so their paragraphs are not aligned."
PARTLY = "These texts are structured differently, so some paragraphs are not aligned."


def page_of(client: Client, document: Any, beside: str, *, language: str = "en", **query: str) -> Any:
    kind = document._meta.model_name
    return client.get(f"/{language}/{kind}s/{document.slug}/", query_params={"beside": beside} | query)


def make_statement_with(*, en: str, de: str, **values: Any) -> Any:
    statement = make.make_statement(languages=[], **values)
    make.make_edition(statement, language="en", title="Title", body=en)
    make.make_edition(statement, language="de", title="Titel", body=de)
    return statement


def pairs(response: Any) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Return the language and the text of both sides of each pair of the bodies."""
    rows = re.findall(
        r'<div class="pair[^"]*">\s*<div class="prose" lang="(\w+)"[^>]*>(.*?)</div>'
        r'\s*<div class="prose" lang="(\w+)"[^>]*>(.*?)</div>',
        response.text,
        re.DOTALL,
    )
    return [((a, _words(left)), (b, _words(right))) for a, left, b, right in rows]


def _words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def make_with_everything(making: Any, number: int, **values: Any) -> Any:
    gallery = make.make_gallery(photos=number)
    links = [*(make.make_topic() for _ in range(number)), *gallery.photos.all()]
    body = "".join(f'<p><a href="/id/{link.public_id}">it</a></p>' for link in links)
    meetings = [make.make_meeting() for _ in range(number)]
    sessions = [make.make_session(meeting=meeting) for meeting in meetings]
    about: dict[str, Any] = {"meetings": meetings, "sessions": sessions, "edition": {"body": body}}
    return making(languages=["en", "de", "fr"], **about, **values)


@pytest.mark.parametrize("number", [1, 10])
def test_a_statement_takes_nine_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    adopted = {
        "adopted_by": [make.make_format() for _ in range(number)],
        "adopted_by_partners": [make.make_partner() for _ in range(number)],
    }
    statement = make_with_everything(make.make_statement, number, **adopted)
    make.make_outcome(statement=statement)

    hold_what_is_shared(lambda: page_of(client, statement, "de"))

    with django_assert_num_queries(9):
        response = page_of(client, statement, "de")

    assert response.text.count('class="prose picture"') == number


@pytest.mark.parametrize("number", [1, 10])
def test_an_article_takes_seven_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    article = make_with_everything(make.make_article, number)

    hold_what_is_shared(lambda: page_of(client, article, "de"))

    with django_assert_num_queries(7):
        response = page_of(client, article, "de")

    assert response.text.count('class="prose picture"') == number


def test_paragraphs_and_headings_that_correspond_stand_in_pairs_each_in_its_language(client: Client) -> None:
    statement = make_statement_with(
        en="<h2>Peace</h2><p>One.</p><ul><li>A</li></ul>",
        de="<h2>Frieden</h2><p>Eins.</p><ul><li>A</li></ul>",
    )

    response = page_of(client, statement, "de")

    assert pairs(response) == [
        (("en", "Peace"), ("de", "Frieden")),
        (("en", "1 One."), ("de", "1 Eins.")),
        (("en", "A"), ("de", "A")),
    ]
    assert '<h1>Title</h1></div>\n    <div lang="de" data-language="Deutsch"><p>Titel</p>' in response.text
    assert "not divided in the same way" not in response.text


def test_sections_that_are_divided_differently_stand_beside_each_other_whole(client: Client) -> None:
    statement = make_statement_with(
        en="<p>Start.</p><h2>A</h2><p>One.</p><p>Two.</p><h2>B</h2><p>Three.</p>",
        de="<p>Anfang.</p><h2>A</h2><p>Eins, zwei.</p><h2>B</h2><p>Drei.</p>",
    )

    response = page_of(client, statement, "de")

    assert [(left[1], right[1]) for left, right in pairs(response)] == [
        ("1 Start.", "1 Anfang."),
        ("A", "A"),
        ("2 One. 3 Two.", "2 Eins, zwei."),
        ("B", "B"),
        ("4 Three.", "3 Drei."),
    ]
    assert PARTLY in response.text


def test_texts_without_a_common_division_are_not_paired_at_all(client: Client) -> None:
    statement = make_statement_with(en="<p>One.</p><p>Two.</p>", de="<p>Eins, zwei.</p>")

    response = page_of(client, statement, "de")

    assert [(left[1], right[1]) for left, right in pairs(response)] == [("1 One. 2 Two.", "1 Eins, zwei.")]
    assert NOT_PAIRED in response.text


def test_no_two_paragraphs_have_the_same_address_and_their_numbers_are_called_in_the_readers_language(
    client: Client,
) -> None:
    html = page_of(client, make_statement_with(en="<p>One.</p>", de="<p>Eins.</p>"), "de").text

    assert re.findall(r'<p id="([\w-]+)"><a class="number" href="#([\w-]+)" aria-label="([^"]+)"([^>]*)>', html) == [
        ("p1", "p1", "Paragraph 1", ""),
        ("de-p1", "de-p1", "Paragraph 1", ' lang="en"'),
    ]


def test_the_authentic_text_is_named(client: Client) -> None:
    both = make.make_statement(languages=["en", "de", "fr"], authentic_languages="en, fr")

    html = page_of(client, both, "de").text
    assert re.findall(r'lang="(\w+)">\w+</a>\s+<strong class="authentic">official text', html) == ["en"]
    assert "Neither" not in html
    html = page_of(client, both, "fr").text
    assert html.count('class="authentic"') == 2

    neither = make.make_statement(languages=["en", "de", "fr"], authentic_languages="fr")
    html = page_of(client, neither, "de").text
    assert "Both texts are translations. The official text is in French." in html
    assert 'class="authentic"' not in html


def test_an_outdated_translation_says_so_in_its_column(client: Client) -> None:
    statement = make.make_statement(languages=["en"])
    source = statement.editions.get()
    make.make_edition(statement, language="de", translates=source)
    later = {"correction": "major", "correction_note": "A date."}
    make.make_edition(statement, language="en", publish_at=datetime(2012, 1, 1, tzinfo=UTC), **later)

    html = page_of(client, statement, "de").text

    assert html.count("This translation is older than the text in English") == 1


@pytest.mark.parametrize(
    "hidden",
    [{"state": "draft", "publish_at": None}, {"publish_at": None}, {"publish_at": FUTURE}],
    ids=["draft", "held back", "scheduled"],
)
def test_a_text_that_is_not_public_is_never_shown(client: Client, hidden: dict[str, Any]) -> None:
    statement = make.make_statement(languages=["en", "de"])
    make.make_edition(statement, language="fr", title="secret", body="<p>secret</p>", **hidden)
    make.make_edition(statement, language="de", title="secret", body="<p>secret</p>", **hidden)

    assert page_of(client, statement, "fr").status_code == 404
    response = page_of(client, statement, "de")
    assert response.status_code == 200
    assert "secret" not in response.text
    assert "beside=fr" not in client.get(f"/en/statements/{statement.slug}/").text


def test_a_text_that_was_withdrawn_is_not_shown(client: Client) -> None:
    statement = make.make_statement(languages=["en", "de"])
    make.withdraw(statement.editions.get(language="de"))

    assert page_of(client, statement, "de").status_code == 404


def test_links_in_both_texts_lead_only_to_what_is_public(client: Client) -> None:
    draft = make.make_topic(state="draft", publish_at=None, slug="secret")
    link = f'<p><a href="/id/{draft.public_id}">topic</a></p>'

    html = page_of(client, make_statement_with(en=link, de=link), "de").text

    assert "secret" not in html and draft.public_id not in html


def test_the_switch_of_languages_turns_the_two_round(client: Client) -> None:
    statement = make_statement_with(en="<p>One.</p>", de="<p>Eins.</p>")

    english = page_of(client, statement, "de")
    assert f'href="/de/statements/{statement.slug}/?beside=de"' in english.text
    assert pairs(page_of(client, statement, "de", language="de")) == [(("de", "1 Eins."), ("en", "1 One."))]


def test_a_language_without_a_text_is_not_found_and_a_sole_text_has_no_side_by_side_view(client: Client) -> None:
    assert page_of(client, make.make_statement(), "it").status_code == 404
    sole = make.make_statement(languages=["en"])
    assert page_of(client, sole, "en").status_code == 404
    assert "beside=" not in client.get(f"/en/statements/{sole.slug}/").text


def test_the_page_is_found_from_the_text_and_is_not_for_search_engines(client: Client) -> None:
    statement = make.make_statement(languages=["en", "de", "fr"])
    address = f"/en/statements/{statement.slug}/"

    alone = client.get(address).text
    assert re.findall(rf'<a href="{address}\?beside=(\w+)" hreflang="\w+" lang="\w+">(\w+)</a>', alone) == [
        ("de", "Deutsch"),
        ("fr", "français"),
    ]
    html = page_of(client, statement, "de").text
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="http://testserver{address}">' in html
    french = client.get(address, query_params={"text": "fr"}).text
    assert f'href="{address}?text=fr&amp;beside=en"' in french


def test_an_article_is_read_in_the_same_way_without_numbers(client: Client) -> None:
    response = page_of(client, make.make_article(), "de")

    assert [left[1] for left, _right in pairs(response)][1] == "Second paragraph."


def test_an_edition_of_its_own_address_is_shown_alone(client: Client) -> None:
    statement = make.make_statement()

    html = client.get(f"/en/statements/{statement.slug}/v1/", query_params={"beside": "de"}).text

    assert 'class="pair' not in html and "beside=de" not in html.partition("<main")[2]


def test_the_footnotes_of_both_texts_stand_beside_each_other_below_them(client: Client) -> None:
    note = '<p>{0}<a href="#fn-1">1</a></p><p><a href="#fnref-1">1</a> {1}</p><p>{2}</p>'
    statement = make_statement_with(en=note.format("One", "Note", "Two"), de=note.format("Eins", "Notiz", "Zwei"))

    response = page_of(client, statement, "de")

    assert [(left, right) for (_en, left), (_de, right) in pairs(response)][:2] == [
        ("1 One 1", "1 Eins 1"),
        ("2 Two", "2 Zwei"),
    ]
    assert re.findall(r'id="((?:de-)?fn(?:ref)?-1)"', response.text) == [
        "fnref-1",
        "de-fnref-1",
        "fn-1",
        "de-fn-1",
    ]
    assert 'href="#de-fnref-1"' in response.text and 'href="#de-fn-1"' in response.text
