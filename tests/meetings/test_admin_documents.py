"""Statements and articles in the admin: their facts, editions and next steps."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from editorial.admin_urls import admin_model_url
from meetings.models import Article, ArticleEdition, Statement, StatementEdition
from tests import factories
from tests.admin_forms import DRAFT, change, errors, messages, page, send


def begin(kind: Any, **given: Any) -> str:
    return admin_model_url(kind, "add", **given)


def next_steps(answer: Any) -> list[str]:
    """Return the labels of the links to new editions in the statement's form."""
    return [link for link in LABELS if f">{link}</a>" in answer.content.decode()]


LABELS = (
    "New draft in English",
    "New draft in German",
    "Translate into English",
    "Translate into German",
    "Correct",
    "Bring up to date",
    "Edit draft",
)


def test_a_new_statement_leads_on_to_its_text(admin_client: Client) -> None:
    typed = {"working_title": "On Libya", "slug": "on-libya", "kind": "statement"}
    answer = send(admin_client, page(Statement, "add"), **typed)
    assert answer.headers["Location"] == change(Statement.objects.get())


def test_a_statement_without_text_offers_a_new_draft_in_every_language(admin_client: Client) -> None:
    factories.make_office(languages="en,de,fr")
    answer = admin_client.get(change(factories.make_statement(languages=[])))
    assert next_steps(answer) == ["New draft in English", "New draft in German"]
    assert "New draft in French" in answer.content.decode()


def test_a_draft_offers_its_translation(admin_client: Client) -> None:
    statement = factories.make_statement(languages=["en"], edition=DRAFT)
    answer = admin_client.get(change(statement))
    assert next_steps(answer) == ["New draft in German", "Translate into German", "Edit draft"]


def test_a_live_text_offers_its_correction(admin_client: Client) -> None:
    answer = admin_client.get(change(factories.make_statement()))
    assert next_steps(answer) == ["Correct"]


def test_a_new_draft_is_written_in_the_language_of_its_button(admin_client: Client) -> None:
    statement = factories.make_statement(languages=[])
    address = begin(StatementEdition, document=statement.pk, language="de")
    answer = send(admin_client, address, title="Zu Libyen", body="<p>Die Minister …</p>")
    assert answer.headers["Location"] == change(statement)
    draft = StatementEdition.objects.get()
    assert (draft.document, draft.language, draft.serial, draft.translates) == (statement, "de", 1, None)


def test_a_translation_names_its_source_and_shows_it_beside(admin_client: Client) -> None:
    statement = factories.make_statement(languages=["en"])
    source = statement.editions.get()
    address = begin(StatementEdition, document=statement.pk, language="de", translates=source.pk)
    answer = admin_client.get(address)
    assert answer.context["source"] == source
    assert source.body in answer.content.decode()
    send(admin_client, address, title="Zu Libyen")
    assert StatementEdition.objects.get(language="de").translates == source


def test_a_correction_begins_with_the_live_text(admin_client: Client) -> None:
    article = factories.make_article(languages=["en"])
    live = article.editions.get()
    address = begin(ArticleEdition, corrects=live.pk)
    answer = send(admin_client, address)
    assert answer.status_code == 302
    draft = article.editions.get(serial=2)
    assert (draft.title, draft.body, draft.language) == (live.title, live.body, "en")
    assert draft.based_on == live
    assert not draft.was_ever_public()


def test_publishing_a_correction_asks_whether_the_reader_has_to_know(admin_client: Client) -> None:
    factories.make_office(required_languages="en")
    article = factories.make_article(languages=["en"])
    draft = factories.make_edition(article, based_on=article.editions.get(), **DRAFT)
    address = page(draft, "verb", draft.pk, "publish")
    answer = admin_client.post(address, {"correction": "major"})
    assert list(answer.context["form"].errors) == ["correction_note"]
    admin_client.post(address, {"correction": "major", "correction_note": "The date was wrong."})
    draft.refresh_from_db()
    assert (draft.was_ever_public(), draft.correction, draft.correction_note) == (
        True,
        "major",
        "The date was wrong.",
    )


def test_the_first_texts_of_a_communique_become_public_at_the_same_second(admin_client: Client) -> None:
    statement = factories.make_statement(edition=DRAFT)
    english, german = statement.editions.order_by("-language")
    address = page(english, "verb", english.pk, "schedule")
    typed = {"at_0": "2031-04-14", "at_1": "18:00:05", "together": [german.pk]}
    statement.editions.update(state="in_review")
    echo = admin_client.post(address, typed).context["echo"]
    assert "18:00:05" in echo
    admin_client.post(address, typed | {"confirmed": echo})
    assert len(set(statement.editions.values_list("publish_at", flat=True)) - {None}) == 1
    assert not statement.editions.filter(publish_at=None).exists()


def test_an_obstacle_of_one_of_two_texts_stops_both(admin_client: Client) -> None:
    statement = factories.make_statement(edition=DRAFT)
    english, german = statement.editions.order_by("-language")
    statement.editions.update(state="in_review", summary="")
    StatementEdition.objects.filter(pk=german.pk).update(body="")
    answer = admin_client.post(page(english, "verb", english.pk, "publish"), {"together": [german.pk]})
    assert "neither a summary nor a text" in answer.content.decode()
    assert not Statement.objects.public().exists()


def test_a_first_text_is_not_asked_what_it_corrects(admin_client: Client) -> None:
    draft = factories.make_statement(languages=["en"], edition=DRAFT).editions.get()
    answer = admin_client.get(page(draft, "verb", draft.pk, "schedule"))
    assert list(answer.context["form"].fields) == ["at", "address"]


def test_an_outdated_translation_is_marked_and_can_be_brought_up_to_date(admin_client: Client) -> None:
    statement = factories.make_statement(languages=["en"])
    english = statement.editions.get()
    german = factories.make_edition(statement, language="de", translates=english)
    newer = factories.make_edition(statement, publish_at=factories.LONG_AGO.replace(year=2012))
    answer = admin_client.get(change(statement))
    assert "translation outdated" in answer.content.decode()
    assert next_steps(answer) == ["Correct", "Bring up to date"]
    renewed = admin_client.get(begin(StatementEdition, corrects=german.pk, translates=newer.pk))
    form = renewed.context["adminform"].form
    assert (form["language"].value(), form["body"].value()) == ("de", german.body)
    assert renewed.context["source"] == newer


def test_a_draft_is_shown_what_was_published_since_it_was_begun(admin_client: Client) -> None:
    statement = factories.make_statement(languages=["en"], edition={"body": "<p>On the frist day.</p>"})
    live = statement.editions.get()
    draft = factories.make_edition(statement, based_on=live, **DRAFT)
    assert admin_client.get(change(draft)).context["source_changes"] == []
    published = {
        "correction": "minor",
        "publish_at": timezone.now(),
        "title": live.title,
        "summary": live.summary,
    }
    factories.make_edition(statement, body="<p>On the first day.</p>", **published)
    text = admin_client.get(change(draft)).content.decode()
    assert "[removed: </span>frist" in text
    assert page(draft, "verb", draft.pk, "mark_changes_merged") in text
    admin_client.post(page(draft, "verb", draft.pk, "mark_changes_merged"))
    assert admin_client.get(change(draft)).context["source_changes"] == []


def test_the_second_person_is_shown_what_a_correction_changes(admin_client: Client) -> None:
    live = factories.make_statement(languages=["en"], edition={"body": "<p>On the frist day.</p>"}).editions.get()
    draft = factories.make_edition(live.document, based_on=live, body="<p>On the first day.</p>", **DRAFT)
    text = admin_client.get(page(draft, "verb", draft.pk, "approve")).content.decode()
    assert "[removed: </span>frist" in text
    assert "[added: </span>first" in text


def test_an_outdated_translation_is_shown_what_changed_in_its_source(admin_client: Client) -> None:
    statement = factories.make_statement(languages=["en"])
    german = factories.make_edition(statement, language="de", translates=statement.editions.get())
    factories.make_edition(statement, publish_at=timezone.now(), correction="major", correction_note="n")
    [moved] = admin_client.get(change(german)).context["source_changes"]
    assert [str(link.label) for link in moved.links] == ["Mark as up to date", "Bring up to date"]
    admin_client.post(page(german, "verb", german.pk, "mark_up_to_date"))
    assert admin_client.get(change(german)).context["source_changes"] == []


def test_a_public_edition_is_shown_but_not_changed(admin_client: Client) -> None:
    edition = factories.make_statement(languages=["en"]).editions.get()
    answer = admin_client.get(change(edition))
    assert not answer.context["adminform"].form.fields
    assert "so it cannot change" in answer.content.decode()
    assert begin(StatementEdition, corrects=edition.pk) in answer.content.decode()


def test_what_was_typed_while_an_edition_was_approved_is_kept_as_a_new_draft(admin_client: Client) -> None:
    statement = factories.make_statement(languages=["en"], edition=DRAFT)
    edition = statement.editions.get()
    sent = {"title": "Typed too late", "summary": "", "body": "<p>New words.</p>", "extent": "full"}
    admin_client.post(page(edition, "verb", edition.pk, "approve"))
    answer = admin_client.post(change(edition), sent)
    assert "was approved while you were writing" in messages(answer)[-1]
    form = answer.context["adminform"].form
    assert (form["title"].value(), form["body"].value()) == ("Typed too late", "<p>New words.</p>")
    assert f'action="{begin(StatementEdition, corrects=edition.pk)}"' in answer.content.decode()
    edition.refresh_from_db()
    assert edition.title != "Typed too late"


@pytest.mark.parametrize("given", [{}, {"document": "x", "language": "en"}, {"document": "1"}, {"corrects": "99"}])
def test_an_edition_is_begun_from_its_document_only(admin_client: Client, given: dict[str, str]) -> None:
    answer = admin_client.get(begin(StatementEdition, **given), follow=True)
    assert messages(answer) == ["To start a new draft, open a text and use the buttons above it."]


def test_a_translation_of_another_text_is_refused(admin_client: Client) -> None:
    statement, other = factories.make_statement(languages=[]), factories.make_statement(languages=["en"])
    address = begin(StatementEdition, document=statement.pk, language="de", translates=other.editions.get().pk)
    answer = send(admin_client, address, title="Zu Libyen")
    assert errors(answer) == {"__all__": ["A translation needs a version of the same text in another language."]}


def test_a_language_that_the_office_does_not_use_is_refused(admin_client: Client) -> None:
    statement = factories.make_statement(languages=[])
    address = begin(StatementEdition, document=statement.pk, language="en")
    assert list(errors(send(admin_client, address, title="О Ливии", language="ru"))) == ["language"]
    answer = admin_client.get(begin(StatementEdition, document=statement.pk, language="ru"), follow=True)
    assert messages(answer) == ["To start a new draft, open a text and use the buttons above it."]


def test_a_draft_carries_its_pdf(admin_client: Client) -> None:
    draft = factories.make_statement(languages=["en"], edition=DRAFT).editions.get()
    send(admin_client, change(draft), pdf=SimpleUploadedFile("a.pdf", b"%PDF-1.7 text"))
    draft.refresh_from_db()
    answer = admin_client.get(page(draft, "stored", draft.pk, "pdf"))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 text"
    answer.close()
    assert page(draft, "stored", draft.pk, "pdf") in admin_client.get(change(draft)).content.decode()


def test_saving_an_edition_leads_back_to_its_document(admin_client: Client) -> None:
    article = factories.make_article(languages=["en"], edition=DRAFT)
    answer = send(admin_client, change(article.editions.get()), title="Written")
    assert answer.headers["Location"] == change(article)
    assert Article.objects.get().editions.get().title == "Written"


def test_the_list_says_which_texts_there_are_in_which_state_and_version(admin_client: Client) -> None:
    statement = factories.make_statement(languages=["de", "en"])
    first = statement.editions.get(language="en")
    factories.make_edition(statement, language="en", based_on=first, publish_at=timezone.now())
    factories.make_edition(statement, language="fr", **DRAFT)

    html = admin_client.get(page(Statement, "changelist")).text

    lines = re.findall(r'<div class="texts-in">(.*?)</div>', html)
    words = [" ".join(re.sub(r"<[^>]*>", " ", line).split()) for line in lines]
    assert words == ["EN public v2", "DE public v1", "FR draft"]
