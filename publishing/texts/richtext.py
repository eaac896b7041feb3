"""Rich text: what editors may format, cleaned on the server when it is saved."""

from typing import Any

from django.db import models
from django_prose_editor.fields import ProseEditorField

from publishing.texts.control_characters import without_controls

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Superscript": True,
    "Subscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "Footnotes": True,
    "History": True,
}


class RichTextField(ProseEditorField, models.TextField):  # type: ignore[misc]  # the former brings no types
    """HTML of headings, lists, links, quotations and tables, and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"extensions": EXTENSIONS, "sanitize": True}
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: Any) -> Any:
        """Return the value without control characters, even if written as `&#x81;`."""
        return without_controls(super().clean(value, model_instance) or "")
