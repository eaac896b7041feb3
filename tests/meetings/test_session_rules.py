"""What must never be true of a meeting and its sessions."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from meetings.models import Session
from meetings.times import TimePrecision
from publishing.states import Release, State
from tests import factories

pytestmark = pytest.mark.django_db


def session(**values: object) -> Session:
    """Return an unsaved session of a meeting during which the clocks go forward."""
    meeting = factories.make_meeting(starts_on=date(2011, 3, 26), ends_on=date(2011, 3, 28), time_zone="Europe/Berlin")
    facts = {"meeting": meeting, "slug": "s", "title": "Session", "day": date(2011, 3, 27)}
    return Session(**facts | values)


def errors_of(row: Session) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    return error.value.message_dict


def test_a_session_lies_on_a_day_of_its_meeting() -> None:
    assert "from 26 March 2011 to 28 March 2011" in errors_of(session(day=date(2011, 3, 29)))["day"][0]


def test_a_meeting_cannot_leave_its_sessions_outside() -> None:
    row = session()
    row.save()
    row.meeting.starts_on = date(2011, 3, 28)

    with pytest.raises(ValidationError, match="move the session first"):
        row.meeting.full_clean()


def in_a_zone_where_its_time_is_skipped() -> Session:
    """Return a session at 2:30, a time that its meeting's new zone skips that day."""
    row = session(starts_at=time(2, 30), precision=TimePrecision.EXACT)
    row.meeting.time_zone = "Europe/Istanbul"
    row.meeting.save()
    row.save()
    row.full_clean()
    row.meeting.time_zone = "Europe/Berlin"
    return row


def test_a_meeting_gets_no_zone_in_which_the_time_of_a_session_does_not_exist() -> None:
    meeting = in_a_zone_where_its_time_is_skipped().meeting

    with pytest.raises(ValidationError, match="“Session” on 27 March 2011: 02:30 on 27 March 2011 does not exist"):
        meeting.full_clean()


def test_a_session_whose_time_does_not_exist_any_more_is_shown(client: Client) -> None:
    """A new version of the time zone database may skip a time that is stored."""
    row = in_a_zone_where_its_time_is_skipped()
    row.meeting.save()
    Session.objects.update(state=State.APPROVED, release=Release.WITH_PARENT)

    assert row.starts and row.starts.isoformat() == "2011-03-27T03:30:00+02:00"
    for page in (row, row.meeting):
        assert client.get(page.get_absolute_url()).status_code == 200


def test_a_meeting_does_not_end_before_it_starts() -> None:
    with pytest.raises(IntegrityError):
        factories.make_meeting(starts_on=date(2011, 4, 15), ends_on=date(2011, 4, 14))


def test_a_session_does_not_end_before_it_starts() -> None:
    late = session(starts_at=time(15), ends_at=time(14), precision=TimePrecision.EXACT)

    assert "end must not be before the start" in errors_of(late)["__all__"][0]
    with pytest.raises(IntegrityError):
        late.save()


def test_a_session_may_run_past_midnight_when_it_says_so() -> None:
    night = session(
        day=date(2011, 3, 26),
        starts_at=time(22),
        ends_at=time(1, 30),
        ends_on=date(2011, 3, 27),
        precision=TimePrecision.EXACT,
    )

    night.full_clean()

    assert night.starts == datetime(2011, 3, 26, 21, 0, tzinfo=UTC)
    assert night.ends == datetime(2011, 3, 27, 0, 30, tzinfo=UTC)


def test_a_local_time_that_does_not_exist_is_refused() -> None:
    skipped = session(starts_at=time(2, 30), precision=TimePrecision.EXACT)

    assert "02:30 on 27 March 2011 does not exist in Europe/Berlin" in errors_of(skipped)["starts_at"][0]


def test_a_local_time_that_occurs_twice_is_refused() -> None:
    row = session(starts_at=time(2, 30), precision=TimePrecision.EXACT, day=date(2011, 10, 30))
    row.meeting.starts_on = row.meeting.ends_on = date(2011, 10, 30)

    assert "occurs twice" in errors_of(row)["starts_at"][0]


def test_a_session_may_have_a_zone_of_its_own() -> None:
    row = session(starts_at=time(2, 30), precision=TimePrecision.EXACT, time_zone="Europe/Kyiv")

    row.full_clean()

    assert row.starts == datetime(2011, 3, 27, 0, 30, tzinfo=UTC)


def test_an_unknown_zone_is_refused_with_a_sentence() -> None:
    row = session(starts_at=time(12), precision=TimePrecision.EXACT, time_zone="Mars/Olympus")

    assert "“Mars/Olympus” is not a time zone" in errors_of(row)["time_zone"][0]


def test_a_start_and_its_precision_belong_together() -> None:
    assert "needs a precision" in errors_of(session(starts_at=time(12)))["__all__"][0]
    assert "needs a precision" in errors_of(session(precision=TimePrecision.EXACT))["__all__"][0]


def test_an_address_is_used_once_in_a_meeting() -> None:
    first = session()
    first.save()

    second = Session(meeting=first.meeting, slug=first.slug, title="Other", day=first.day)

    assert "has this address" in errors_of(second)["__all__"][0]


def test_a_participation_names_a_partner_or_counts_the_unnamed() -> None:
    row = session()
    row.save()

    with pytest.raises(IntegrityError):
        row.participations.create(partner=None)


def test_a_person_sits_for_the_partner_that_sent_them() -> None:
    row = session()
    row.save()
    minister = factories.make_appointment()
    wrong = row.participations.model(session=row, partner=factories.make_partner(), appointment=minister)

    with pytest.raises(ValidationError, match="another country or organisation"):
        wrong.full_clean()
