"""Fixed pages."""

from typing import Any

from meetings.bodies import contents, shown
from meetings.models import Page
from meetings.reads.office import fixed_page
from meetings.views.records import RecordPage
from publishing.wording import wording


class FixedPage(RecordPage):
    template_name = "meetings/page.html"
    model = Page

    def find(self, **address: str) -> Page | None:
        return fixed_page(address["slug"], self.at)

    def around(self, record: Any) -> dict[str, Any]:
        language = wording(record, "body")[1]
        return {
            "contents": contents(record.body),
            "body": shown(record.body, at=self.at, language=language),
        }
