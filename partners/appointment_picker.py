"""The picker of an appointment: of the row's partner, the day's holder first.

The form tells the picker's script which of its fields hold the partner and the days; the script sends what they hold
with each search, and the server checks it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Case, Q, QuerySet, Value, When
from django.forms import Script
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from editorial.requests import is_id
from partners.models import Appointment
from partners.partial_dates import covers

PARTNER, DAYS = "partner", "days"  # the parameters of a search
AT_MOST: Final = 2  # the first and the last day


@dataclass(frozen=True)
class Wanted:
    """For whom and for which days an appointment is chosen."""

    partner: int | None = None
    days: tuple[date, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> "Wanted":
        """Read the search; what is no partner or no day is left out of account."""
        partner = request.GET.get(PARTNER, "")
        days = [_day(each) for each in request.GET.get(DAYS, "").split(",")[:AT_MOST]]
        number = int(partner) if is_id(partner) else None
        return cls(number, tuple(each for each in days if each))

    def narrowed(self, appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
        """Return the partner's appointments, those of the days first."""
        if self.partner is not None:
            appointments = appointments.filter(partner=self.partner)
        if not self.days:
            return appointments
        held = Q(pk__in=Appointment.objects.none())
        for day in self.days:
            held |= Q(pk__in=Appointment.objects.on(day).values("pk"))
        return appointments.annotate(picker_order=Case(When(held, then=Value(0)), default=Value(1))).order_by(
            "picker_order", "person__sort_name", "-since", "pk"
        )

    def is_held(self, appointment: Appointment) -> bool:
        """Whether the office was held on one of the days; not where no day is known."""
        return any(covers(appointment.since, appointment.until, day) for day in self.days)


def picker_facts(request: HttpRequest, appointment: Appointment) -> dict[str, Any]:
    """Return the mark beside the name, and the partner for a row that has none."""
    mark = _("on that day") if Wanted.of(request).is_held(appointment) else ""
    partner = {"id": str(appointment.partner_id), "text": str(appointment.partner)}
    return {"mark": mark, "partner": partner}


class AppointmentSelect(AutocompleteSelect):
    """The picker of the appointment that a field holds.

    `days` names the fields of the page's form that hold the first and the last day; `partner` the field of the same
    row that holds the partner, empty where there is none.
    """

    class Media:
        js = (Script("js/admin-appointments.js", defer=True),)

    def __init__(self, field: Any, *, days: Iterable[str], partner: str = PARTNER) -> None:
        attrs = {"data-day-fields": " ".join(days), "data-partner-field": partner}
        super().__init__(field.field, admin.site, attrs)


def _day(value: str) -> date | None:
    try:
        return parse_date(value)
    except ValueError:  # a day that does not exist
        return None
