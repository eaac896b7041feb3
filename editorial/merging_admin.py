"""The base of every admin with a form: its pages, its search, and merging saves."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

from editorial.admin_pages import AdminPages, pages_of
from editorial.concurrency import (
    OpenFormPages,
    changed_by,
    content_digest,
    kept_of,
    merged_sentence,
    merging,
    page_base,
)
from editorial.filling import filling_of
from editorial.form_base import read_base
from editorial.merging import MergingForm
from editorial.merging_rows import MergingFormSet, MergingList
from editorial.models import enter_sent
from editorial.search import bounded, tell_of_unused_words
from publishing.locks import lock_rows
from publishing.models import Child, Edition


class MergingAdmin(admin.ModelAdmin):
    """An admin with further pages, whose forms merge with the saves of other people."""

    page_classes: ClassVar[tuple[type[AdminPages], ...]] = (OpenFormPages,)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = pages_of(self)

    def get_urls(self) -> list[URLPattern]:
        """Put the pages first: they replace those of Django under the same address."""
        return [*(url for pages in self.pages for url in pages.urls()), *super().get_urls()]

    # The list

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        return super().get_search_results(request, queryset, bounded(search_term))

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return merging(super().get_changelist_form(request, **kwargs))

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, formset=MergingList, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Add what the pages of the list show; to one that can be sorted, its base."""
        tell_of_unused_words(request)
        context = {name: value for pages in self.pages for name, value in pages.list_context(request).items()}
        answer: Any = super().changelist_view(request, context | (extra_context or {}))
        shown = getattr(answer, "context_data", None) or {}
        if formset := getattr(shown.get("cl"), "formset", None):
            shown |= page_base(formset.forms, [formset])
            shown["merged_by"] = _("Another person")
        return cast(HttpResponse, answer)

    # The form

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT002  # Django's
        form = super().get_form(request, obj, change=change, **kwargs)
        return merging(form, filling=filling_of(request).rows, takes_files=not getattr(request, "proposing", False))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the row; in a transaction, locked after its owners and read again."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not connection.in_atomic_block:
            return row
        lock_rows(_with_owners(row))
        return super().get_object(request, object_id, from_field)

    def get_formset_kwargs(self, request: HttpRequest, obj: Model, inline: Any, prefix: str) -> dict[str, Any]:
        given: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "POST" and obj.pk and connection.in_atomic_block:
            lock_rows(given["queryset"])
        return given

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        context |= page_base([form, *(each for formset in formsets for each in formset.initial_forms)], formsets)
        context["merged"] = kept_of(form, formsets) if form.is_bound else []
        if context["conflicts"] or context["merged"]:
            context["merged_by"] = changed_by(read_base(form.data), [row])
        for pages in self.pages if row is not None and row.pk else ():
            context |= pages.form_context(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    # The save

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save a form that is sent twice only once, and answer both times alike."""
        show = super().changeform_view
        if request.method != "POST" or not read_base(request.POST).nonce:
            return show(request, object_id, form_url, extra_context)
        with transaction.atomic():
            sent, is_new = enter_sent(content_digest(request))
            if not is_new and (row := self.get_object(request, sent.object_id)) is not None:
                return self.response_change(request, row) if object_id else self.response_add(request, row)
            response = show(request, object_id, form_url, extra_context)
            if (saved := getattr(request, "saved_row", None)) is not None:
                sent.object_id = str(saved.pk)
                sent.save(update_fields=["object_id"])
            else:
                sent.delete()
            return response

    def save_related(
        self, request: HttpRequest, form: MergingForm, formsets: Sequence[MergingFormSet], change: bool
    ) -> None:
        """Save what belongs to the row, and name what others had changed meanwhile."""
        super().save_related(request, form, formsets, change)
        request.saved_row = form.instance  # type: ignore[attr-defined]
        if kept := kept_of(form, formsets):
            who = changed_by(read_base(form.data), [form.instance])
            self.message_user(request, merged_sentence(kept, who), messages.INFO)


def _with_owners(row: Model) -> Iterator[Model]:
    yield row
    if isinstance(row, Child):
        yield from _with_owners(row.parent)
    elif isinstance(row, Edition):
        yield row.document
