"""Moving and postponing meetings and sessions, which keep what was announced.

They are no verbs of publication: the state stays what it is. `moved` and `postponed` say what changes in which row;
`carry_out` writes it. A proposal holds the same changes instead (`meetings/admin/rescheduling.py`). The former time
and place are always those announced first, so moving back to them clears the note.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import Meeting, Session
from meetings.models.rescheduled import Rescheduled
from meetings.schedule_words import place_and_time
from meetings.times import TAKES_PLACE, Status, TimePrecision
from publishing.languages import LANGUAGES, columns_of
from publishing.models import audit_log
from publishing.models.audit_log import Action
from publishing.obstacles import Obstacle, Refused
from publishing.states import State

PLACES: Final = columns_of("former_place")
REASONS: Final = columns_of("change_reason")


@dataclass(frozen=True)
class Change:
    """A row as it is stored, and as it is to be."""

    before: Meeting | Session
    after: Meeting | Session

    def values(self) -> dict[str, Any]:
        """Return the new values that differ, by field; of translated texts by column."""
        names = [field.name for field in self.before._meta.concrete_fields]
        return {
            name: getattr(self.after, name)
            for name in names
            if f"{name}_{LANGUAGES[0]}" not in names
            and (getattr(self.before, name) or None) != (getattr(self.after, name) or None)
        }


@dataclass(frozen=True)
class ScheduleVerb:
    """A verb of the schedule: from which statuses it leads, and what it asks for."""

    action: Action
    label: Promise
    source: frozenset[Status]
    asks: tuple[str, ...]


# fmt: off
NOT_CANCELLED: Final = frozenset(Status) - {Status.CANCELLED}
TABLE: Final = {verb.action: verb for verb in (
    ScheduleVerb(Action.POSTPONE, gettext_lazy("Postpone"), frozenset(TAKES_PLACE), ("time", "reason")),
    ScheduleVerb(Action.MOVE, gettext_lazy("Move"), NOT_CANCELLED, ("time", "place", "reason")),
)}
# fmt: on


def applies(row: Meeting | Session, verb: Action) -> bool:
    """Whether the verb applies to the stored row; drafts are changed in their form."""
    return bool(row.state == State.APPROVED and row.status in TABLE[verb].source)


def moved(row: Meeting | Session, values: Mapping[str, Any]) -> list[Change]:
    """Return what changes if the row moves; a meeting's sessions move along by days.

    Raises Refused with every reason against it.
    """
    after = copy(row)
    for name, value in values.items():
        if (value or None) != (getattr(after, name) or None):
            setattr(after, name, value)
    if row.is_postponed:
        after.status = Status.PLANNED
    _remember(row, after)
    changes = [Change(row, after), *_sessions_along(row, after)]
    if not (_is_changed_beyond_reason(changes[0]) or changes[1:]):
        raise Refused([Obstacle(row, _("Nothing changes. Enter another time or another place."))])
    _refuse_what_is_wrong(changes)
    return changes


def postponed(row: Meeting | Session, values: Mapping[str, Any]) -> list[Change]:
    """Return what changes if the row is postponed, to an unknown time by default."""
    first = next(iter(row.former_of))
    if values.get(first):
        changes = moved(row, values)
        if _time_of(changes[0].after) <= _time_of(row):
            sentence = _("The new time is not after the planned one. To bring it forward, use “Move”.")
            raise Refused([Obstacle(row, sentence, first)])
        return changes
    after = copy(row)
    for name in REASONS:
        setattr(after, name, values.get(name, ""))
    after.status = Status.POSTPONED
    if row.former_time[0] is None:
        _set_former_time(after, [getattr(row, name) for name in row.former_of])
    return [Change(row, after)]


def can_be_taken_back(row: Meeting | Session) -> bool:
    """Whether `as_planned` knows the way back; not for a meeting in another city."""
    knows_place = isinstance(row, Session) or not row.former_place
    return bool(row.has_schedule_note and not row.is_cancelled and knows_place)


def as_planned(row: Meeting | Session) -> dict[str, Any]:
    """Return the values that move the row back to the time and place first announced."""
    pairs = zip(row.former_of, row.former_time, strict=True)
    values = {name: former for name, former in pairs if former is not None}
    if isinstance(row, Session) and row.ends_on and "day" in values:
        values["ends_on"] = row.ends_on + (values["day"] - row.day)
    if isinstance(row, Session):
        for code in LANGUAGES:
            if place := getattr(row, f"former_place_{code}"):
                values[f"place_{code}"] = "" if place == row.meeting.place_in(code) else place
    return values


def carry_out(verb: Action, changes: Sequence[Change], *, by: User) -> None:
    """Write the changes and enter each row in the audit log, for a second review."""
    with transaction.atomic():
        for change in changes:
            values = change.values()
            if values:
                change.after.save(update_fields=list(values))
            audit_log.record(verb, by=by, target=change.after, reason=_in_the_log(change))


def _sessions_along(meeting: Any, after: Any) -> list[Change]:
    """Return the changes of a moved meeting's sessions, by days; drafts get no note."""
    if not isinstance(meeting, Meeting) or meeting.starts_on == after.starts_on:
        return []
    found = []
    for session in meeting.sessions.all():
        session.meeting = meeting
        shifted = copy(session)
        shifted.meeting = after
        _shift(shifted, after.starts_on - meeting.starts_on)
        if session.state == State.APPROVED:
            _remember_time(session, shifted)
        found.append(Change(session, shifted))
    return found


def _shift(session: Session, by: timedelta) -> None:
    session.day += by
    if session.ends_on:
        session.ends_on += by


def _remember(row: Any, after: Meeting | Session) -> None:
    _remember_time(row, after)
    _remember_place(row, after)
    if isinstance(after, Session):
        _fit_precision(after)
        after.day_is_inferred = after.day_is_inferred and after.day == row.day
    if after.former_time[0] is None and not any(getattr(after, name) for name in PLACES):
        for name in REASONS:
            setattr(after, name, "")


def _remember_time(row: Rescheduled, after: Rescheduled) -> None:
    """Keep the time announced first; drop it where that is the time again."""
    first = row.former_time if row.former_time[0] is not None else _time_of(row)
    _set_former_time(after, first)
    if not after.was_moved:
        _set_former_time(after, [None] * len(first))


def _remember_place(row: Rescheduled, after: Rescheduled) -> None:
    first = {code: getattr(row, f"former_place_{code}") or row.place_in(code) for code in LANGUAGES}
    is_moved = any(after.place_in(code) != place for code, place in first.items())
    for code, place in first.items():
        setattr(after, f"former_place_{code}", place if is_moved else "")


def _set_former_time(row: Rescheduled, values: Iterable[Any]) -> None:
    for name, value in zip(row.former_of.values(), values, strict=True):
        setattr(row, name, value)


def _time_of(row: Rescheduled) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in row.former_of)


def _fit_precision(session: Session) -> None:
    """Set the precision to fit the start; without one, clear the end, too."""
    if not session.starts_at:
        session.precision, session.ends_at, session.ends_on = TimePrecision.DAY, None, None
    elif session.precision == TimePrecision.DAY:
        session.precision = TimePrecision.EXACT


def _is_changed_beyond_reason(change: Change) -> bool:
    return bool(change.values().keys() - set(REASONS))


def _refuse_what_is_wrong(changes: Sequence[Change]) -> None:
    found: list[Obstacle] = []
    for change in changes:
        row = change.after
        try:
            row.clean_fields(exclude={field.name for field in row._meta.fields} - change.values().keys())
            # A meeting's own check would find its sessions where they are stored.
            if isinstance(row, Session):
                row.clean()
            row.validate_constraints()
        except ValidationError as error:
            found += [
                Obstacle(row, sentence, "" if field == NON_FIELD_ERRORS else field)
                for field, sentences in error.message_dict.items()
                for sentence in sentences
            ]
        else:
            found += row.obstacles()
    if found:
        raise Refused([_naming_a_session(each, changes[0].after) for each in found])


def _naming_a_session(obstacle: Obstacle, moved_row: Meeting | Session) -> Obstacle:
    """Return the obstacle with the name of its session if that only moves along."""
    if obstacle.target == moved_row:
        return obstacle
    sentence = _("“%(name)s” on %(day)s: %(reason)s")
    session: Any = obstacle.target
    values = {"name": session, "day": date_format(session.day, "DATE_FORMAT"), "reason": obstacle}
    return Obstacle(session, sentence % values, obstacle.field)


def _in_the_log(change: Change) -> str:
    before, after = place_and_time(change.before), place_and_time(change.after)
    said = f"{before} → {after}" if before != after else before
    reason = next((text for name in REASONS if (text := getattr(change.after, name))), "")
    return f"{said}. {reason}".strip() if reason else said
