"""The view that answers pickers of related rows, with facts that an admin adds."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model


class PickerView(AutocompleteJsonView):
    """The answers of a picker, with the `picker_facts` of its admin."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, Any]:
        found: dict[str, Any] = super().serialize_result(obj, to_field_name)
        facts = getattr(self.model_admin, "picker_facts", None)
        return found | facts(self.request, obj) if facts else found
