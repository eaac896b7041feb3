"""The search of the admin: everything that an account may view, drafts included."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from editorial.requests import account_of
from website.search.engines import Hit
from website.search.results import Result, results_for_editors
from website.search.scopes import EditorScope
from website.views.search import Search


class AdminSearch(Search):
    template_name = "admin/search.html"

    def scope(self) -> EditorScope:
        return EditorScope(account_of(self.request), self.at)

    def show(self, found: Sequence[Hit]) -> list[Result]:
        return results_for_editors(found, self.answer.question.wanted, self.scope())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"title": gettext("Search")}
