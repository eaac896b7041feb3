"""Inlines of publishable rows."""

from typing import Any

from django.contrib.admin.utils import flatten
from django.db.models import FETCH_PEERS, Model, QuerySet
from django.http import HttpRequest

from editorial.concurrency import merging
from editorial.fields import AdminFields
from editorial.filling import filling_of
from editorial.forms import ProtectedFormSet
from editorial.proposals import is_proposing
from editorial.requests import account_of


class PublishableInline(AdminFields):
    """Mixin of an inline without an empty row, which sorting would number and save."""

    extra = 0
    formset = ProtectedFormSet
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, with what their forms read of other rows fetched at once."""
        rows: QuerySet[Any] = super().get_queryset(request)
        shown = flatten(self.fields or ())
        relations = [field.name for field in self.opts.many_to_many if field.name in shown]
        return rows.prefetch_related(*relations).fetch_mode(FETCH_PEERS)

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        permission = f"{self.opts.app_label}.approve_{self.opts.model_name}"
        filling = filling_of(request)
        formset.form = merging(formset.form, filling=filling.rows)
        formset.filling_new = filling.new.get(formset.get_default_prefix(), ())
        formset.filling_deleted = filling.deleted
        formset.may_approve = is_proposing(request) or account_of(request).has_perm(permission)
        return formset
