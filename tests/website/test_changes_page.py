"""The page of a document's changes: each edition's date, note and differences."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from meetings.models import Statement
from tests import factories as make

pytestmark = pytest.mark.django_db

NOON = datetime(2011, 4, 15, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def changes(client: Client, document: Any, language: str = "en", **query: Any) -> Any:
    section = "statements" if isinstance(document, Statement) else "articles"
    return client.get(f"/{language}/{section}/{document.slug}/changes/", query_params=query)


def entries(response: Any) -> list[str]:
    """Return the words of each edition's entry, the unseen ones left out."""
    listed = response.text.partition('<ol class="editions"')[2].partition("</ol>")[0]
    seen = re.sub(r'<span class="unseen"[^>]*>.*?</span>', "", listed)
    return [" ".join(re.sub("<[^>]+>", "", entry).split()) for entry in seen.split("<li>")[1:]]


def make_edition(document: Any, text: str, *, day: int, **values: Any) -> Any:
    texts = {"title": "Title", "summary": "Summary.", "body": f"<p>{text}</p>"}
    return make.make_edition(document, publish_at=NOON + day * DAY, **texts | values)


@pytest.fixture
def statement() -> Statement:
    made = make.make_statement(languages=[])
    make_edition(made, "They met on 14 April.", day=0)
    return made


def test_every_edition_is_listed_with_date_weight_note_and_what_it_changed(
    client: Client, statement: Statement
) -> None:
    make_edition(statement, "They met on 15 April.", day=1, correction="major", correction_note="The day was wrong.")
    make_edition(statement, "They met, on 15 April.", day=2, correction="minor")
    make_edition(statement, "They met, on 15 April.", day=3, title="New title")

    assert entries(changes(client, statement)) == [
        (
            "v4 current 18 April 2011, 14:00 CEST · new version · Read this version"
            " Compared with v3 Title Title New title"
        ),
        ("v3 17 April 2011, 14:00 CEST · minor correction · Read this version Compared with v2 They met, on 15 April."),
        (
            "v2 16 April 2011, 14:00 CEST · major correction · Read this version The day was wrong."
            " Compared with v1 They met on 14 15 April."
        ),
        "v1 15 April 2011, 14:00 CEST · first version · Read this version",
    ]


def test_what_came_and_went_is_marked_and_said(client: Client, statement: Statement) -> None:
    make_edition(statement, "They met on 15 April.", day=1)

    html = changes(client, statement).text

    assert (
        '<p class="p">They met on'
        ' <del><span class="unseen" lang="en">[removed: </span>14<span class="unseen">]</span></del>'
        ' <ins><span class="unseen" lang="en">[added: </span>15<span class="unseen">]</span></ins> April.</p>'
    ) in html


def test_no_hour_is_printed_where_only_the_day_is_known(client: Client) -> None:
    statement = make.make_statement(languages=[])
    make.make_edition(statement, publish_at=datetime(2011, 4, 14, 22, 0, tzinfo=UTC))

    assert entries(changes(client, statement)) == ["v1 current 15 April 2011 · first version · Read this version"]


def test_only_the_newest_comparison_is_open(client: Client, statement: Statement) -> None:
    make_edition(statement, "Two", day=1)
    make_edition(statement, "Three", day=2)

    assert re.findall("<details[^>]*>", changes(client, statement).text) == ["<details open>", "<details>"]


def test_nothing_hostile_in_a_text_survives(client: Client, statement: Statement) -> None:
    make_edition(statement, "5 &lt; 6 &lt;script&gt;<script>x()</script> <a href='javascript:y()'>go</a>", day=1)

    html = changes(client, statement).text

    assert "&lt;script&gt;" in html.replace(" ", "")
    assert "<script>" not in html and "javascript:" not in html


def test_a_link_whose_target_alone_changed_shows_where_it_led(client: Client, statement: Statement) -> None:
    make_edition(statement, '<a href="https://a.example/">Here</a> it remains for all to read', day=1)
    make_edition(statement, '<a href="https://b.example/">Here</a> it remains for all to read', day=2)

    assert "Here (https://a.example/) Here (https://b.example/) it remains" in entries(changes(client, statement))[0]


def test_a_link_whose_words_alone_changed_does_not_show_where_it_leads(client: Client, statement: Statement) -> None:
    make_edition(statement, '<a href="https://a.example/">Here</a> it remains for all to read', day=1)
    make_edition(statement, '<a href="https://a.example/">There</a> it remains for all to read', day=2)

    assert "Here There it remains" in entries(changes(client, statement))[0]


def test_a_link_to_what_is_not_public_is_not_shown(client: Client, statement: Statement) -> None:
    hidden, known = make.make_topic(publish_at=FUTURE), make.make_topic()
    links = " ".join(f'<a href="/id/{topic.public_id}">that</a>' for topic in (hidden, known))
    make_edition(statement, f"They met on 14 April. {links}", day=1)

    html = changes(client, statement).text

    assert hidden.public_id not in html
    assert f'<a href="/en/topics/{known.slug}/">that</a>' in html


def test_a_withdrawn_edition_is_listed_without_its_text_and_the_next_is_compared_with_the_one_before(
    client: Client, statement: Statement
) -> None:
    wrong = make_edition(
        statement,
        "Secret words",
        day=1,
        title="Secret title",
        correction="major",
        correction_note="Secret note",
    )
    make.withdraw(wrong, since=NOON + 2 * DAY, explanation_en="The wrong draft was sent.")
    make_edition(statement, "They met on 15 April.", day=3)
    make_edition(statement, "They met on 16 April.", day=4)

    response = changes(client, statement)

    assert entries(response) == [
        (
            "v4 current 19 April 2011, 14:00 CEST · new version · Read this version"
            " Compared with v3 They met on 15 16 April."
        ),
        (
            "v3 18 April 2011, 14:00 CEST · new version · Read this version Compared with v1"
            " v2 was withdrawn. They met on 14 15 April."
        ),
        (
            "v2 16 April 2011, 14:00 CEST · major correction"
            " Published in error. The wrong draft was sent. Since 17 April 2011, 14:00 CEST."
        ),
        "v1 15 April 2011, 14:00 CEST · first version · Read this version",
    ]
    assert "Secret" not in response.text


def test_a_withdrawal_that_ended_is_listed_with_its_time(client: Client, statement: Statement) -> None:
    make.withdraw(statement.editions.get(), since=NOON + DAY, until=NOON + 2 * DAY, explanation_en="Doubts at first.")

    assert entries(changes(client, statement)) == [
        (
            "v1 current 15 April 2011, 14:00 CEST · first version · Read this version Published in error."
            " Doubts at first. This notice applied from 16 April 2011, 14:00 CEST to 17 April 2011, 14:00 CEST."
        )
    ]


def test_the_withdrawals_of_the_whole_document_are_above(client: Client, statement: Statement) -> None:
    make.withdraw(statement, kind="out_of_date", since=NOON, explanation_en="A newer policy holds.")

    head = changes(client, statement).text.partition('<ol class="editions"')[0]

    assert "A newer policy holds." in head


def test_an_end_that_is_still_to_come_is_not_listed(client: Client, statement: Statement) -> None:
    make.withdraw(statement, kind="out_of_date", until=FUTURE)

    assert "2100" not in changes(client, statement).text


def test_what_is_not_public_yet_is_not_listed(client: Client, statement: Statement) -> None:
    make.make_edition(statement, title="Secret", publish_at=FUTURE)
    make.make_edition(statement, title="Secret", state="draft", publish_at=None)

    response = changes(client, statement)

    assert len(entries(response)) == 1 and "Secret" not in response.text


def test_each_language_has_its_editions_and_links_to_the_others(client: Client, statement: Statement) -> None:
    make_edition(statement, "Sie tagten.", day=1, language="de")
    make_edition(statement, "Ils se réunirent.", day=1, language="fr")

    english, german, french = (
        changes(client, statement, *where, **query) for where, query in (((), {}), (("de",), {}), ((), {"text": "fr"}))
    )

    assert [len(entries(page)) for page in (english, german, french)] == [1, 1, 1]
    for url in (
        f"/de/statements/{statement.slug}/changes/",
        f"/en/statements/{statement.slug}/changes/?text=fr",
    ):
        assert f'<a href="{url}"' in english.text
    assert f'<a href="/en/statements/{statement.slug}/v1/?text=fr"' in french.text
    assert changes(client, statement, text="es").status_code == 404


def test_a_language_without_editions_shows_those_of_another(client: Client, statement: Statement) -> None:
    html = changes(client, statement, "de").text

    assert '<h1 lang="en">Title</h1>' in html
    assert f'<link rel="canonical" href="http://testserver/en/statements/{statement.slug}/changes/">' in html
    assert f'<a href="/de/statements/{statement.slug}/v1/?text=en"' in html


@pytest.mark.parametrize("what", ["statement", "edition"])
def test_the_page_is_gone_when_nothing_of_the_document_is_public(
    client: Client, statement: Statement, what: str
) -> None:
    make.withdraw(statement if what == "statement" else statement.editions.get(), explanation_en="A mistake.")

    response = changes(client, statement)

    assert response.status_code == 410
    assert "A mistake." in response.text and "Title" not in response.text


def test_the_page_is_not_found_before_anything_is_public(client: Client) -> None:
    scheduled = make.make_statement(edition={"publish_at": FUTURE})

    assert {changes(client, scheduled).status_code, client.get("/en/articles/x/changes/").status_code} == {404}


def test_a_pdf_that_was_replaced_is_listed(client: Client, statement: Statement) -> None:
    make_edition(statement, "They met on 14 April.", day=1)
    make_edition(statement, "They met on 14 April.", day=2, pdf=ContentFile(b"%PDF-1.7 x", name="x.pdf"))

    listed = entries(changes(client, statement))

    assert "PDF added or replaced." in listed[0]
    assert listed[1].endswith("Text identical to v1.")


@pytest.mark.parametrize("number", [2, 12])
def test_the_page_takes_seven_queries(client: Client, django_assert_num_queries: Any, number: int) -> None:
    make.make_office()
    statement = make.make_statement(languages=["de", "fr"])
    links = f'<a href="/id/{make.make_photo().public_id}">a</a> <a href="/id/{make.make_topic().public_id}">b</a>'
    for day in range(number):
        edition = make_edition(statement, f"{day} {links}", day=day)
        make.withdraw(edition, kind="out_of_date")

    with django_assert_num_queries(7):
        response = changes(client, statement)

    assert len(entries(response)) == number


def test_an_article_has_its_changes_too(client: Client) -> None:
    article = make.make_article(languages=["en"])

    assert len(entries(changes(client, article))) == 1


def test_the_page_of_the_text_leads_here_once_there_is_more_than_one_edition(
    client: Client, statement: Statement
) -> None:
    link = f'<a href="/en/statements/{statement.slug}/changes/">'
    before = client.get(statement.get_absolute_url()).text
    make_edition(statement, "They met.", day=1)

    assert (link in before, link in client.get(statement.get_absolute_url()).text) == (False, True)
