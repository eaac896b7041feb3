"""What pickers of other rows show: a name, and what an admin adds to it for the row that is being edited."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView


class PickerView(AutocompleteJsonView):
    """Answers a picker's search. An admin with `picker_facts` adds to each row what is shown beside the name."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, Any]:
        found: dict[str, Any] = super().serialize_result(obj, to_field_name)
        facts = getattr(self.model_admin, "picker_facts", None)
        return found | facts(self.request, obj) if facts else found
