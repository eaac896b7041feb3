"""The chart of participation by session, drawn from rows that the meeting's page has fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meetings.models import Participation
from partners.models import FormerName, Partner
from website.reads.participants import SEATS, Delegation
from website.sorting import alphabetical

NAMES: Final = 42.0  # per cent of the width for the names
TOP: Final = 30  # pixels for the numbers of the sessions
ROW: Final = 24  # pixels for a partner
FEWEST: Final = 2  # sessions: with fewer there is no chart


@dataclass(frozen=True)
class Sat:
    """A partner's seat in one session, and where it is drawn: `x` in per cent of the width."""

    seat: Participation.Role
    chairs: bool
    x: float


@dataclass(frozen=True)
class Row:
    """A partner, under its name of the day, with its role in each session or None. `y` in pixels."""

    partner: Partner
    bearer: Partner | FormerName
    seats: list[Sat | None]
    y: int


@dataclass(frozen=True)
class Encounters:
    """The sessions with their columns, the rows, and the roles that occur."""

    columns: list[tuple[Any, float]]
    rows: list[Row]
    seats: list[Participation.Role]
    height: int

    @property
    def has_chairs(self) -> bool:
        return any(sat.chairs for row in self.rows for sat in row.seats if sat)


def encounters(sessions: Sequence[Any], day: date) -> Encounters | None:
    """Return the chart of sessions that have their `seatings`, in alphabetical order.

    None with fewer than two sessions. Sessions without known participants have no column.
    """
    held = [session for session in sessions if any(seating.delegations for seating in session.seatings)]
    if len(held) < FEWEST:
        return None
    step = (100 - NAMES) / len(held)
    places = [round(NAMES + step * (number + 0.5), 2) for number in range(len(held))]
    partners: dict[int, Partner] = {}
    sat: dict[tuple[int, int], Sat] = {}
    for number, session in enumerate(held):
        for seating in session.seatings:
            for delegation in seating.delegations:
                partners[delegation.partner.pk] = delegation.partner
                key = (delegation.partner.pk, number)
                sat[key] = _better(sat.get(key), seating.seat, delegation, places[number])
    bearers = sorted((alphabetical(str(p.as_of(day))), p.pk, p) for p in partners.values())
    rows = [
        Row(partner, partner.as_of(day), [sat.get((pk, n)) for n in range(len(held))], TOP + ROW * place)
        for place, (_name, pk, partner) in enumerate(bearers)
    ]
    kinds = [seat for seat in SEATS if any(each.seat == seat for each in sat.values())]
    return Encounters(list(zip(held, places, strict=True)), rows, kinds, TOP + ROW * len(rows))


def _better(known: Sat | None, seat: Participation.Role, delegation: Delegation, x: float) -> Sat:
    """Return the seat to draw; of two that a partner has in one session the first in the order of seats."""
    return Sat(known.seat if known else seat, delegation.chairs or bool(known and known.chairs), x)
