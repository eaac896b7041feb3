"""SQLite and PostgreSQL give the same answers where databases may differ."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from config import readiness
from meetings.models import Session, Statement, Topic
from partners.models import Membership, Partner
from photos.models import Gallery
from publishing.models import AuditLogEntry
from publishing.models.audit_log import Action, record
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = ["Zypern", "Österreich", "albanien", "Albanien", "Ägypten", "Zürich-Gruppe", "Malta", "Éire"]


def names_in_order() -> list[str]:
    for name in NAMES:
        factories.make_topic(name_en=name, name_de=name)
    return list(Topic.objects.order_by("name_de").values_list("name_de", flat=True))


def test_texts_are_ordered_by_their_code_points() -> None:
    assert names_in_order() == sorted(NAMES)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("österreich", ["Österreich"]),
        ("ÖSTERREICH", ["Österreich"]),
        ("ägy", ["Ägypten"]),
        ("ALBANIEN", ["Albanien", "albanien"]),
        ("éire", ["Éire"]),
        ("zürich gruppe", ["Zürich-Gruppe"]),
        ("zurich", []),
        ("m_lta", []),
        ("m%a", []),
        ("\\", []),
    ],
)
def test_a_search_ignores_case_also_of_umlauts_and_takes_signs_as_they_are(
    admin_client: Client, words: str, found: list[str]
) -> None:
    names_in_order()

    page = admin_client.get("/admin/meetings/topic/", {"q": words})

    assert sorted(row.name_en for row in page.context["cl"].queryset) == found


def test_a_search_finds_signs_that_like_has_for_itself(admin_client: Client) -> None:
    factories.make_topic(name_en="100 % renewable_energy \\ today")
    factories.make_topic(name_en="100 percent renewable energy")

    for words in ("%", "100 %", "renewable_", "\\"):
        page = admin_client.get("/admin/meetings/topic/", {"q": words})
        assert [row.name_en for row in page.context["cl"].queryset] == ["100 % renewable_energy \\ today"]


def test_what_has_no_day_comes_last() -> None:
    days = [date(2011, 4, 14), None, date(2011, 4, 15), None]
    texts = [factories.make_statement(issued_on=day) for day in days]
    meetings = [factories.make_meeting(starts_on=day, ends_on=day) if day else None for day in days]
    galleries = [factories.make_gallery(meeting=meeting) for meeting in meetings]

    assert [*Statement.objects.all()] == [texts[2], texts[0], texts[3], texts[1]]
    assert [*Gallery.objects.all()] == [galleries[2], galleries[0], galleries[3], galleries[1]]


@pytest.mark.parametrize("descending", [False, True])
def test_a_column_of_the_admin_orders_what_is_empty_as_the_least(admin_client: Client, *, descending: bool) -> None:
    meeting = factories.make_meeting()
    early, late = (
        factories.make_session(meeting=meeting, starts_at=f"{hour:02}:00", precision="exact") for hour in (9, 15)
    )
    none = factories.make_session(meeting=meeting, starts_at=None)
    page = admin_client.get("/admin/meetings/session/")
    column = page.context["cl"].list_display.index("time")

    page = admin_client.get("/admin/meetings/session/", {"o": f"-{column}" if descending else str(column)})

    expected = [none, early, late]
    assert [*page.context["cl"].queryset] == (expected[::-1] if descending else expected)


def test_distinct_rows_come_once_and_in_order() -> None:
    meeting = factories.make_meeting()
    partners = [factories.make_partner(name_en=name) for name in ("Malta", "Albania")]
    for session in (factories.make_session(meeting=meeting), factories.make_session(meeting=meeting)):
        for partner in partners:
            factories.make_participation(session=session, partner=partner, appointment=None)

    found = Partner.objects.filter(participations__session__meeting=meeting).distinct().order_by("name_en")

    assert [partner.name_en for partner in found] == ["Albania", "Malta"]


def test_the_years_and_months_of_days_begin_on_their_first_day() -> None:
    for day in (date(2011, 4, 14), date(2011, 12, 31), date(1949, 4, 4), date(2012, 2, 29)):
        factories.make_statement(issued_on=day)
    days = Statement.objects.all()

    assert list(days.dates("issued_on", "year")) == [date(1949, 1, 1), date(2011, 1, 1), date(2012, 1, 1)]
    assert list(days.dates("issued_on", "month")) == [
        date(1949, 4, 1),
        date(2011, 4, 1),
        date(2011, 12, 1),
        date(2012, 2, 1),
    ]
    assert days.dates("issued_on", "day").count() == len(days)


def test_a_moment_is_stored_to_the_microsecond_in_whatever_zone_it_was_given() -> None:
    with timezone.override("Asia/Kathmandu"):
        at = timezone.make_aware(datetime(2026, 10, 25, 6, 15, 0, 123456))  # noqa: DTZ001  # the zone is given
        topic = factories.make_topic(publish_at=at)

    topic.refresh_from_db()
    assert topic.publish_at == datetime(2026, 10, 25, 0, 30, 0, 123456, tzinfo=UTC)
    assert Topic.objects.public(at).count() == 1
    assert Topic.objects.public(datetime(2026, 10, 25, 0, 30, 0, 123455, tzinfo=UTC)).count() == 0
    assert [*Topic.objects.dates("publish_at", "day")] == [date(2026, 10, 25)]


def test_constraints_refuse_the_same() -> None:
    topic = factories.make_topic()
    membership = Membership(format=factories.make_format(), partner=factories.make_partner())

    for model, values in (
        (Topic, {"state": "draft"}),  # with a time of publication
        (Topic, {"publish_at": None, "state": None}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(pk=topic.pk).update(**values)
    membership.since, membership.until = "2011-04", "2010"
    with pytest.raises(IntegrityError, match="membership_not_reversed"), transaction.atomic():
        membership.save()
    membership.until = "2011"  # the year in which it began
    membership.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_topic(slug=topic.slug)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=factories.make_session().pk).update(position=-1)


def test_the_audit_log_refuses_the_same() -> None:
    record(Action.SAVE, by=factories.make_user(), target=factories.make_topic())

    for statement in (
        "UPDATE publishing_auditlogentry SET reason = 'none'",
        "DELETE FROM publishing_auditlogentry",
        *(["TRUNCATE publishing_auditlogentry"] if connection.vendor == "postgresql" else []),
    ):
        with pytest.raises(IntegrityError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert AuditLogEntry.objects.count() == 1


def test_a_clock_of_the_database_that_differs_from_the_machines_is_named(time_machine: TimeMachineFixture) -> None:
    """SQLite has none of its own: there the machine's is the only one."""
    time_machine.move_to(datetime.now(UTC) + timedelta(seconds=90))

    found = [each.sentence for each in readiness.shortfalls() if each.id == "plenary.W015"]

    expected = ["The clocks of this machine and of the database differ by 90 s."]
    assert found == (expected if connection.vendor == "postgresql" else [])
