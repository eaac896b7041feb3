"""Former addresses of public rows: they always redirect to the current address."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.moments import assumed_public_ids


class FormerAddress(models.Model):
    """A slug of a once public row; `parent` is the id within which it was unique."""

    public_id = models.CharField(_("permanent ID"), max_length=9, db_index=True)
    letter = models.CharField(_("type"), max_length=1)
    parent = models.CharField(_("within"), max_length=9, blank=True)
    slug = models.SlugField(_("former web address"), max_length=80)
    until = models.DateTimeField(_("until"), default=timezone.now)

    class Meta:
        verbose_name = _("former web address")
        verbose_name_plural = _("former web addresses")
        ordering = ["-until", "-id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["letter", "parent", "slug"], name="former_address_leads_to_one_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.slug}: {self.public_id}"


def former_address(row: Any) -> dict[str, Any]:
    """Return the kind and parent within which the slug is unique, as stored."""
    unique = row._meta.get_field("slug").unique
    return {"letter": row.public_id[0], "parent": "" if unique else row.parent.public_id}


def object_at_address(model: type[Any], address: Mapping[str, str], at: datetime) -> Any | None:
    """Return the row that is or was at the address, if ever public by the moment.

    An address is a slug, with that of the parent as `<parent>__slug` where it is unique there alone, or a public id.
    Rows that were never public are excluded by the query, so a hidden address takes as long as an unknown one.
    """
    if public_id := address.get("public_id"):
        return _known(model, at).filter(public_id=public_id).first()
    if model._meta.get_field("slug").unique:
        return _under_slug(model, at, address["slug"])
    within = model._meta.get_field(model.parent_field).related_model
    parent = object_at_address(within, {"slug": address[f"{model.parent_field}__slug"]}, at)
    return _under_slug(model, at, address["slug"], **{model.parent_field: parent}) if parent else None


def _known(model: type[Any], at: datetime) -> models.QuerySet:
    """Return the rows that have been public by the moment, or that a preview opens."""
    rows = model._default_manager
    assumed = assumed_public_ids(model, at)
    return rows.ever_public(at) | rows.filter(public_id__in=assumed) if assumed else rows.ever_public(at)


def _under_slug(model: type[Any], at: datetime, slug: str, **parent: Any) -> Any | None:
    """Return the row that had the slug; a former address precedes a draft's slug."""
    letter = model._meta.get_field("public_id").letter
    within = next((row.public_id for row in parent.values()), "")
    former = FormerAddress.objects.filter(letter=letter, parent=within, slug=slug)
    rows = _known(model, at)
    return rows.filter(public_id__in=former.values("public_id")).first() or rows.filter(slug=slug, **parent).first()


def against_address(row: models.Model) -> list[str]:
    """Return what is wrong with the row's slug: its form, or it is or was taken."""
    others = {field.name for field in row._meta.fields} - {"slug", getattr(row, "parent_field", "slug")}
    try:
        row.clean_fields(exclude=others)
        validate_address(row)
        row.validate_unique(exclude=others)
        row.validate_constraints(exclude=others)
    except ValidationError as error:
        return error.messages
    return []


def validate_address(row: Any) -> None:
    """Raise ValidationError if the slug was another row's address and redirects."""
    slug = getattr(row, "slug", "")
    unique = not slug or row._meta.get_field("slug").unique
    if not slug or not (unique or getattr(row, f"{row.parent_field}_id")):
        return
    taken = FormerAddress.objects.filter(slug=slug, **former_address(row)).exclude(public_id=row.public_id)
    if taken.exists():
        sentence = _("“%(slug)s” was the web address of another item and always redirects there. Choose another.")
        raise ValidationError({"slug": ValidationError(sentence, params={"slug": slug})})
