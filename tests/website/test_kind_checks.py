"""System checks report what a kind of content lacks and where to add it."""

from typing import Any

import pytest
from django.contrib import admin
from django.core.checks.registry import registry

from meetings.models import Session, Topic
from partners.models import Person
from publishing import public_ids
from website import checks


def found() -> list[tuple[str | None, str]]:
    messages = checks.kinds_are_complete(None)
    assert all(each.hint and each.hint.endswith(".") for each in messages)
    return [(each.id, each.msg) for each in messages]


def test_the_kinds_lack_nothing_and_are_checked_at_each_start() -> None:
    assert found() == []
    assert checks.kinds_are_complete in registry.registered_checks


def test_a_letter_that_another_kind_has(monkeypatch: pytest.MonkeyPatch) -> None:
    field: Any = Topic._meta.get_field("public_id")
    monkeypatch.setattr(field, "letter", "h")
    public_ids._by_letter.cache_clear()

    messages = found()

    monkeypatch.undo()
    public_ids._by_letter.cache_clear()
    assert messages == [("plenary.E007", "The permanent ids of Topic and Person both begin with “h”.")]


def test_a_kind_without_a_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(admin.site._registry, Person)

    assert found() == [("plenary.W004", "Person has no form in the admin.")]


@pytest.mark.parametrize(("name", "value"), [("page_name", "nowhere"), ("page_columns", ("slug",))])
def test_a_page_that_no_address_leads_to(monkeypatch: pytest.MonkeyPatch, name: str, value: Any) -> None:
    monkeypatch.setattr(Session, name, value)

    assert [number for number, _sentence in found()] == ["plenary.W005"]


def test_a_name_in_one_language_only(monkeypatch: pytest.MonkeyPatch) -> None:
    known = checks.translated_fields
    monkeypatch.setattr(checks, "translated_fields", lambda kind: [] if kind is Topic else known(kind))

    assert [number for number, _sentence in found()] == ["plenary.W006"]
