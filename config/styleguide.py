"""The style guide of the public pages, for developers, available with DEBUG."""

import re
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override

from config.environment import BASE_DIR
from meetings.models import Meeting
from website.reads import home, meetings, partners
from website.reads.current_sessions import CurrentSessions
from website.spans import over_time
from website.views.meetings import MeetingPage

COLOUR: Final = re.compile(r"^  --([a-z-]+): light-dark\((#\w+), (#\w+)\)", re.MULTILINE)


def colours(css: str) -> list[tuple[str, str, str]]:
    """Return the colours that a stylesheet defines: name, light value, dark value."""
    return COLOUR.findall(css.partition("@media")[0])


class Styleguide(MeetingPage):
    """The partials of the public pages, filled with the leading meeting."""

    template_name = "styleguide.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override("en"):
            page: Any = super().get(request, *args, **kwargs)
            page.render()
        return HttpResponse(page.content)

    def get_object(self, **address: str) -> Meeting | None:
        leading = home.leading_meeting(self.at)
        if leading is None:
            raise Http404("No meeting is public yet: ./run manage demonstration makes one.")
        return meetings.meeting(leading.slug, self.at, self.names)

    def get_related_context(self, record: Any) -> dict[str, Any]:
        sessions = record.public_sessions
        hosting: Any = record.public_hosts and partners.partner(record.public_hosts[0].public_partner.slug, self.at)
        return super().get_related_context(record) | {
            "colours": colours((BASE_DIR / "static/css/tokens.css").read_text()),
            "current_sessions": CurrentSessions(record.starts_on, sessions[:1], sessions[1:2]),
            "over_time": over_time(hosting.public_memberships, self.at.date()) if hosting else None,
        }
