"""Rows sorted by dragging; on saving they are numbered 1, 2, 3."""

from typing import Any

from admin_ordering.admin import OrderableAdmin
from django import forms
from django.contrib import admin
from django.http import HttpRequest

from editorial.inlines import PublishableInline
from meetings.ordering import renumber


class SortedRows(PublishableInline, OrderableAdmin):
    """Mixin of inlines with rows to drag; `position` must be a visible field."""

    ordering_field = "position"


class SortsRows(admin.ModelAdmin):
    """Mixin of an admin with such inlines."""

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: forms.BaseInlineFormSet, change: bool
    ) -> None:
        super().save_formset(request, form, formset, change)
        saved: Any = formset
        rows = saved.model
        written = saved.new_objects or saved.changed_objects or saved.deleted_objects
        if written and any(field.name == "position" for field in rows._meta.fields):
            renumber(rows._default_manager.filter(**{formset.fk.name: formset.instance}))
