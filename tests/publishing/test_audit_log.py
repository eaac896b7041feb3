"""The audit log is only added to, whether by model, queryset or database."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from publishing.models import AuditLogEntry
from publishing.models.audit_log import Action, AuditLogReadOnly, record
from tests import factories
from tests.admin_forms import page

SENTENCE = "The audit log is only added to: entries are neither changed nor deleted."


def make_entry() -> AuditLogEntry:
    return record(Action.SAVE, by=factories.make_user(), target=factories.make_topic())


WAYS: dict[str, Callable[[AuditLogEntry], object]] = {
    "save": lambda entry: entry.save(),
    "save some fields": lambda entry: entry.save(update_fields=["reason"]),
    "update": lambda _entry: AuditLogEntry.objects.update(reason="Another"),
    "update by another query": lambda entry: AuditLogEntry.objects.filter(pk=entry.pk).update(reason="Another"),
    "bulk_update": lambda entry: AuditLogEntry.objects.bulk_update([entry], ["reason"]),
    "update_or_create": lambda entry: AuditLogEntry.objects.update_or_create(pk=entry.pk, defaults={"reason": ""}),
    "delete": lambda entry: entry.delete(),
    "delete all": lambda _entry: AuditLogEntry.objects.all().delete(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_an_entry_is_not_changed_or_deleted_through_the_model(way: Callable[[AuditLogEntry], object]) -> None:
    entry = make_entry()
    entry.reason = "Another"

    with pytest.raises(AuditLogReadOnly), transaction.atomic():
        way(entry)

    assert AuditLogEntry.objects.get().reason == ""


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["UPDATE {} SET reason = 'Another'", "DELETE FROM {}"])
def test_an_entry_is_not_changed_or_deleted_in_the_database(way: str) -> None:
    make_entry()

    with pytest.raises(DatabaseError, match=SENTENCE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(way.format(AuditLogEntry._meta.db_table))

    assert AuditLogEntry.objects.get().reason == ""


@pytest.mark.django_db
def test_a_name_stays_when_its_account_is_deleted(admin_client: Client) -> None:
    author = factories.make_user(role="author", username="a.weber")
    record(Action.SAVE, by=author, target=factories.make_topic())
    address = page(author, "delete", author.pk)

    assert "Are you sure" in admin_client.get(address).content.decode()
    assert admin_client.post(address, {"post": "yes"}).status_code == 302

    assert not User.objects.filter(username="a.weber").exists()
    assert AuditLogEntry.objects.filter(action=Action.SAVE).values_list("by_name", "by_id").get() == (
        "a.weber",
        author.pk,
    )
    assert "a.weber" in admin_client.get(page(AuditLogEntry, "changelist")).content.decode()
    entry = AuditLogEntry.objects.get(action=Action.SAVE)
    assert "a.weber" in admin_client.get(page(entry, "change", entry.pk)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_command_that_empties_a_database_is_refused_while_the_audit_log_has_entries() -> None:
    record(Action.SAVE, by=factories.make_user(role=""), target=factories.make_topic())

    with pytest.raises(CommandError, match="couldn't be flushed"):
        call_command("flush", interactive=False, verbosity=0)

    assert AuditLogEntry.objects.count() == 1
