"""The kinds of content: every model with a public id, in the order of lists."""

from typing import Any

from publishing.models import Document, Edition
from publishing.public_ids import models_by_letter
from publishing.windows import write_kind


def kinds(base: type = object) -> list[type[Any]]:
    """Return the kinds with this base, such as Publishable or Document, in order."""
    found = [kind for kind in models_by_letter().values() if issubclass(kind, base)]
    return sorted(found, key=lambda kind: kind_with_page(kind).kind_order)


def kind_with_page(kind: type[Any]) -> type[Any]:
    """Return the kind with the page: of an edition its document, else the kind."""
    return _related(kind, "document") if issubclass(kind, Edition) else kind


def editions_of(document: type[Document]) -> type[Edition]:
    """Return the kind of the texts of a kind of document."""
    return _related(document, "editions")


def write_all_windows() -> None:
    """Write the windows of all rows."""
    for kind in {kind_with_page(kind) for kind in kinds()}:
        write_kind(kind)


def _related(kind: type[Any], name: str) -> type[Any]:
    related: type[Any] = kind._meta.get_field(name).related_model
    return related
