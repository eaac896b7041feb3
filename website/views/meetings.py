"""The list of meetings, and the pages of a meeting and of a session."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting, Session
from meetings.times import TAKES_PLACE
from publishing.addresses import path_of
from website.cards.words import of_meeting
from website.filters import MeetingFilters, SessionFilters
from website.jsonld import meetings as events
from website.menu import list_link
from website.reads import meetings, photos
from website.reads.current_sessions import current_sessions
from website.reads.encounters import encounters
from website.reads.outcomes import by_weight
from website.reads.participants import attendance, participant_groups
from website.reads.texts import texts_about
from website.sharing import Shared
from website.views.detail import ObjectPage
from website.views.lists import ObjectList


class MeetingList(ObjectList[Meeting]):
    template_name = "website/meeting_list.html"
    facets = MeetingFilters
    name = "meetings"
    title = _("Meetings")
    extensions = ("atom", "ics", "csv", "json")

    def rows(self) -> QuerySet[Meeting]:
        return meetings.meetings(self.at)

    def shown(self) -> QuerySet[Meeting]:
        return self.rows().only(*meetings.LISTED).prefetch_related(photos.lead_photos(self.at))


class MeetingPage(ObjectPage):
    """The page of a meeting, with its bodies, outcomes and texts."""

    template_name = "website/meeting.html"
    model = Meeting

    def get_object(self, **address: str) -> Meeting | None:
        return meetings.meeting(address["slug"], self.at, self.names)

    def get_related_context(self, record: Any) -> dict[str, Any]:
        sessions = record.public_sessions
        taking_place = [session for session in sessions if session.status in TAKES_PLACE]
        took_part = [row for session in taking_place for row in session.public_participations]
        decided, talked_about = by_weight(outcome for session in sessions for outcome in session.public_outcomes)
        lead_photo, strips = photos.pictures_of(record, self.at)
        statements, articles = texts_about(self.at, meetings=[record], sessions=sessions)
        return {
            "current_sessions": current_sessions(record, sessions, self.at),
            "shared": Shared(photo=lead_photo, card=of_meeting(record, lead_photo)),
            "described": events.meeting(record, self.absolute, lead_photo=lead_photo, terms=self.terms),
            "days": meetings.by_day(sessions),
            "formats": meetings.formats_of(taking_place),
            "hosting": {host.appointment_id for host in record.public_hosts},
            "outcomes": decided,
            "talked_about": talked_about,
            "statements": statements,
            "articles": articles,
            "lead_photo": lead_photo,
            "strips": strips,
            "encounters": encounters(taking_place, record.starts_on),
            "participant_groups": attendance(took_part, record.starts_on),
            "breadcrumbs": _breadcrumbs(record),
        }


class SessionList(ObjectList[Session]):
    template_name = "website/session_list.html"
    facets = SessionFilters
    name = "sessions"
    title = _("Sessions")
    extensions = ("atom", "ics", "csv", "json")

    def rows(self) -> QuerySet[Session]:
        return meetings.sessions(self.at).order_by(*meetings.LATEST_FIRST)

    def shown(self) -> QuerySet[Session]:
        return meetings.listed_sessions(self.at)


class SessionPage(ObjectPage):
    template_name = "website/session.html"
    model = Session

    def get_object(self, **address: str) -> Session | None:
        return meetings.session(address["meeting__slug"], address["slug"], self.at, self.names)

    def get_related_context(self, record: Any) -> dict[str, Any]:
        decided, _talked_about = by_weight(record.public_outcomes)
        statements, articles = texts_about(self.at, sessions=[record])
        seated = participant_groups(record.public_participations, record.day)
        taken = photos.photos_of_session(record, self.at)
        return {
            "shared": Shared(photo=taken[0] if taken else None),
            "described": events.session(record, self.absolute, groups=seated, photos=taken, terms=self.terms),
            "has_decided": bool(decided),
            "participant_groups": seated,
            "statements": statements,
            "articles": articles,
            "photos": taken,
            "breadcrumbs": [
                *_breadcrumbs(record.meeting),
                (record.meeting, record.meeting.get_absolute_url()),
            ],
        }


def _breadcrumbs(meeting: Meeting) -> list[tuple[str, str]]:
    year = meeting.starts_on.year
    return [list_link("meetings"), (str(year), f"{path_of('meetings')}?year={year}")]
