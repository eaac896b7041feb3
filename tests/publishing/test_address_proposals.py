"""A document's address comes from its public title, before the first publication."""

import io
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory

from meetings.models import Article, Meeting, Session, Statement, Topic
from partners.models import Format, Partner, Person
from photos.models import Gallery
from publishing import verbs
from publishing.models import AuditLogEntry, Document, Edition, Page
from publishing.verbs.address_proposals import proposed_address
from publishing.workflow import WorkflowAction
from tests import factories as make
from tests.admin_forms import DRAFT, change, opened, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    make.make_office(required_languages="de,en", languages="en,de")


def unaddressed(made: Any = make.make_statement, **titles: str) -> Any:
    """Make a document without an address, with a draft for each title."""
    document = made(languages=[], slug="", working_title="WG draft 3 FINAL")
    for language, title in titles.items():
        make.make_edition(document, language=language, title=title, state="in_review", publish_at=None)
    return document


def publishing_page(edition: Edition, verb: str = "publish") -> str:
    return page(edition, "verb", edition.pk, verb)


@pytest.mark.parametrize("kind", [Statement, Article])
def test_a_document_begun_without_an_address_has_its_permanent_id(admin_client: Client, kind: type[Document]) -> None:
    address = page(kind, "add")
    assert admin_client.get(address).context["adminform"].prepopulated_fields == []
    typed = {"working_title": "WG draft 3", "slug": "", "kind": kind.Kind.values[0]}
    typed |= {"paragraph_numbers": "all"} if kind is Statement else {}

    admin_client.post(address, typed | opened(admin_client, address))

    made: Any = kind.objects.get()
    assert made.slug == made.public_id
    shown = admin_client.get(change(made)).text
    assert "WG draft 3" in shown
    assert "Only provisional: when you publish the first text" in shown


@pytest.mark.parametrize(
    ("titles", "proposed"),
    [
        ({"en": "Joint communiqué", "de": "Erklärung der Außenminister"}, "erklaerung-der-aussenminister"),
        ({"en": "Joint communiqué"}, "joint-communique"),
        ({"en": f"{'Long ' * 20}title"}, "-".join(["long"] * 16)),
        ({"en": "Запись"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_it_is_proposed_from_the_title_in_the_first_required_language(titles: dict[str, str], proposed: str) -> None:
    assert proposed_address(unaddressed(**titles)) == proposed


def test_the_first_required_language_is_the_offices_choice() -> None:
    statement = unaddressed(en="Joint communiqué", de="Erklärung")
    make.make_office(required_languages="en,de")
    assert proposed_address(statement) == "joint-communique"


def test_a_title_that_another_has_gets_a_number() -> None:
    make.make_statement(slug="title")
    moved = make.make_statement(slug="title-2")
    verbs.change_slug(moved, by=make.make_user(), slug="elsewhere")
    assert proposed_address(unaddressed(en="Title")) == "title-3"


@pytest.mark.parametrize("verb", ["publish", "schedule", "force_publish"])
def test_each_verb_that_first_publishes_asks_for_the_address(admin_client: Client, verb: str) -> None:
    statement = unaddressed(en="Joint communiqué")

    address = publishing_page(statement.editions.get(), verb)
    field = admin_client.get(address).context["form"]["address"]

    assert field.value() == "joint-communique"
    answer = admin_client.post(address, {"address": ""})
    assert answer.context["form"].errors["address"] == ["This field is required."]
    assert not Statement.objects.public().exists()


def test_the_address_is_fixed_by_the_verb(admin_client: Client) -> None:
    statement = unaddressed(en="Joint communiqué", de="Gemeinsames Kommuniqué")
    english, german = statement.editions.get(language="en"), statement.editions.get(language="de")

    admin_client.post(publishing_page(english), {"address": "capri-communique", "together": [german.pk]})

    assert Statement.objects.public().get().slug == "capri-communique"
    entry = AuditLogEntry.objects.get(public_id=statement.public_id, action=WorkflowAction.CHANGE_SLUG)
    assert entry.reason == f"{statement.public_id} → capri-communique"
    assert statement.editions.filter(state="approved").count() == 2
    correction = make.make_edition(statement, **DRAFT, based_on=english)
    assert "address" not in admin_client.get(publishing_page(correction)).context["form"].fields


def test_an_address_that_was_typed_stays(admin_client: Client) -> None:
    statement = make.make_statement(languages=[], slug="typed")
    edition = make.make_edition(statement, title="Title", **DRAFT)
    make.make_edition(statement, language="de", **DRAFT)
    statement.editions.filter(language="de").update(state="in_review")
    assert admin_client.get(publishing_page(edition)).context["form"]["address"].value() == "typed"
    admin_client.post(publishing_page(edition), {})
    assert Statement.objects.public().get().slug == "typed"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Joint communiqué", "Use letters without accents, digits and hyphens only, and no spaces."),
        ("taken", "Statement with this Web address already exists."),
        (
            "former",
            "“former” was the web address of another item and always redirects there. Choose another.",
        ),
    ],
)
def test_an_address_that_cannot_be_is_a_sentence_at_its_field(admin_client: Client, typed: str, sentence: str) -> None:
    make.make_statement(slug="taken")
    verbs.change_slug(make.make_statement(slug="former"), by=make.make_user(), slug="later")
    statement = unaddressed(en="Title", de="Titel")
    edition = statement.editions.get(language="en")
    answer = admin_client.post(publishing_page(edition), {"address": typed})
    assert answer.context["form"].errors["address"] == [sentence]


def test_the_command_line_asks_for_it_too() -> None:
    make.make_office(required_languages="en")
    edition = unaddressed(en="Title").editions.get()
    user = make.make_user(username="c.koch")
    words = ["publishing", "publish", edition.public_id, "--by", user.username]
    with pytest.raises(CommandError, match=r"has no web address yet: .* Proposed: “title”\."):
        call_command(*words)
    call_command(*words, "--slug", "capri", stdout=io.StringIO())
    assert Statement.objects.public().get().slug == "capri"


def test_a_text_that_is_published_with_a_meeting_gets_the_proposed_address(admin_client: Client) -> None:
    meeting = make.make_meeting(**DRAFT)
    statement = unaddressed(en="Title", de="Titel")
    statement.meetings.add(meeting)
    address = page(meeting, "verb", meeting.pk, "publish")

    [(value, label)] = admin_client.get(address).context["form"].fields["published_too"].choices
    assert "Its web address would be “titel”." in label
    admin_client.post(address, {"published_too": [value]})

    assert Statement.objects.public().get().slug == "titel"


def test_other_addresses_are_proposed_from_the_name_in_the_first_required_language(
    rf: RequestFactory,
) -> None:
    """Scripts propose addresses from what visitors read, in the required language."""
    request = rf.get("/")
    proposed = {
        model: admin.site._registry[model].get_prepopulated_fields(request)
        for model in admin.site._registry
        if admin.site._registry[model].prepopulated_fields
    }
    named = {"slug": ("name_de",)}
    titled = {"slug": ("title_de",)}
    assert proposed == {
        **dict.fromkeys((Partner, Format, Person, Topic), named),
        **dict.fromkeys((Meeting, Session, Gallery, Page), titled),
    }
    [rows] = [each for each in admin.site._registry[Meeting].inlines if each.model is Session]
    assert rows(Meeting, admin.site).get_prepopulated_fields(request) == titled
