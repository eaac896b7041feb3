"""The fixed pages."""

from typing import Any

from publishing.models import Page
from publishing.texts.markup import parse
from publishing.wording import wording
from website.bodies import contents, shown
from website.reads.office import fixed_page
from website.views.detail import ObjectPage


class FixedPage(ObjectPage):
    template_name = "website/page.html"
    model = Page

    def get_object(self, **address: str) -> Page | None:
        return fixed_page(address["slug"], self.at)

    def get_related_context(self, record: Page) -> dict[str, Any]:
        text, language = wording(record, "body")
        body = parse(text)
        return {"contents": contents(body), "body": shown(body, at=self.at, language=language)}
