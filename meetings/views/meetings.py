"""Meetings: all of them, one, and one session of it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from meetings.filters import MeetingFilters
from meetings.models import Meeting, Session
from meetings.reads import meetings, photos
from meetings.reads.outcomes import weightiest
from meetings.reads.participants import seatings
from partners.models import Format
from publishing.detail import GoneWhenWithdrawn
from publishing.lists import FacetedList


class MeetingList(FacetedList[Meeting]):
    template_name = "meetings/meeting_list.html"
    facets = MeetingFilters

    def rows(self) -> QuerySet[Meeting]:
        return meetings.meetings(self.at)


class MeetingPage(GoneWhenWithdrawn, TemplateView):
    """One meeting at a glance: who met, what was decided, what was said."""

    template_name = "meetings/meeting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = meetings.meeting(kwargs["slug"], self.at)
        if meeting is None:
            raise self.missing(Meeting, slug=kwargs["slug"])
        sessions = meeting.public_sessions
        lead_photo, strips = photos.pictures_of(meeting, self.at)
        statements, articles = meetings.texts_of_meeting(meeting, self.at)
        took_part = [row for session in sessions for row in session.public_participations]
        for session in sessions:
            session.seatings = seatings(session.public_participations, session.day)
        for host in meeting.public_hosts:
            host.bearer = host.partner.as_of(meeting.starts_on)
        return super().get_context_data(**kwargs) | {
            "meeting": meeting,
            "days": meetings.by_day(sessions),
            "formats": _once([format for session in sessions for format in session.public_formats]),
            "outcomes": weightiest(outcome for session in sessions for outcome in session.public_outcomes),
            "statements": statements,
            "articles": articles,
            "lead_photo": lead_photo,
            "strips": strips,
            "seatings": seatings(took_part, meeting.starts_on),
            "breadcrumbs": _breadcrumbs(meeting),
        }


class SessionPage(GoneWhenWithdrawn, TemplateView):
    template_name = "meetings/session.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = meetings.session(kwargs["meeting"], kwargs["slug"], self.at)
        if session is None:
            raise self.missing(Session, meeting__slug=kwargs["meeting"], slug=kwargs["slug"])
        statements, articles = meetings.texts_of_session(session, self.at)
        meeting = session.meeting
        return super().get_context_data(**kwargs) | {
            "session": session,
            "seatings": seatings(session.public_participations, session.day),
            "statements": statements,
            "articles": articles,
            "photos": photos.photos_of_session(session, self.at),
            "breadcrumbs": [*_breadcrumbs(meeting), (str(meeting), meeting.get_absolute_url())],
        }


def _once(formats: list[Format]) -> list[Format]:
    """Each format once, in the order of the formats."""
    return sorted({format.pk: format for format in formats}.values(), key=lambda format: (format.position, format.pk))


def _breadcrumbs(meeting: Meeting) -> list[tuple[str, str]]:
    year = meeting.starts_on.year
    return [(_("Meetings"), reverse("meetings")), (str(year), f"{reverse('meetings')}?year={year}")]
