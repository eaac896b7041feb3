"""Moving to another address: what was public keeps each former one for itself."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from meetings.models import Session
from publishing import verbs
from publishing.models import AuditLogEntry, FormerAddress
from publishing.obstacles import Refused
from publishing.states import State
from tests import factories as make
from tests.admin_forms import DRAFT
from tests.factories import KINDS

pytestmark = pytest.mark.django_db


every_kind = pytest.mark.parametrize("making", KINDS.values(), ids=KINDS)


def move(row: Any, slug: str) -> Any:
    return verbs.change_slug(row, by=make.make_user(), slug=slug)


def refusal(row: Any, slug: str, *, by: Any = None) -> list[tuple[str, str]]:
    """Return the sentences that refuse the move, each with its field."""
    with pytest.raises(Refused) as refused:
        verbs.change_slug(row, by=by or make.make_user(), slug=slug)
    assert type(row)._default_manager.get(pk=row.pk).slug == row.slug
    return [(obstacle.field, str(obstacle)) for obstacle in refused.value.obstacles]


def former() -> set[tuple[str, str]]:
    """Return every former address with the id that it leads to."""
    return set(FormerAddress.objects.values_list("slug", "public_id"))


def said_against(row: Any) -> dict[str, list[str]]:
    """Return what the row's own validation says, by field."""
    try:
        row.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def beside(row: Any, slug: str) -> Any:
    """Make a draft of the same kind, in the same surroundings, under the address."""
    making = KINDS[type(row)._meta.model_name]
    surroundings = {"meeting": row.meeting} if isinstance(row, Session) else {}
    return making(slug=slug, **surroundings)


@every_kind
def test_what_is_moved_keeps_its_old_address(making: Any) -> None:
    row = making(slug="before")

    moved = move(row, "after")

    assert (moved.slug, type(row)._default_manager.get().slug) == ("after", "after")
    assert former() == {("before", row.public_id)}


@pytest.mark.parametrize(
    "making",
    [
        lambda: make.make_topic(**DRAFT),
        lambda: make.make_topic(state=State.APPROVED, publish_at=None),
        lambda: make.make_session(release="held_back"),
        lambda: make.make_session(meeting=make.make_meeting(**DRAFT)),
        lambda: make.make_statement(edition=DRAFT),
    ],
)
def test_what_was_never_public_is_given_another_address_in_its_form_and_keeps_none(making: Any) -> None:
    row = making()

    assert len(refusal(row, "after")) == 1
    row.slug = "after"
    row.save()
    assert former() == set()


def test_what_was_withdrawn_in_error_can_be_moved() -> None:
    row = make.make_topic(slug="before")
    make.withdraw(row)

    assert move(row, "after").slug == "after"
    assert former() == {("before", row.public_id)}


def test_there_and_back_and_on_keeps_all_that_it_had() -> None:
    row = make.make_topic(slug="a")

    for slug in ("b", "a", "c"):
        move(row, slug)

    assert former() == {("a", row.public_id), ("b", row.public_id)}


def test_a_former_address_tells_until_when_it_was_used_last() -> None:
    row = make.make_topic(slug="a")
    move(row, "b")
    first = FormerAddress.objects.get(slug="a").until

    move(row, "a")
    move(row, "c")

    assert FormerAddress.objects.get(slug="a").until > first


@every_kind
def test_nothing_else_of_the_kind_is_given_a_former_address(making: Any) -> None:
    row = making(slug="before")
    move(row, "after")

    said = said_against(beside(row, "before"))

    assert said["slug"] == ["“before” was the web address of another item and always redirects there. Choose another."]


@every_kind
def test_nothing_is_moved_to_a_former_address_of_something_else(making: Any) -> None:
    row = making(slug="before")
    move(row, "after")

    said = refusal(beside(row, "other"), "before")

    assert said == [
        ("slug", "“before” was the web address of another item and always redirects there. Choose another.")
    ]


def test_a_session_may_have_the_former_address_of_one_of_another_meeting() -> None:
    move(make.make_session(slug="before"), "after")

    assert said_against(make.make_session(slug="before", meeting=make.make_meeting())) == {}


def test_another_kind_may_have_the_former_address() -> None:
    move(make.make_person(slug="before"), "after")

    assert said_against(make.make_topic(slug="before")) == {}


def test_a_draft_session_does_not_join_a_meeting_where_its_address_is_a_former_one() -> None:
    row = make.make_session(slug="before")
    move(row, "after")
    draft = make.make_session(slug="before", **DRAFT)

    draft.meeting = row.meeting

    assert "slug" in said_against(draft)


@pytest.mark.parametrize("making", [make.make_topic, make.make_session, make.make_statement])
@pytest.mark.parametrize("slug", ["taken", "two words", "", "x" * 81])
def test_an_address_that_is_taken_or_malformed_is_refused_at_its_field(making: Any, slug: str) -> None:
    row = making(slug="before")
    beside(row, "taken")

    assert [field for field, _sentence in refusal(row, slug)] == ["slug"]
    assert former() == set()


def test_the_address_that_it_has_is_refused() -> None:
    assert refusal(make.make_topic(slug="before"), "before") == [("slug", "This is already its web address.")]


def test_a_meeting_is_moved_whatever_else_its_form_would_say() -> None:
    meeting = make.make_meeting(slug="before", title_en="", title_de="")

    assert move(meeting, "after").slug == "after"


def test_what_the_database_alone_refuses_is_a_sentence_too() -> None:
    """Another process was faster: the former address leads to another object by now."""
    row, other = make.make_topic(slug="before"), make.make_topic()
    FormerAddress.objects.create(public_id=other.public_id, letter="t", slug="before")

    assert refusal(row, "after") == [
        ("slug", "Another item uses one of these two web addresses now. Choose another, or try again.")
    ]
    assert former() == {("before", other.public_id)}


def test_what_has_a_former_address_of_something_else_does_not_become_public() -> None:
    """However it came to it: past the form, or in the same second."""
    move(make.make_topic(slug="before"), "after")
    move(make.make_statement(slug="before"), "after")
    topic = make.make_topic(slug="before", **DRAFT)
    statement = make.make_statement(slug="before", edition=DRAFT, languages=["en"])
    make.make_office(required_languages="en")

    for row in (topic, statement.editions.get()):
        with pytest.raises(Refused) as refused:
            verbs.publish(row, by=make.make_user())
        assert [obstacle.field for obstacle in refused.value.obstacles] == ["slug"]


def test_an_author_moves_nothing() -> None:
    row = make.make_topic()

    assert refusal(row, "after", by=make.make_user(role="author")) == [
        ("", "Your role does not allow “Change web address”. Ask an editor.")
    ]


def test_the_audit_log_has_the_old_and_the_new_address() -> None:
    row = make.make_topic(slug="before")
    move(row, "after")

    entry = AuditLogEntry.objects.get(public_id=row.public_id)

    assert (entry.action, entry.reason) == ("change_slug", "before → after")
