"""When synthetic meetings are, and what is particular about a few of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from demonstration.synthetic.cast import YEARS
from meetings.times import Status
from publishing.states import State, WithdrawalKind

AHEAD: Final = 50  # one of so many meetings is still ahead
DAYS_BEFORE: Final = 14  # that a meeting is announced before its first day


@dataclass(frozen=True)
class Plan:
    """One meeting: its number from the oldest to the newest, its days, and its state."""

    number: int
    starts_on: date
    is_ahead: bool
    state: State = State.APPROVED
    publish_at: datetime | None = None
    status: Status = Status.PLANNED
    withdrawal: WithdrawalKind | None = None
    has_held_back_session: bool = False

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=1)

    @property
    def is_over(self) -> bool:
        """Whether there are texts and photos of it already."""
        return self.state == State.APPROVED and not self.is_ahead

    def at(self, hour: int, minute: int = 0, days: int = 0) -> datetime:
        """Return a moment on its last day, or some days later."""
        return datetime.combine(self.ends_on + timedelta(days=days), time(hour, minute), tzinfo=UTC)


def plans(meetings: int, today: date) -> Iterator[Plan]:
    """Yield the plans of the meetings, over the years before the day and a few after."""
    ahead = meetings // AHEAD
    past = meetings - ahead
    for number in range(1, meetings + 1):
        if number > past:
            yield _future(number, today + timedelta(days=5 + (number - past) * 365 // ahead))
        else:
            yield _past(number, today - timedelta(days=7 + (past - number) * 365 * YEARS // past))


def _past(number: int, starts_on: date) -> Plan:
    status = {13: Status.POSTPONED, 29: Status.CANCELLED}.get(number % 50, Status.PLANNED)
    withdrawal = {47: WithdrawalKind.IN_ERROR, 71: WithdrawalKind.OUT_OF_DATE}.get(number % 100)
    if number % 100 == 33:
        return Plan(number, starts_on, is_ahead=False, state=State.DRAFT)
    return Plan(
        number,
        starts_on,
        is_ahead=False,
        publish_at=_announced(starts_on),
        status=status,
        withdrawal=withdrawal,
        has_held_back_session=number % 25 == 5,
    )


def _future(number: int, starts_on: date) -> Plan:
    """Return a future meeting, which is announced already or, every other one, later."""
    years = 0 if number % 2 else 1
    return Plan(number, starts_on, is_ahead=True, publish_at=_announced(starts_on, years_earlier=1 - years))


def _announced(starts_on: date, years_earlier: int = 0) -> datetime:
    day = starts_on - timedelta(days=DAYS_BEFORE + 366 * years_earlier)
    return datetime.combine(day, time(8), tzinfo=UTC)
