"""Adds participants to a session: each once, after the existing ones."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Participation, Session
from publishing.locks import lock_rows
from publishing.models import audit_log
from publishing.models.audit_log import Action


@transaction.atomic
def add_participants(*, session: Session, rows: Iterable[Participation], by: User) -> list[Participation]:
    """Save and return the rows at the end of the session's; skip those present.

    A row with a person is not added to one of the same partner without a person: that one gets the person. Raises
    ValidationError if a row is wrong, and then saves none.
    """
    lock_rows([session])
    present = list(session.participations.order_by("position", "id"))
    added = []
    for row in rows:
        if is_present(row, present):
            continue
        saved = _without_person(row, present) or row
        saved.session, saved.appointment = session, row.appointment
        if saved._state.adding:
            saved.position = max((each.position for each in present), default=0) + 1
            present.append(saved)
        saved.full_clean()
        saved.save()
        added.append(saved)
    if added:
        audit_log.record(Action.SAVE, by=by, target=session, reason=_("Participants added."))
    return added


def is_present(row: Participation, present: Iterable[Participation]) -> bool:
    """Whether the list has the partner with this person, or this unnamed number."""
    if row.partner_id is None:
        return (row.unnamed_count, row.unnamed_phrase) in {
            (each.unnamed_count, each.unnamed_phrase) for each in present
        }
    same = [each for each in present if each.partner_id == row.partner_id]
    if row.appointment_id is None:
        return bool(same)
    return row.appointment_id in {each.appointment_id for each in same}


def _without_person(row: Participation, present: Iterable[Participation]) -> Participation | None:
    if row.partner_id is None or row.appointment_id is None:
        return None
    same = (each for each in present if each.partner_id == row.partner_id and each.appointment_id is None)
    return next(same, None)
