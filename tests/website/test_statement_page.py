"""The page of a statement: the text for the reader, and its public facts."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from meetings.models import Statement
from publishing.models import Withdrawal
from tests import factories as make
from tests.website.warming import hold_what_is_shared

pytestmark = pytest.mark.django_db

FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def page_of(client: Client, statement: Any, *, language: str = "en", **query: Any) -> Any:
    return client.get(f"/{language}/statements/{statement.slug}/", query_params=query)


def make_full_statement(number: int = 1) -> Any:
    """Make a statement with `number` rows of each kind that its page shows."""
    meetings = [make.make_meeting() for _ in range(number)]
    sessions = [make.make_session(meeting=meeting) for meeting in meetings]
    formats = [make.make_format() for _ in range(number)]
    partners = [make.make_partner() for _ in range(number)]
    topics = [make.make_topic() for _ in range(number)]
    gallery = make.make_gallery(photos=number)
    links = [*topics, *meetings, *gallery.photos.all()]
    statement = make.make_statement(
        adopted_by=formats,
        adopted_by_partners=partners,
        meetings=meetings,
        sessions=sessions,
        topics=topics,
        given_by=make.make_appointment(),
        authentic_languages="en, fr",
        languages=["en", "de", "fr"],
        edition={"body": "".join(f'<p><a href="/id/{link.public_id}">it</a></p>' for link in links)},
    )
    for session in sessions:
        make.make_outcome(session=session, statement=statement)
    return statement


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_takes_ten_queries_whatever_it_shows(
    client: Client, django_assert_num_queries: Any, number: int
) -> None:
    make.make_office()
    statement = make_full_statement(number)

    hold_what_is_shared(lambda: page_of(client, statement))

    with django_assert_num_queries(10):
        response = page_of(client, statement)

    assert response.status_code == 200


def test_the_page_shows_who_adopted_it_when_where_and_in_which_languages_it_binds(client: Client) -> None:
    statement = make_full_statement()

    html = page_of(client, statement).text

    facts = html.partition('<dl class="facts')[2].partition("</dl>")[0]
    for item in (
        *statement.adopted_by.all(),
        *statement.adopted_by_partners.all(),
        *statement.sessions.all(),
        *statement.meetings.all(),
        statement.given_by.person,
    ):
        assert f'<a href="{item.get_absolute_url()}">{item}</a>' in facts.replace("/de/", "/en/")
    assert "15 April 2011" in facts
    assert "English, French" in facts
    assert "1, English, published 15 April 2011" in facts
    assert f"http://testserver/id/{statement.public_id}" in facts


def test_the_page_names_the_partner_as_it_was_called_that_day(client: Client) -> None:
    partner = make.make_partner(name_en="New name", name_de="Neuer Name")
    partner.former_names.create(name_en="Old name", name_de="Alter Name", until="2018")
    statement = make.make_statement(adopted_by_partners=[partner], issued_on=date(2011, 4, 15))

    html = page_of(client, statement).text

    assert "Old name" in html and "New name" not in html


def test_the_page_shows_nothing_that_is_not_public(client: Client) -> None:
    hidden: dict[str, Any] = {"state": "draft", "publish_at": None}
    meeting = make.make_meeting(title_en="Secret meeting", **hidden)
    statement = make.make_statement(
        meetings=[meeting],
        sessions=[
            make.make_session(title_en="Secret session", release="held_back"),
            make.make_session(title_en="Session of a secret meeting", meeting=meeting),
        ],
        adopted_by=[make.make_format(name_en="Secret format", publish_at=FUTURE)],
        adopted_by_partners=[make.make_partner(name_en="Secret partner", **hidden)],
        topics=[make.make_topic(name_en="Secret topic", **hidden)],
        given_by=make.make_appointment(
            person=make.make_person(name_en="Secret person", **hidden), office_en="Secret office"
        ),
    )
    make.make_outcome(statement=statement, text_en="Secret outcome", release="held_back")
    make.make_edition(statement, language="fr", title="Secret edition", publish_at=FUTURE)
    make.make_edition(statement, language="en", title="Secret correction", **hidden)

    html = page_of(client, statement).text

    assert "secret" not in html.lower()
    assert "français" not in html


def test_paragraphs_can_be_linked_to(client: Client) -> None:
    html = page_of(client, make.make_statement()).text

    assert re.findall(r'<p id="(p\d)"><a class="number" href="#(p\d)"', html) == [("p1", "p1"), ("p2", "p2")]


def test_a_report_says_that_the_full_text_is_not_held_here(client: Client) -> None:
    report = make.make_statement(edition={"extent": "report"}, authentic_url="https://texts.example/libya")

    html = page_of(client, report).text

    assert "We do not hold the full text." in html
    assert '<a href="https://texts.example/libya">' in html
    assert "not held here" not in page_of(client, make.make_statement()).text


def test_a_text_that_exists_in_another_language_only_is_shown_with_a_note(client: Client) -> None:
    statement = make.make_statement(languages=["de"])

    html = page_of(client, statement).text

    assert '<html lang="en">' in html
    assert f'<h1 lang="de">{statement.working_title} (de)</h1>' in html
    assert "This text does not exist in English. It is shown in German." in html
    assert 'hreflang="en" href="http' not in html
    assert f'<link rel="canonical" href="http://testserver/de/statements/{statement.slug}/">' in html


def test_the_texts_in_all_languages_are_linked(client: Client) -> None:
    statement = make.make_statement(languages=["en", "de", "fr"])

    html = page_of(client, statement).text

    assert f'<a href="/de/statements/{statement.slug}/" hreflang="de" lang="de">Deutsch</a>' in html
    assert f'<a href="/en/statements/{statement.slug}/?text=fr" hreflang="fr" lang="fr">français</a>' in html
    assert "does not exist" not in html
    french = page_of(client, statement, text="fr")
    assert f'<h1 lang="fr">{statement.working_title} (fr)</h1>' in french.text
    assert page_of(client, statement, text="es").status_code == 404


def test_the_live_correction_is_shown_with_its_note_and_number(client: Client) -> None:
    statement = make.make_statement(languages=["en"])
    make.make_edition(
        statement,
        title="Corrected title",
        correction="major",
        correction_note="Paragraph 2: the date.",
        publish_at=datetime(2011, 4, 16, 12, 0, tzinfo=UTC),
    )
    make.make_edition(
        statement,
        title="Typo fixed",
        correction="minor",
        publish_at=datetime(2011, 4, 17, 12, 0, tzinfo=UTC),
    )

    html = page_of(client, statement).text

    assert '<h1 lang="en">Typo fixed</h1>' in html
    assert "Corrected on 16 April 2011." in html and "Paragraph 2: the date." in html
    assert "3, English, published 17 April 2011" in html
    assert "Corrected title" not in html


def make_translated_statement(**correction: Any) -> Any:
    """Make a statement whose German text translates an earlier English edition."""
    statement = make.make_statement(languages=["en"])
    make.make_edition(statement, language="de", translates=statement.editions.get())
    values = {
        "correction": "major",
        "correction_note": "x",
        "publish_at": datetime(2011, 4, 17, 12, tzinfo=UTC),
    }
    make.make_edition(statement, **values | correction)
    return statement


def test_a_translation_of_what_has_been_replaced_says_so_and_leads_to_the_newer_text(client: Client) -> None:
    statement = make_translated_statement()

    outdated, current = page_of(client, statement, language="de").text, page_of(client, statement).text

    note = outdated.partition('<p class="notice">')[2].partition("</p>")[0]
    assert f'<a href="/en/statements/{statement.slug}/" hreflang="en">' in note
    assert "17.\N{NO-BREAK SPACE}April 2011" in note and "Englisch" in note
    assert 'class="notice">' not in current


@pytest.mark.parametrize(
    "correction",
    [
        {"correction": "minor", "correction_note": ""},
        {"publish_at": FUTURE},
        {"state": "draft", "publish_at": None},
    ],
)
def test_a_translation_is_not_outdated_by_what_readers_need_not_or_must_not_know(
    client: Client, correction: dict[str, Any]
) -> None:
    statement = make_translated_statement(**correction)

    assert 'class="notice">' not in page_of(client, statement, language="de").text


def test_a_translation_that_was_checked_is_not_outdated(client: Client) -> None:
    statement = make_translated_statement()
    newer = statement.editions.get(language="en", correction="major")
    statement.editions.filter(language="de").update(checked_against=newer)

    assert 'class="notice">' not in page_of(client, statement, language="de").text


def test_a_translation_does_not_lead_to_a_newer_text_that_was_withdrawn(client: Client) -> None:
    statement = make_translated_statement()
    make.withdraw(statement.editions.get(language="en", correction="major"))

    assert 'class="notice">' not in page_of(client, statement, language="de").text


def test_a_pdf_is_offered_where_the_edition_has_one(client: Client) -> None:
    statement = make.make_statement(languages=[])
    edition = make.make_edition(statement, pdf=ContentFile(b"%PDF-1.7 text", name="x.pdf"))

    html = page_of(client, statement).text

    assert re.search(rf'<a class="button" href="/media/{edition.public_id}/[0-9a-f]{{16}}\.pdf">', html)


def test_a_text_that_is_out_of_date_stays_readable_under_a_notice(client: Client) -> None:
    statement = make.make_statement()
    Withdrawal.objects.create(
        public_id=statement.public_id,
        kind="out_of_date",
        reason="secret reason",
        explanation_en="A newer policy holds.",
        explanation_de="Es gilt eine neuere.",
    )

    english, german = page_of(client, statement), page_of(client, statement, language="de")

    assert english.status_code == 200
    assert "A newer policy holds." in english.text and "secret" not in english.text
    assert "Es gilt eine neuere." in german.text


@pytest.mark.parametrize("what", ["statement", "edition"])
def test_what_was_withdrawn_in_error_is_gone_and_says_why(client: Client, what: str) -> None:
    statement = make.make_statement(languages=["en"])
    item = statement if what == "statement" else statement.editions.get()
    Withdrawal.objects.create(
        public_id=item.public_id, kind="in_error", reason="secret reason", explanation_en="Sent by mistake."
    )

    response = page_of(client, statement)

    assert response.status_code == 410
    assert "Sent by mistake." in response.text
    assert "secret" not in response.text and statement.working_title not in response.text


def test_where_the_readers_own_text_was_withdrawn_in_error_the_other_says_so(client: Client) -> None:
    statement = make.make_statement()
    german = statement.editions.get(language="de")
    Withdrawal.objects.create(
        public_id=german.public_id,
        kind="in_error",
        reason="x",
        explanation_en="Mistake.",
        explanation_de="Ein Fehler.",
    )

    html = page_of(client, statement, language="de").text

    assert f'<h1 lang="en">{statement.working_title} (en)</h1>' in html
    assert "Ein Fehler." in html
    assert "Mistake." not in page_of(client, statement).text


def test_an_embargoed_statement_that_is_withdrawn_tells_nothing(client: Client) -> None:
    statement = make.make_statement(edition={"publish_at": FUTURE})
    Withdrawal.objects.create(
        public_id=statement.public_id, kind="in_error", reason="secret", explanation_en="Sent by mistake."
    )

    assert page_of(client, statement).status_code == 404


def test_what_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/en/statements/nothing/").status_code == 404
    assert page_of(client, Statement.objects.create(slug="bare", kind="policy")).status_code == 404


def test_nothing_on_the_page_asks_another_host_or_breaks_the_policy(client: Client) -> None:
    html = page_of(client, make_full_statement()).text

    assert re.findall(r'(?:src|srcset)="(?!/)', html) == []
    assert not re.search(r"\sstyle=|<script(?! src=| type=\"application/ld\+json\")", html)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("all", ["1", "2", "3"]), ("none", []), ("own", ["1.", "2."])],
)
def test_paragraphs_are_numbered_as_the_statement_chooses(client: Client, choice: str, expected: list[str]) -> None:
    body = "<p>We met.</p><p>1. First</p><p></p><p><strong>2.</strong> Second</p>"
    statement = make.make_statement(languages=["en"], edition={"body": body}, paragraph_numbers=choice)

    response = page_of(client, statement)

    assert re.findall(r'<a class="number"[^>]*>(.*?)</a>', response.text) == expected
    assert ('class="prose numbered"' in response.text) == (choice != "none")
