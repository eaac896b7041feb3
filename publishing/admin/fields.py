"""Form fields of the desk: the browser's own pickers of days and times, stored files, and relations without traps."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Field
from django.http import HttpRequest

from publishing.admin.files import StoredFileInput


class DeskFields(BaseModelAdmin):
    """Mixin of every admin and inline."""

    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
        models.TimeField: {"widget": forms.TimeInput(format="%H:%M", attrs={"type": "time"})},
        models.FileField: {"widget": StoredFileInput},
    }

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Beside a relation one may add and change what it leads to, but not delete it by a slip of the hand."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
            field.widget.can_view_related = (
                field.widget.can_view_related and not field.widget.can_change_related
            )
        return field
