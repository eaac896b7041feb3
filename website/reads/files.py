"""Files other than photos, each under the rule of what it belongs to."""

from datetime import datetime
from typing import Any

from partners.models import Partner
from publishing.models import Edition
from publishing.public_ids import model_of


def edition_with_pdf(public_id: str, digest: str, at: datetime) -> Edition | None:
    """Return the public edition of the id whose PDF's content hash begins with the digest."""
    model: Any = model_of(public_id)
    if model is None or not issubclass(model, Edition):
        return None
    found: Edition | None = (
        model.objects.public(at)
        .filter(public_id=public_id, pdf__contains=f"/{digest}")
        .select_related("document")
        .first()
    )
    return found


def flag(public_id: str, name: str, at: datetime) -> str | None:
    """Return the name in the storage of a public partner's flag, of today or of former days."""
    digest, _, ending = name.rpartition(".")
    partners = Partner.objects.public(at).filter(public_id=public_id)
    for field in ("flag", "former_names__flag"):
        # What is stored twice has something added to its name.
        stored = {f"{field}__startswith": f"flags/{digest}", f"{field}__endswith": f".{ending}"}
        if path := partners.filter(**stored).values_list(field, flat=True).first():
            return str(path)
    return None
