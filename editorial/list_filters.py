"""The filters of lists, which search in their choices if there are many."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from editorial.requests import is_id

MOST_CHOICES: Final = 20


class FindsChoices(admin.FieldListFilter):
    """Mixin of a filter; without a script, a button sends the letters."""

    template = "admin/filter_with_search.html"
    has_many = False
    has_more = False

    def __init__(  # noqa: PLR0917  # Django passes them by position
        self, field: Field, request: HttpRequest, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        self.find_name = f"find-{field_path.replace('__', '-')}"
        self.letters = (params.pop(self.find_name, None) or [""])[-1].strip()
        super().__init__(field, request, params, model, model_admin, field_path)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        kept = changelist.get_query_string(remove=[self.find_name, PAGE_VAR]).removeprefix("?")
        self.kept = [(name, value) for name, values in QueryDict(kept).lists() for value in values]
        return self.narrowed(list(super().choices(changelist)))

    def narrowed(self, choices: list[Any]) -> Iterator[Any]:
        """Yield all choices; of many the first, the selected and the first found ones."""
        self.has_many = self.has_many or len(choices) > MOST_CHOICES + 1
        shown = 0
        for number, choice in enumerate(choices):
            is_found = not self.has_many or self.fits(str(choice["display"]))
            self.has_more = self.has_more or (is_found and self.has_many and shown >= MOST_CHOICES)
            if number == 0 or choice["selected"] or (is_found and shown < MOST_CHOICES):
                shown += 1
                yield choice

    def fits(self, label: str) -> bool:
        return bool(self.letters) and self.letters.casefold() in label.casefold()

    @property
    def hint(self) -> str | Promise:
        """Describe the choices below."""
        if not self.letters:
            return _("There are many entries. Type a few letters of the one you are looking for.")
        if self.has_more:
            return _("These are the first. Type more letters to see others.")
        return ""


class ChoicesFilter(FindsChoices, admin.ChoicesFieldListFilter):
    """A field with words to choose from."""


class ValuesFilter(FindsChoices, admin.AllValuesFieldListFilter):
    """The values that a field has."""


class RelationFilter(FindsChoices, admin.RelatedFieldListFilter):
    """A filter by a relation; it searches many rows that the account may view."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin) -> Any:
        related = field.remote_field.model._default_manager
        rows = related.order_by(*self.field_admin_ordering(field, request, model_admin))
        any_of_them = related.order_by().values("pk")[: MOST_CHOICES + 1]  # not the first, which would sort them all
        few = list(rows.filter(pk__in=any_of_them))
        self.has_many = len(few) > MOST_CHOICES
        found = self._found(request, rows, model_admin.admin_site) if self.has_many else few
        return [(row.pk, str(row)) for row in found]

    def fits(self, label: str) -> bool:
        """Return True: the database has found them, by more than their labels."""
        return True

    def has_output(self) -> bool:
        return self.has_many or super().has_output()

    def _found(self, request: HttpRequest, rows: QuerySet[Model], site: admin.AdminSite) -> list[Model]:
        model = rows.model
        chosen = list(rows.filter(pk__in=[pk for pk in self.lookup_val or () if is_id(str(pk))]))
        try:
            related = site.get_model_admin(model)
        except NotRegistered:
            return chosen
        if not self.letters or not related.has_view_permission(request):
            return chosen
        ids = related.get_search_results(request, related.get_queryset(request), self.letters)[0].values("pk")
        others = rows.filter(pk__in=ids).exclude(pk__in=[row.pk for row in chosen])
        found = list(others[: MOST_CHOICES + 1])
        self.has_more = len(found) > MOST_CHOICES
        return [*chosen, *found[:MOST_CHOICES]]


admin.FieldListFilter.register(lambda field: bool(field.choices), ChoicesFilter, take_priority=True)
admin.FieldListFilter.register(lambda field: bool(field.remote_field), RelationFilter, take_priority=True)
