"""The chart of memberships over time: bars on a scale of years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from partners.models import Membership
from partners.partial_dates import first_day, last_day

STEPS: Final = (1, 2, 5, 10, 20, 50, 100)  # years between two tick marks
DECADE: Final = 10
MARKS: Final = 6  # at most, so that their numbers have room at 320 pixels
ROW: Final = 32  # pixels for a name and its bar
FOOT: Final = 24  # pixels for the years


@dataclass(frozen=True)
class Bar:
    """A membership and its bar: `x` and `width` in per cent, `y` in pixels."""

    membership: Membership
    y: int
    x: float
    width: float
    is_open: bool

    @property
    def end(self) -> float:
        return round(self.x + self.width, 2)


@dataclass(frozen=True)
class Scale:
    """The bars and the tick marks of years, with places in per cent of the width."""

    bars: list[Bar]
    marks: list[tuple[int, float]]

    @property
    def floor(self) -> int:
        """The lower edge of the bars in pixels, where the axis of years begins."""
        return ROW * len(self.bars) + 4

    @property
    def height(self) -> int:
        return self.floor + FOOT


def over_time(memberships: Sequence[Membership], today: date) -> Scale | None:
    """Return the chart of memberships with a known past beginning; None without any."""
    known = [each for each in memberships if each.since and first_day(each.since) <= today]
    if not known:
        return None
    first = min(first_day(each.since).year for each in known)
    last = today.year + 1
    step = next((step for step in STEPS if (last - first) / step <= MARKS), STEPS[-1])
    first -= first % min(step, DECADE)
    days = (date(last, 1, 1) - date(first, 1, 1)).days

    def place(day: date) -> float:
        return round(100 * (day - date(first, 1, 1)).days / days, 2)

    bars = []
    for number, each in enumerate(known):
        ends = min(last_day(each.until), today) if each.until else today
        x = place(first_day(each.since))
        bars.append(Bar(each, ROW * number, x, max(place(ends) - x, 0.5), not each.until))
    return Scale(bars, [(year, place(date(year, 1, 1))) for year in range(first + -first % step, last, step)])
