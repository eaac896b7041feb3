"""The page of a search: what was found, and by which facets it can be narrowed."""

from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from publishing.addresses import absolute, path_of
from website.search.filters import SearchFilters
from website.search.finding import find
from website.search.question import read
from website.search.results import results
from website.search.scopes import PublicScope
from website.views.lists import ObjectList

ASKED: Final = "q"  # the parameter with what was typed


class SearchPage(ObjectList[Any]):
    """Not kept: there are endless questions."""

    template_name = "website/search.html"
    facets = SearchFilters
    name = "search"
    title = _("Search")
    is_kept = False
    other_parameters = (ASKED,)

    def get_queryset(self) -> Any:
        asked = self.request.GET.get(ASKED, "")
        self.typed = read(asked).typed
        self.scope = PublicScope(self.at)
        chosen = {name: value for name in self.facets.base_filters if (value := self.request.GET.get(name, "").strip())}
        self.answer = find(asked, self.scope, chosen)
        self.filters = self.facets(self.request.GET, self.answer, at=self.at, kept={ASKED: self.typed})
        return self.answer.found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        answer = self.answer
        spelt = answer.question.typed if answer.is_corrected else ""
        return context | {
            "typed": self.typed,
            "answer": answer,
            "results": results(context["object_list"], answer.question.wanted, self.scope),
            "spelt": spelt,
            "spelt_query": f"?{urlencode({ASKED: spelt})}",
            "in_the_way": [
                (each, answer.in_the_way[name])
                for name, each in zip(self.filters.chosen, self.filters.active, strict=True)
                if name in answer.in_the_way
            ],
            "canonical": absolute(path_of(self.name)) + (f"?{urlencode({ASKED: self.typed})}" if self.typed else ""),
        }
