"""Days and zones in words, and local times that cannot be."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from meetings.times import days_in_words, moment, moment_in_words, zone_in_words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2011, 4, 14), date(2011, 4, 14), "14 April 2011"),
        (date(2011, 4, 14), date(2011, 4, 15), "14–15 April 2011"),
        (date(2011, 3, 31), date(2011, 4, 1), "31 March – 1 April 2011"),
        (date(2010, 12, 31), date(2011, 1, 1), "31 December 2010 – 1 January 2011"),
    ],
)
def test_days_are_written_as_one_span(first: date, last: date, words: str) -> None:
    assert days_in_words(first, last) == words


def test_days_follow_the_language() -> None:
    with translation.override("de"):
        assert (
            days_in_words(date(2011, 3, 31), date(2011, 4, 1))
            == "31.\N{NO-BREAK SPACE}März – 1.\N{NO-BREAK SPACE}April 2011"
        )


@pytest.mark.parametrize(
    ("zone", "day", "words"),
    [
        ("Europe/Berlin", date(2011, 4, 14), "Berlin time (Central European Summer Time)"),
        ("Europe/Berlin", date(2011, 1, 14), "Berlin time (Central European Standard Time)"),
        ("Asia/Kabul", date(2011, 4, 14), "Kabul time (Afghanistan Time)"),
        ("UTC", date(2011, 4, 14), "Coordinated Universal Time"),
    ],
)
def test_a_zone_is_named_by_its_city_and_as_of_the_day(zone: str, day: date, words: str) -> None:
    assert zone_in_words(zone, day) == words


def test_a_zone_is_named_in_the_language() -> None:
    with translation.override("de"):
        assert "Mitteleuropäische Sommerzeit" in zone_in_words("Europe/Berlin", date(2011, 4, 14))


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "Europe/Berlin", "15 April 2011, 14:30 CEST"),
        ("de", "Europe/Berlin", "15.\N{NO-BREAK SPACE}April 2011, 14:30 Uhr MESZ"),
        ("de", "America/New_York", "15.\N{NO-BREAK SPACE}April 2011, 08:30 Uhr EDT"),
    ],
)
def test_a_moment_names_its_zone_in_brief_as_people_do(language: str, zone: str, words: str) -> None:
    with translation.override(language), timezone.override(zone):
        assert moment_in_words(datetime(2011, 4, 15, 12, 30, tzinfo=UTC)) == words


def test_a_local_time_is_one_moment() -> None:
    assert moment(date(2011, 4, 14), time(14), "Europe/Berlin") == datetime(2011, 4, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "reason"),
    [(date(2011, 3, 27), "does not exist"), (date(2011, 10, 30), "occurs twice")],
)
def test_a_time_that_clocks_skip_or_show_twice_is_refused(day: date, reason: str) -> None:
    with pytest.raises(ValidationError, match=f"02:30 on {day:%-d %B} 2011 {reason} in Europe/Berlin"):
        moment(day, time(2, 30), "Europe/Berlin")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2011, 4, 15, 12, 30, tzinfo=UTC), "15 April 2011, 14:30 CEST"),
        (datetime(2011, 1, 15, 12, 30, tzinfo=UTC), "15 January 2011, 13:30 CET"),
        (datetime(2011, 4, 14, 22, 0, tzinfo=UTC), "15 April 2011"),
        (datetime(2011, 4, 15, 0, 0, tzinfo=UTC), "15 April 2011, 02:00 CEST"),
    ],
)
def test_a_moment_is_printed_in_the_zone_and_without_an_hour_at_midnight(at: datetime, words: str) -> None:
    with timezone.override("Europe/Berlin"):
        assert moment_in_words(at) == words
