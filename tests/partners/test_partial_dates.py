"""Dates known to the year, the month or the day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from partners.partial_dates import (
    covers,
    first_day,
    in_words,
    last_day,
    spans_overlap,
    validate_partial_date,
)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        ("2004", "2004", "2004"),
        ("2004-03", "March 2004", "März 2004"),
        ("2004-03-29", "29 March 2004", "29.\N{NO-BREAK SPACE}März 2004"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(value: str, english: str, german: str) -> None:
    assert in_words(value) == english
    with translation.override("de"):
        assert in_words(value) == german


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2004", date(2004, 1, 1), date(2004, 12, 31)),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
        ("2004-03-29", date(2004, 3, 29), date(2004, 3, 29)),
    ],
)
def test_a_date_may_mean_any_of_its_days(value: str, first: date, last: date) -> None:
    assert (first_day(value), last_day(value)) == (first, last)


@pytest.mark.parametrize("value", ["04", "2004-13", "2004-02-30", "2004-3", "29.03.2004", "0000", "2004-03-29T12"])
def test_what_is_no_date_is_refused_with_its_value(value: str) -> None:
    with pytest.raises(ValidationError, match=f"“{value}” is not a date"):
        validate_partial_date(value)


@pytest.mark.parametrize(
    ("since", "until", "covered"),
    [
        ("", "", True),
        ("2011", "", True),
        ("2011-04-15", "", False),
        ("", "2011-04", True),
        ("", "2011-04-13", False),
        ("2009", "2013", True),
    ],
)
def test_a_span_covers_a_day_that_may_lie_within_it(since: str, until: str, covered: bool) -> None:
    assert covers(since, until, date(2011, 4, 14)) is covered


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (("2009", "2013"), ("2013", "2017"), False),
        (("2009", "2013"), ("2012", "2017"), True),
        (("2009", ""), ("2013", ""), True),
        (("2009", "2013-12-17"), ("2013-12-17", ""), False),
    ],
)
def test_a_handover_is_no_overlap(one: tuple[str, str], other: tuple[str, str], overlap: bool) -> None:
    assert spans_overlap(one, other) is overlap
    assert spans_overlap(other, one) is overlap
