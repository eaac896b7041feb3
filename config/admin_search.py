"""The search of the admin: everything that an account may view, drafts included."""

from typing import Any, cast

from django.contrib.auth.models import User
from django.utils.translation import gettext

from website.search.results import results_for_editors
from website.search.scopes import EditorScope
from website.views.search import Search


class AdminSearch(Search):
    template_name = "admin/search.html"

    def scope(self) -> EditorScope:
        return EditorScope(cast(User, self.request.user), self.at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = results_for_editors(context["object_list"], self.answer.question.wanted, self.scope())
        return context | {"title": gettext("Search"), "results": found}
