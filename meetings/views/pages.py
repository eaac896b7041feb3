"""Fixed pages."""

from typing import Any

from django.views.generic import TemplateView

from meetings.bodies import shown
from meetings.models import Page
from meetings.reads.office import fixed_page
from publishing.detail import GoneWhenWithdrawn


class FixedPage(GoneWhenWithdrawn, TemplateView):
    template_name = "meetings/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = fixed_page(kwargs["slug"], self.at)
        if page is None:
            raise self.missing(Page, slug=kwargs["slug"])
        return super().get_context_data(**kwargs) | {"page": page, "body": shown(page.body, at=self.at)}
