"""The audit log in the admin: filters, a page per entry, a file, and read-only."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from publishing.models import AuditLogEntry
from publishing.models.audit_log import Action, record
from publishing.spreadsheets import escape_formulas
from publishing.states import PublicationStatus
from publishing.workflow import WorkflowAction
from tests import factories
from tests.admin_forms import change, page

pytestmark = pytest.mark.django_db

LIST = page(AuditLogEntry, "changelist")
EXPORT = page(AuditLogEntry, "export")


@pytest.fixture
def editor(client: Client) -> User:
    """Anyone who looks into the audit log, signed in; the entry of that is left out."""
    made = factories.make_user(username="c.koch")
    client.force_login(made)
    return made


def shown(answer: Any) -> list[tuple[str, str]]:
    """Return who did what, as the list has it, without the signing in of the test."""
    rows = answer.context["cl"].result_list
    return [(row.by_name, row.action) for row in rows if row.action != Action.LOGIN]


def exported(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(text)) if row[4] != "signed in"]


def enter(name: str, action: Any = Action.SAVE, **facts: Any) -> AuditLogEntry:
    facts.setdefault("target", factories.make_topic(name_en=f"Topic of {name}"))
    return record(action, by=None, by_name=name, **facts)


def test_an_entry_says_when_who_what_from_where_to_where_and_why(editor: User, client: Client) -> None:
    factories.make_office(time_zone="Europe/Berlin")
    meeting = factories.make_meeting(title_en="Meeting in Berlin")
    with time_machine.travel(datetime(2026, 4, 15, 16, 0, 7, tzinfo=UTC), tick=False):
        record(
            WorkflowAction.SCHEDULE,
            by=editor,
            target=meeting,
            before=PublicationStatus.APPROVED,
            after=PublicationStatus.SCHEDULED,
            publish_at=datetime(2026, 4, 15, 20, 30, tzinfo=UTC),
            reason="As agreed",
        )

    text = client.get(LIST).content.decode()

    for words in (
        *("15 April 2026, 18:00:07", "c.koch", "scheduled", "As agreed"),
        f'<a href="{change(meeting)}">Meeting in Berlin</a>',
        "approved → scheduled<br>public from 15 April 2026, 22:30",
    ):
        assert words in text


def test_an_entry_keeps_the_former_name_of_an_item_and_its_link_while_the_item_exists(
    editor: User, client: Client
) -> None:
    topic = factories.make_topic(name_en="Libya", **factories.public(state="draft", publish_at=None))
    record(Action.SAVE, by=editor, target=topic)
    type(topic).objects.update(name_en="Lybia")

    assert f'<a href="{change(topic)}">Libya</a>' in client.get(LIST).content.decode()

    topic.refresh_from_db()
    topic.delete()
    text = client.get(LIST).content.decode()
    assert "Libya" in text
    assert change(topic) not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("action__exact=save", [("weber", "save")]),
        ("by_name=weber", [("weber", "save"), ("weber", "delete")]),
        ("kind=m", [("koch", "approve")]),
        ("at__year=2025", [("lang", "submit")]),
        ("q=typo", [("koch", "approve")]),
        ("q=Topic+of+lang", [("lang", "submit")]),
    ],
)
def test_the_list_is_narrowed_down(editor: User, client: Client, query: str, found: list[tuple[str, str]]) -> None:
    enter("lang", WorkflowAction.SUBMIT, target=factories.make_topic(name_en="Topic of lang"))
    AuditLogEntry(action=WorkflowAction.SUBMIT, by_name="lang", at=datetime(2025, 7, 1, tzinfo=UTC)).save()
    enter("weber", Action.DELETE)
    enter("weber")
    enter("koch", WorkflowAction.APPROVE, target=factories.make_meeting(), reason="A typo")

    assert shown(client.get(f"{LIST}?{query}")) == found


@pytest.mark.parametrize("rows", [1, 10])
def test_a_list_takes_the_same_queries_for_one_entry_and_for_thirty(editor: User, client: Client, rows: int) -> None:
    for number in range(rows):
        enter(f"name-{number}")
        enter(f"name-{number}", target=factories.make_edition(factories.make_article(languages=[])))

    with CaptureQueriesContext(connection) as captured:
        client.get(LIST)

    assert len(captured) == 13


def test_long_lists_have_pages(editor: User, client: Client) -> None:
    for _ in range(51):
        enter("weber", target=None)

    assert len(shown(client.get(f"{LIST}?by_name=weber"))) == 50
    assert len(shown(client.get(f"{LIST}?by_name=weber&p=2"))) == 1


def test_an_entry_has_a_page_without_anything_to_write(editor: User, client: Client) -> None:
    entry = enter("weber", reason="A reason")
    answer = client.get(change(entry))
    assert "A reason" in answer.content.decode()
    assert answer.context["adminform"].form.fields == {}
    for name, *args in (("add",), ("change", entry.pk), ("delete", entry.pk)):
        assert client.post(page(AuditLogEntry, name, *args), {"reason": "x", "post": "yes"}).status_code == 403
    assert client.post(LIST, {"action": "delete_selected", "_selected_action": [entry.pk]}).status_code == 200
    assert AuditLogEntry.objects.filter(reason="A reason").exists()


def test_the_export_holds_what_the_list_shows_on_all_its_pages(editor: User, client: Client) -> None:
    for _ in range(51):
        enter("weber", target=None)
    enter("koch")

    listing = client.get(f"{LIST}?by_name=weber&p=2")
    assert f'href="{EXPORT}?by_name=weber"' in listing.content.decode()
    rows = exported(client.get(f"{EXPORT}?by_name=weber&p=2"))

    assert [row[2] for row in rows[1:]] == ["weber"] * 51


def test_a_line_of_the_export(editor: User, client: Client) -> None:
    factories.make_office(time_zone="Europe/Berlin")
    meeting = factories.make_meeting(title_en="Meeting in Berlin, “held”")
    with time_machine.travel(datetime(2026, 4, 15, 22, 30, 7, 999, tzinfo=UTC), tick=False):
        entry = record(
            WorkflowAction.SCHEDULE,
            by=editor,
            target=meeting,
            before=PublicationStatus.APPROVED,
            after=PublicationStatus.SCHEDULED,
            publish_at=datetime(2026, 12, 1, 20, 30, tzinfo=UTC),
            reason="First line\nSecond line",
        )
        client.force_login(editor)
        answer = client.get(f"{EXPORT}?q={meeting.public_id}")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit-log-2026-04-16.csv"'
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbfnumber,")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows == [
        [
            *("number", "date and time", "user", "number of the account", "action", "permanent ID"),
            *("item", "from", "to", "public from", "reason"),
        ],
        [
            *(str(entry.pk), "2026-04-16T00:30:07+02:00", "c.koch", str(editor.pk), "scheduled"),
            *(meeting.public_id, "Meeting in Berlin, “held”", "approved", "scheduled"),
            *("2026-12-01T21:30:00+01:00", "First line\nSecond line"),
        ],
    ]


def test_the_export_is_in_the_language_of_the_admin(editor: User, client: Client) -> None:
    enter("weber", WorkflowAction.APPROVE)
    german = client.get(EXPORT, {"by_name": "weber"}, headers={"Accept-Language": "de"})
    with translation.override("en"):  # what is active while the answer is sent is someone else's
        head, row = exported(german)
    with translation.override("de"):
        assert (head[10], row[4]) == (translation.gettext("reason"), str(WorkflowAction.APPROVE.label))
    assert head[10] == "Grund"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_is_never_run_as_a_formula(first: str) -> None:
    assert escape_formulas(f"{first}HYPERLINK(1)") == f"'{first}HYPERLINK(1)"
    assert escape_formulas(f"a{first}b") == f"a{first}b"


def test_no_cell_of_the_export_is_run_as_a_formula(editor: User, client: Client) -> None:
    enter("=cmd", reason="@SUM(1)", target=factories.make_topic(name_en="-1+1"))
    [_head, row] = exported(client.get(f"{EXPORT}?by_name=%3Dcmd"))
    assert (row[2], row[6], row[10]) == ("'=cmd", "'-1+1", "'@SUM(1)")


@pytest.mark.parametrize("rows", [1, 1200])
def test_an_export_takes_the_same_queries_for_one_entry_and_for_many(editor: User, client: Client, rows: int) -> None:
    AuditLogEntry.objects.bulk_create(
        [AuditLogEntry(action=Action.SAVE, by_name="weber", object_repr=str(number)) for number in range(rows)]
    )

    with CaptureQueriesContext(connection) as captured:
        assert len(exported(client.get(f"{EXPORT}?by_name=weber"))) == rows + 1

    assert len(captured) == 9


def test_a_query_that_means_nothing_leads_back_to_the_list(editor: User, client: Client) -> None:
    assert client.get(f"{EXPORT}?at__year=never").headers["Location"] == f"{LIST}?e=1"


@pytest.mark.parametrize(("role", "status"), [("editor", 200), ("administrator", 200), ("author", 403), ("", 403)])
def test_the_audit_log_is_for_editors_and_administrators(client: Client, role: str, status: int) -> None:
    entry = enter("weber")
    client.force_login(factories.make_user(role=role))
    for address in (LIST, EXPORT, change(entry)):
        assert client.get(address).status_code == status, address


# Each object's own history


def history(client: Client, row: Any) -> str:
    text: str = client.get(page(row, "history", row.pk)).content.decode()
    return text


def test_the_history_of_an_item_shows_its_entries_above_the_revisions(editor: User, client: Client) -> None:
    factories.make_office(time_zone="Europe/Berlin")
    topic = factories.make_topic()
    with time_machine.travel(datetime(2026, 4, 15, 16, 0, 7, tzinfo=UTC), tick=False):
        facts: dict[str, Any] = {"before": PublicationStatus.IN_REVIEW, "after": PublicationStatus.DRAFT}
        record(WorkflowAction.RETURN_FOR_CHANGES, by=editor, target=topic, reason="Too long.", **facts)
    enter("someone else", reason="About another row")

    text = history(client, topic)

    log, _between, versions = text.partition("Kept versions")
    for words in (
        *('<th scope="row">15 April 2026, 18:00:07</th>', "<td>c.koch</td>", "<td>returned for changes</td>"),
        *("<td>in review → draft</td>", "<td>Too long.</td>", f"{LIST}?q={topic.public_id}"),
    ):
        assert words in log
    assert "Choose a date from the list below" in versions
    assert "About another row" not in text


def test_an_author_sees_the_entries_of_an_item_but_no_link_to_the_whole_audit_log(client: Client) -> None:
    author = factories.make_user(role="author")
    client.force_login(author)
    topic = factories.make_topic()
    record(Action.SAVE, by=author, target=topic)
    text = history(client, topic)
    assert f"<td>{author.username}</td>" in text
    assert LIST not in text


def test_the_history_of_what_has_no_permanent_id_shows_only_versions(editor: User, client: Client) -> None:
    text = history(client, factories.make_office())
    assert "Action" not in text
    assert "Kept versions" in text
