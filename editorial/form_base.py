"""The signed base of a form: the values of its fields when the page was opened.

Every page with forms carries one hidden input. It holds a digest per database field of every row on the page, so the
server can tell later who has changed what: the person who sends the form, a colleague, or both.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.forms import Field, ModelMultipleChoiceField
from django.utils import timezone
from django_prose_editor.fields import ProseEditorFormField

from publishing.texts.markup import ALLOWED, Element, parse

NAME: Final = "_base"
SALT: Final = "publishing.form_base"
MINE, THEIRS = "mine", "theirs"
SAME_MARK: Final = {"b": "strong", "i": "em"}

Digest = str | list[str] | None


class Value(NamedTuple):
    """A field's initial value, and the digest of the stored value that it replaces."""

    value: Any
    base: Digest = None


@dataclass(frozen=True)
class FormBase:
    """The base of one page: digests by row key and field, names of open conflicts."""

    nonce: str
    opened: float = 0  # seconds since 1970
    rows: Mapping[str, Mapping[str, Digest]] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()

    @classmethod
    def begin(cls, rows: Mapping[str, Mapping[str, Digest]], asked: Iterable[str] = ()) -> "FormBase":
        """Return the base of a page that is opened now."""
        return cls(secrets.token_urlsafe(12), timezone.now().timestamp(), rows, frozenset(asked))

    def signed(self) -> str:
        """Return the value of the hidden input."""
        content = [self.nonce, self.opened, self.rows, sorted(self.asked)]
        return signing.dumps(content, salt=SALT, compress=True)


def read_base(data: Mapping[str, Any]) -> FormBase:
    """Return the base that a sent form carries; an empty one if it carries none."""
    return _read(str(data.get(NAME, "")))


def row_key(row: Model) -> str:
    """Return the key of a stored row in a base, such as "meetings.session.7"."""
    return f"{row._meta.label_lower}.{row.pk}"


def digest(form_field: Field, value: Any) -> Digest:
    """Return a digest of the stored or cleaned value; the ids of a relation to many."""
    if isinstance(form_field, ModelMultipleChoiceField):
        return sorted(str(getattr(each, "pk", each)) for each in value or ())
    return blake2b(_canonical(form_field, value).encode(errors="replace"), digest_size=8).hexdigest()


@lru_cache(maxsize=16)
def _read(value: str) -> FormBase:
    try:
        nonce, opened, rows, asked = signing.loads(value, salt=SALT)
    except signing.BadSignature:
        return FormBase("")
    return FormBase(nonce, opened, rows, frozenset(asked))


def _canonical(form_field: Field, value: Any) -> str:
    """Return the value as text, alike if it is stored, sent back or cleaned."""
    match value:
        case None | False:
            return ""
        case Model():
            return str(value.pk)
        case UploadedFile():
            return f"upload {value.name} {value.size}"
        case FieldFile():
            return value.name or ""
        case str() if isinstance(form_field, ProseEditorFormField):
            return _outline(parse(form_field.sanitize(value)))
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    return str(form_field.prepare_value(value))


def _outline(element: Element) -> str:
    """Return the tree as text, alike with other blanks, and with <b> for <strong>."""
    tag = SAME_MARK.get(element.tag, element.tag)
    kept = {name: element.attributes.get(name, "") for name in (*ALLOWED.get(element.tag, ()), "href")}
    attributes = "".join(f" {name}={value}" for name, value in kept.items() if value)
    inside = "".join(
        " ".join(child.split()) if isinstance(child, str) else _outline(child) for child in element.children
    )
    return f"<{tag}{attributes}>{inside}</{tag}>"
