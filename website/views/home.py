"""The home page."""

from typing import Any, Final

from django.views.generic import TemplateView

from meetings.models import Meeting
from meetings.times import day_at
from publishing.addresses import absolute, path_of
from website.follow import Follow
from website.held import holding
from website.reads import home
from website.reads.photos import pictures_of
from website.reads.texts import newest_texts
from website.sharing import Shared
from website.views.base import AtThisMoment

DECISIONS: Final = 6
TEXTS: Final = 6


class Home(AtThisMoment, TemplateView):
    """The home page: the current or latest meeting, coming ones and newest texts."""

    template_name = "website/home.html"
    is_kept = True
    parameters = frozenset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = home.leading_meeting(self.at)
        context = super().get_context_data(**kwargs) | {
            "is_home": True,
            "default_url": absolute(path_of("root")),
            "follow": Follow(path_of("feed")),
            "meeting": meeting,
            "coming_meetings": home.coming_meetings(self.at),
            "texts": newest_texts(TEXTS, self.at, holding(self.request, "newest")),
        }
        return context | self._related_context(meeting) if meeting else context

    def _related_context(self, meeting: Meeting) -> dict[str, Any]:
        lead_photo, strips = pictures_of(meeting, self.at)
        decided, talked_about = home.outcomes_at(meeting, self.at)
        shown = (decided or talked_about)[:DECISIONS]
        return {
            "is_on": meeting.ends_on >= day_at(self.at, meeting.time_zone),
            "shared": Shared(photo=lead_photo),
            "lead_photo": lead_photo,
            "strips": strips,
            "outcomes": shown,
            "further_outcomes": len(decided) + len(talked_about) - len(shown),
            "formats": home.formats_that_met(meeting, self.names, self.at),
        }
