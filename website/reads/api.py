"""The rows of the API with their facts; related.py adds those related to them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import F, Model, OuterRef, Prefetch, Q, QuerySet

from meetings.models import Host, Meeting, Outcome, Participation, Session
from partners.models import Appointment, Format, Membership, Partner, Person
from photos.models import Gallery, Photo
from publishing.joins import public_join
from publishing.kinds import editions_of
from publishing.models import Document, Withdrawal
from publishing.models.former_addresses import object_at_address
from publishing.querysets import number_of
from website.listings import with_keys
from website.reads.corrections import Register
from website.reads.galleries import galleries
from website.reads.last_changes import with_changes
from website.reads.withdrawal_notices import WithdrawalNotice, withdrawal_notice, withdrawal_of

WHOLES: Final = {Session: "meeting", Outcome: "session__meeting", Photo: "gallery"}


def all_rows(model: type[Any], at: datetime, zone: ZoneInfo) -> Any:
    """Return the public rows of a model; for withdrawals the register in the zone."""
    if model is Withdrawal:
        return Register(at, zone)
    return galleries(at) if model is Gallery else model.objects.public(at)


def read(model: type[Any], keys: Sequence[int], at: datetime) -> list[Any]:
    """Return the public rows with the keys, in their order; sorting keys is cheaper."""
    return with_keys(listed(model.objects.public(at), at), keys) if keys else []


def listed(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Return public rows with what lists tell of them."""
    model: Any = rows.model
    if issubclass(model, Document):
        return rows.prefetch_related(_texts(model, at, ("body",)))
    rows = with_changes(rows.select_related(WHOLES.get(model)), at)
    if model is Gallery:
        return rows.annotate(total=number_of(Photo.objects.public(at).filter(gallery=OuterRef("pk"))))
    return rows.with_file() if model is Photo else rows  # type: ignore[attr-defined]


def whole(model: type[Any], public_id: str, at: datetime) -> Any:
    """Return the public row with all its facts; None without one."""
    rows = model.objects.public(at).filter(public_id=public_id)
    if issubclass(model, Document):
        return rows.prefetch_related(_texts(model, at)).one()
    found = listed(rows, at).prefetch_related(*PARTS.get(model, _no_parts)(at)).first()
    for name in ("public_participations", "public_hosts"):
        if hasattr(found, name):
            setattr(found, name, _delegations(getattr(found, name)))
    return found


def withdrawn_in_error(model: type[Model], public_id: str, at: datetime) -> WithdrawalNotice | None:
    """Return the notice of the withdrawal in error that hides a once public row."""
    row = object_at_address(model, {"public_id": public_id}, at)
    withdrawal = withdrawal_of(row, at) if row else None
    return withdrawal_notice(withdrawal, at) if withdrawal else None


def after[M: Model](rows: QuerySet[M], order: Sequence[str], values: Sequence[Any]) -> QuerySet[M]:
    """Return the rows after the one with the values in the columns of the order.

    A column that begins with a minus is in descending order, and rows without a value in it come last.
    """
    later, same = Q(), Q()
    for term, value in zip(order, values, strict=True):
        column = term.removeprefix("-")
        if value is not None:
            beyond = Q(**{f"{column}__{'lt' if term != column else 'gt'}": value})
            later |= same & (beyond | Q(**{column: None}) if term != column else beyond)
        same &= Q(**{column: value})
    return rows.filter(later)


def in_order[M: Model](rows: QuerySet[M], order: Sequence[str]) -> QuerySet[M]:
    """Sort the rows."""
    terms = [F(term[1:]).desc(nulls_last=True) if term.startswith("-") else F(term).asc() for term in order]
    return rows.order_by(*terms)


def _delegations(rows: Iterable[Any]) -> list[Any]:
    """Return a row for each partner and role, with its public offices as `people`.

    So the number of people who are not public does not show.
    """
    found: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        key = (row.partner_id, getattr(row, "role", "")) if row.partner_id else (row.pk,)
        first = found.setdefault(key, row)
        if first is row:
            row.people = []
        elif getattr(row, "chairs", False):
            first.chairs = True
        if row.public_appointment:
            first.people.append(row.public_appointment)
    return [*found.values()]


def _texts(model: type[Document], at: datetime, deferred: Sequence[str] = ()) -> Prefetch:
    texts = with_changes(editions_of(model).objects.live(at).with_version(), at)
    return Prefetch("editions", texts.defer(*deferred).order_by("language"), "public_editions")


def _memberships(*joined: str) -> Callable[[datetime], list[Prefetch]]:
    def parts(at: datetime) -> list[Prefetch]:
        rows = Membership.objects.public(at).select_related(*joined)
        return [Prefetch("memberships", rows, "public_memberships")]

    return parts


def _appointments(at: datetime) -> list[Prefetch]:
    rows = Appointment.objects.public(at).select_related("partner")
    return [Prefetch("appointments", rows, "public_appointments")]


def _with_people(model: type[Participation] | type[Host], at: datetime) -> QuerySet[Participation | Host]:
    rows = model.objects.public(at).annotate(public_appointment=public_join(model, "appointment", at))
    return rows.select_related("partner", "public_appointment__person")


def _participations(at: datetime) -> list[Prefetch]:
    return [Prefetch("participations", _with_people(Participation, at), "public_participations")]


def _of_meeting(at: datetime) -> list[Prefetch]:
    hosts = Prefetch("hosts", _with_people(Host, at), "public_hosts")
    return [hosts, Prefetch("figures", to_attr="public_figures")]


def _of_partner(at: datetime) -> list[Prefetch]:
    return [*_memberships("format")(at), Prefetch("former_names", to_attr="public_former_names")]


def _no_parts(_at: datetime) -> list[Prefetch]:
    return []


# What single rows have alone.
PARTS: Final[dict[type[Model], Callable[[datetime], list[Prefetch]]]] = {
    Meeting: _of_meeting,
    Session: _participations,
    Partner: _of_partner,
    Format: _memberships("partner"),
    Person: _appointments,
}
