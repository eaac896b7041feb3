"""Memberships drawn over the years: where each bar begins and ends."""

from datetime import date

import pytest

from partners.models import Format, Membership
from website.spans import over_time


def membership(since: str = "", until: str = "") -> Membership:
    return Membership(format=Format(name="Council"), since=since, until=until)


def test_a_bar_lasts_from_the_first_possible_day_to_the_last() -> None:
    scale = over_time([membership("2000", "2009")], date(2019, 12, 31))

    assert scale is not None
    (bar,) = scale.bars
    assert [bar.x, bar.end] == [0, pytest.approx(50, abs=0.1)]
    assert not bar.is_open


def test_a_bar_that_goes_on_ends_today() -> None:
    scale = over_time([membership("2000-01-01"), membership("2010")], date(2019, 12, 31))

    assert scale is not None
    assert [bar.x for bar in scale.bars] == [0, pytest.approx(50, abs=0.1)]
    assert all(bar.is_open for bar in scale.bars)
    assert all(bar.end == pytest.approx(100, abs=0.1) for bar in scale.bars)


def test_the_marks_are_round_years_with_room_between_them() -> None:
    scale = over_time([membership("1949-04-04")], date(2026, 11, 25))

    assert scale is not None
    assert [year for year, _x in scale.marks] == [1940, 1960, 1980, 2000, 2020]


def test_what_began_at_an_unknown_time_or_lies_ahead_is_not_drawn() -> None:
    assert over_time([membership(until="2009"), membership("2030")], date(2026, 1, 1)) is None


def test_a_membership_of_a_day_can_be_seen() -> None:
    scale = over_time([membership("2000", ""), membership("2011-04-15", "2011-04-15")], date(2026, 1, 1))

    assert scale is not None
    assert scale.bars[1].width == 0.5
