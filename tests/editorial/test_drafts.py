"""The server's part of drafts in the browser: names, saved forms, the setting."""

import json
import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from editorial.editorial_admin import EditorialAdmin
from meetings.models import StatementEdition, Topic
from publishing.models import Withdrawal
from tests import factories
from tests.admin_forms import change, page, send

OFFER = 'class="draft-offer"'
# A withdrawal is made by a verb, and its form only changes it.
FORMS = [
    model
    for model, each in admin.site._registry.items()
    if isinstance(each, EditorialAdmin) and model is not Withdrawal
]


def attribute(answer: Any, name: str) -> str:
    """Return the first data- attribute of the page with this name."""
    found = re.search(rf'data-{name}="([^"]*)"', answer.content.decode())
    return found[1].replace("&quot;", '"').replace("&amp;", "&") if found else ""


def saved(client: Client) -> list[str]:
    """Return the forms whose drafts the next page of the admin removes."""
    names: list[str] = json.loads(attribute(client.get(reverse("admin:index")), "saved"))
    return names


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_every_form_for_adding_has_drafts_while_the_setting_is_on(
    admin_client: Client, settings: Any, model: Any
) -> None:
    address = page(model, "add")
    if hasattr(model, "document"):
        document = factories.make_statement() if model is StatementEdition else factories.make_article()
        address += f"?document={document.pk}&language=de"
    answer = admin_client.get(address)
    assert attribute(answer, "object") == address

    settings.BROWSER_DRAFTS = False
    answer = admin_client.get(address)
    assert OFFER not in answer.content.decode()
    assert "data-keep" not in answer.content.decode()


def test_a_form_for_changing_is_named_by_its_object_alone(admin_client: Client) -> None:
    topic = factories.make_topic()

    answer = admin_client.get(f"{change(topic)}?_changelist_filters=q%3DLibya")

    assert attribute(answer, "object") == change(topic)
    assert attribute(answer, "account") == str(answer.wsgi_request.user.pk)


def test_the_next_page_names_a_saved_form_once(admin_client: Client) -> None:
    topic = factories.make_topic()

    send(admin_client, change(topic), name_en="Libya")

    assert saved(admin_client) == [change(topic)]
    assert saved(admin_client) == []


def test_the_photo_table_is_named_with_its_query_and_counts_as_saved_when_stored(
    admin_client: Client,
) -> None:
    gallery = factories.make_gallery(photos=1)
    address = f"{page(gallery, 'photo_table', gallery.pk)}?show=without-alt"
    assert attribute(admin_client.get(address), "object") == address

    admin_client.post(address, {})

    assert saved(admin_client) == [address]


def test_a_refusal_and_a_redirect_that_stores_nothing_do_not_count_as_saved(
    admin_client: Client, client: Client
) -> None:
    topic = factories.make_topic()
    refused = send(admin_client, change(topic), name_en="", slug="")
    assert "data-sent-back" in refused.content.decode()
    gone = change(topic).replace(str(topic.pk), "999")
    assert admin_client.post(gone, {"name_en": "Libya"}).status_code == 302
    assert saved(admin_client) == []

    assert client.post(change(topic), {"name_en": "Libya"}).status_code == 302  # to the sign-in
    assert attribute(client.get(reverse("admin:login")), "saved") == "[]"
    assert Topic.objects.get().name_en == topic.name_en


@pytest.mark.django_db
def test_a_signed_out_page_names_no_account_and_keeps_nothing_that_was_sent(client: Client) -> None:
    answer = client.post(page(Topic, "add"), {"name_en": "A secret word"}, follow=True)

    assert attribute(answer, "account") == ""
    assert "A secret word" not in answer.content.decode()
    assert "A secret word" not in str(dict(client.session))
