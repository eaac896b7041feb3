"""The search: its page, suggestions while typing, a description for browsers."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from publishing.addresses import absolute, path_of
from website.reads.entries import ROWS, FeedRows, source
from website.reads.office import office_of
from website.search.engines import Hit
from website.search.filters import SearchFilters
from website.search.finding import find
from website.search.kinds import letter_of
from website.search.question import read
from website.search.results import Result, Shown, results, suggestions
from website.search.scopes import PublicScope, Scope
from website.views.base import AtThisMoment
from website.views.lists import ObjectList

ASKED: Final = "q"  # the parameter with what was typed


class Search(ObjectList[Any]):
    """The results in a scope that subclasses name; not kept: questions are endless."""

    facets = SearchFilters
    is_kept = False
    other_parameters: ClassVar[tuple[str, ...]] = (ASKED,)

    def scope(self) -> Scope:
        raise NotImplementedError

    def show(self, found: Sequence[Hit]) -> list[Result]:
        """Return the results of a page of what was found."""
        raise NotImplementedError

    def get_queryset(self) -> Any:
        asked = self.request.GET.get(ASKED, "")
        self.typed = read(asked).typed
        chosen = {name: value for name in self.facets.base_filters if (value := self.request.GET.get(name, "").strip())}
        self.answer = find(asked, self.scope(), chosen)
        self.filters = self.facets(self.request.GET, self.answer, at=self.at, kept={ASKED: self.typed})
        return Shown(self.answer.found, self.show)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        spelt = self.answer.question.typed if self.answer.is_corrected else ""
        context = super().get_context_data(**kwargs)
        if not self.typed:
            context.pop("follow", None)
        return context | {
            "typed": self.typed,
            "results": context["object_list"],
            "answer": self.answer,
            "spelt": spelt,
            "spelt_query": f"?{urlencode({ASKED: spelt})}",
            "in_the_way": [
                (each, self.answer.in_the_way[name])
                for name, each in zip(self.filters.chosen, self.filters.active, strict=True)
                if name in self.answer.in_the_way
            ],
        }


class Suggestions(AtThisMoment):
    """Suggestions for what is in the search box, as JSON for static/js/search.js."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        found = suggestions(request.GET.get(ASKED, ""), PublicScope(self.at))
        said = ngettext("%(number)d suggestion", "%(number)d suggestions", len(found)) % {"number": len(found)}
        rows = [
            {"title": each.title, "kind": each.kind_name, "url": each.url, "language": each.language} for each in found
        ]
        return JsonResponse({"suggestions": rows, "said": said})


class OpenSearch(AtThisMoment):
    """The search's description for browsers' address bars (OpenSearch 1.1)."""

    is_kept = True
    parameters = frozenset()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = {
            "office": office_of(request),
            "page": path_of(SearchPage.name),
            "icon": static("img/icon.ico"),
            "LANGUAGE_CODE": get_language(),
        }
        return render(request, "opensearch.xml", context, content_type="application/opensearchdescription+xml")


class SearchPage(Search):
    template_name = "website/search.html"
    name = "search"
    title = _("Search")
    extensions = ("atom", "csv", "json")

    def scope(self) -> PublicScope:
        return PublicScope(self.at)

    def show(self, found: Sequence[Hit]) -> list[Result]:
        return results(found, self.answer.question.wanted, self.scope())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = absolute(path_of(self.name))
        canonical = f"{address}?{urlencode({ASKED: self.typed})}" if self.typed else address
        return super().get_context_data(**kwargs) | {"canonical": canonical}

    def changes(self) -> FeedRows:
        """Return what was found of the kinds that feeds list."""
        keys: dict[str, list[int]] = defaultdict(list)
        for hit in self.answer.found:
            keys[hit.kind].append(hit.object_id)
        return FeedRows(
            lambda: [source(model, Q(pk__in=keys[letter_of(model)]), self.at) for model in ROWS],
            self.at,
            lambda _key, make: make(),
        )

    def table_rows(self) -> Shown:
        """Return what was found, the latest first."""
        found = sorted(self.answer.found, key=lambda hit: (hit.day or date.min, hit.public_id), reverse=True)
        return Shown(found, self.show)
