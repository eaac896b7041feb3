"""The chart of participation by session, drawn from the rows of a meeting's page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from meetings.models import Participation
from partners.models import FormerName, Partner
from website.reads.participants import ROLES
from website.sorting import alphabetical

NAMES: Final = 42.0  # per cent of the width for the names
TOP: Final = 30  # pixels for the numbers of the sessions
ROW: Final = 24  # pixels for a partner
FEWEST: Final = 2  # sessions: with fewer there is no chart


@dataclass(frozen=True)
class Mark:
    """A partner's role in a session; `x` is its place in per cent of the width."""

    role: Participation.Role
    label: str  # the role in words
    chairs: bool
    x: float


@dataclass(frozen=True)
class Row:
    """A partner, as named that day, and its role in each session; `y` in pixels."""

    partner: Partner
    bearer: Partner | FormerName
    marks: list[Mark | None]
    y: int


@dataclass(frozen=True)
class Encounters:
    """The sessions with their columns, the rows, and the roles that occur."""

    columns: list[tuple[Any, float]]
    rows: list[Row]
    roles: list[Participation.Role]
    height: int

    @property
    def has_chairs(self) -> bool:
        return any(mark.chairs for row in self.rows for mark in row.marks if mark)


def encounters(sessions: Sequence[Any], day: date) -> Encounters | None:
    """Return a row of marks per partner, sorted by name; None below two sessions.

    The sessions have their `participant_groups`. Those without known participants have no column.
    """
    held = [session for session in sessions if any(group.delegations for group in session.participant_groups)]
    if len(held) < FEWEST:
        return None
    step = (100 - NAMES) / len(held)
    places = [round(NAMES + step * (number + 0.5), 2) for number in range(len(held))]
    partners: dict[int, Partner] = {}
    marks: dict[tuple[int, int], Mark] = {}
    labels = {role: str(role.label) for role in ROLES}
    for number, session in enumerate(held):
        for group in session.participant_groups:
            for delegation in group.delegations:
                partners[delegation.partner.pk] = delegation.partner
                key = (delegation.partner.pk, number)
                mark = marks.get(key) or Mark(group.role, labels[group.role], chairs=False, x=places[number])
                # The first role is drawn if a partner has several in a session.
                marks[key] = replace(mark, chairs=True) if delegation.chairs else mark
    bearers = sorted((alphabetical(str(p.as_of(day))), p.pk, p) for p in partners.values())
    rows = [
        Row(partner, partner.as_of(day), [marks.get((pk, n)) for n in range(len(held))], TOP + ROW * place)
        for place, (_name, pk, partner) in enumerate(bearers)
    ]
    kinds = [role for role in ROLES if any(each.role == role for each in marks.values())]
    return Encounters(list(zip(held, places, strict=True)), rows, kinds, TOP + ROW * len(rows))
