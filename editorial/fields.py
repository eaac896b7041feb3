"""Form fields of the admin: pickers of days and times, files, safe relations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Field
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.field_permissions import may_change_field
from editorial.files import StoredFileInput
from editorial.status import in_full
from publishing import clock
from publishing.verbs import checks


class MomentField(forms.SplitDateTimeField):
    """A day and a time, to the second, in the office's zone; within ten years."""

    def __init__(self, *, required: bool = True) -> None:
        zone = timezone.get_current_timezone_name()
        widget = forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d",
            time_format="%H:%M:%S",
            date_attrs={"type": "date", "aria-label": _("Day")},
            time_attrs={"type": "time", "step": "1", "aria-label": _("Time of day")},
        )
        help_text = _("In the press office’s time zone, %(zone)s.") % {"zone": zone}
        super().__init__(label=_("Day and time"), required=required, widget=widget, help_text=help_text)

    def validate(self, value: datetime) -> None:
        if value > clock.now() + checks.FURTHEST:
            sentence = _("%(time)s is too far off. Choose a time within ten years.")
            raise ValidationError(sentence, params={"time": in_full(value)})


class AdminFields(BaseModelAdmin):
    """Mixin of every admin and inline; `field_widgets` names those of single fields."""

    field_widgets: ClassVar[Mapping[str, Any]] = {}
    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
        models.TimeField: {"widget": forms.TimeInput(format="%H:%M", attrs={"type": "time"})},
        models.FileField: {"widget": StoredFileInput},
    }

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Disable what the account may not change, so that nothing sent for it counts.

        Beside a relation, related rows can be added and changed, but not deleted by mistake.
        """
        if db_field.name in self.field_widgets:
            kwargs["widget"] = self.field_widgets[db_field.name]
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
            field.widget.can_view_related = field.widget.can_view_related and not field.widget.can_change_related
        if field and not self.may_change_field(request, db_field.name):
            field.disabled = True
        return field

    def may_change_field(self, request: HttpRequest, name: str) -> bool:
        """Whether the account may change the field, of a row that it may change."""
        return may_change_field(request.user, self.model, name)


def can_be_held(model: type[models.Model], name: str, value: Any) -> bool:
    """Return whether the field can hold the value; a widget fails if it cannot."""
    try:
        field = model._meta.get_field(name)
        if key := getattr(field, "target_field", None):
            for each in value if isinstance(value, list) else [value]:
                key.to_python(each)
    except FieldDoesNotExist:
        return True  # such as a field of the form alone
    except (ValidationError, ValueError):
        return False
    return True
