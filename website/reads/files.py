"""Files other than photos, each public only with its object."""

from datetime import datetime

from partners.models import Partner
from publishing.models import Edition
from publishing.public_ids import model_of


def edition_with_pdf(public_id: str, digest: str, at: datetime) -> Edition | None:
    """Return the public edition whose PDF's content hash begins with the digest."""
    model = model_of(public_id)
    if model is None or not issubclass(model, Edition):
        return None
    return (
        model.objects.public(at)
        .filter(public_id=public_id, pdf__contains=f"/{digest}")
        .select_related("document")
        .first()
    )


def flag(public_id: str, name: str, at: datetime) -> str | None:
    """Return the storage name of a public partner's current or former flag."""
    digest, _, ending = name.rpartition(".")
    partners = Partner.objects.public(at).filter(public_id=public_id)
    for field in ("flag", "former_names__flag"):
        # The storage adds a suffix to the name of a second copy.
        stored = {f"{field}__startswith": f"flags/{digest}", f"{field}__endswith": f".{ending}"}
        if path := partners.filter(**stored).values_list(field, flat=True).first():
            return str(path)
    return None
