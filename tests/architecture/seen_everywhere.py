"""The kind of the worked example, at every place that derives its list of kinds.

Run by test_worked_examples.py in a copy of the code that has this kind.
"""

from typing import Any

import pytest
from django.test import Client

from publishing import verbs
from publishing.models import AuditLogEntry
from publishing.models.audit_log import Action
from publishing.obstacles import Refused
from publishing.verbs.omissions import omissions
from publishing.workflow import WorkflowAction
from tests import factories as make
from tests.admin_forms import DRAFT, change, page, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def treaty() -> Any:
    make.make_office(required_languages="en, de")
    return make.make_treaty(slug="atlantic", title_en="North Atlantic Treaty")


@pytest.fixture
def draft(treaty: Any) -> Any:
    return make.make_treaty(slug="draft", title_en="Draft Treaty", **DRAFT)


def linking_to(row: Any) -> str:
    return f'<p>See <a href="/id/{row.public_id}">the treaty</a>.</p>'


def test_its_page_and_its_list_are_in_the_sitemap(client: Client, treaty: Any) -> None:
    assert "/sitemap-treaties-1.xml" in client.get("/sitemap.xml").text
    assert "/en/treaties/atlantic/" in client.get("/sitemap-treaties-1.xml").text
    assert "/en/treaties/<" in client.get("/sitemap-lists-1.xml").text


def test_its_list_is_in_the_menu(client: Client, treaty: Any) -> None:
    assert '<a href="/en/treaties/"' in client.get("/en/").text


def test_its_permanent_id_and_links_in_texts_lead_to_its_page(client: Client, treaty: Any) -> None:
    text = make.make_page(body_en=linking_to(treaty))

    assert client.get(f"/id/{treaty.public_id}").headers["Location"] == "/en/treaties/atlantic/"
    assert 'href="/en/treaties/atlantic/"' in client.get(text.get_absolute_url()).text


def test_its_drafts_are_in_the_work_queue_and_in_the_menu_after_topics(admin_client: Client, draft: Any) -> None:
    topic = make.make_topic(**DRAFT)

    text = admin_client.get("/admin/").text

    assert text.index(change(topic)) < text.index(change(draft))
    assert text.index(page(topic, "changelist")) < text.index(page(draft, "changelist"))


def test_a_preview_shows_its_draft(client: Client, draft: Any) -> None:
    token = make.make_preview(draft)

    assert client.get("/en/treaties/draft/").status_code == 404
    assert "Draft Treaty" in client.get(f"/preview/{token}/en/treaties/draft/").text


def test_what_is_saved_is_in_the_audit_log_and_in_the_history(admin_client: Client, treaty: Any) -> None:
    send(admin_client, change(treaty), title_en="Washington Treaty")

    entry = AuditLogEntry.objects.latest("id")
    assert (entry.action, entry.public_id) == (Action.SAVE, treaty.public_id)
    assert admin_client.get(page(treaty, "history", treaty.pk)).status_code == 200


def test_a_text_that_leads_to_its_draft_says_so_before_it_is_public(draft: Any) -> None:
    text = make.make_page(body_en=linking_to(draft), **DRAFT)

    found = omissions([text], verb=WorkflowAction.PUBLISH, by=make.make_user(), at=make.LONG_AGO)

    assert [each.target for each in found] == [draft]


def test_it_is_not_public_without_its_essential_text(draft: Any) -> None:
    draft.summary_de = ""
    draft.save()

    with pytest.raises(Refused, match="summary"):
        verbs.publish(draft, by=make.make_user())


def test_a_withdrawal_is_explained_at_its_address_and_among_the_corrections(client: Client, treaty: Any) -> None:
    make.withdraw(treaty, kind="out_of_date")
    other = make.make_treaty(slug="wrong")
    make.withdraw(other)

    assert "North Atlantic Treaty" in client.get("/en/corrections/").text
    assert client.get("/en/treaties/wrong/").status_code == 410


def test_its_former_address_leads_to_its_page(client: Client, treaty: Any) -> None:
    verbs.change_slug(treaty, by=make.make_user(), slug="washington")

    assert client.get("/en/treaties/atlantic/").headers["Location"] == "/en/treaties/washington/"


@pytest.mark.parametrize(("role", "state"), [("author", "draft"), ("editor", "approved")])
def test_authors_begin_it_and_editors_approve_it(client: Client, draft: Any, role: str, state: str) -> None:
    client.force_login(make.make_user(role=role))

    assert client.get(page(draft, "add")).status_code == 200
    client.post(page(draft, "verb", draft.pk, WorkflowAction.APPROVE))

    draft.refresh_from_db()
    assert draft.state == state
