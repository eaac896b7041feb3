"""The abstract classes of everything that can be public. See querysets.py for the rule of visibility."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.languages import validate_language
from publishing.obstacles import Obstacle
from publishing.pdfs import pdf_path, validate_pdf
from publishing.querysets import (
    ChildQuerySet,
    DocumentQuerySet,
    EditionQuerySet,
    PartQuerySet,
    RecordQuerySet,
    manager,
)
from publishing.richtext import RichTextField
from publishing.states import Correction, Release, State
from publishing.withdrawals import Withdrawal

__all__ = ["Child", "Document", "Edition", "Part", "Publishable", "Record", "Withdrawal"]

APPROVED_WHEN_TIMED = models.CheckConstraint(
    condition=Q(publish_at=None) | Q(state=State.APPROVED),
    name="%(app_label)s_%(class)s_approved_when_timed",
    violation_error_message=_("Only what is approved can have a time of publication."),
)


class Publishable(models.Model):
    """A row with a state: a record, a child of one, or an edition. Only verbs write these two fields."""

    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    publish_at = models.DateTimeField(_("public from"), null=True, blank=True, editable=False)

    public_id: str  # each kind brings a PublicIdField with its letter

    # The related names of the children that become public with this row unless they are held back.
    child_relations: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def obstacles(self) -> list[Obstacle]:
        """Return what this row alone still lacks to become public; nothing, unless a kind knows more."""
        return []

    def children(self) -> Iterable["Child"]:
        """The rows directly below this one, whatever their state: for the desk and the verbs."""
        for relation in self.child_relations:
            yield from getattr(self, relation).all()

    def was_public(self, at: datetime | None = None) -> bool:
        """Whether this row's own time has come, so that its address may be known: even if withdrawn since."""
        at = at or timezone.now()
        return self.state == State.APPROVED and self.publish_at is not None and self.publish_at <= at


class Record(Publishable):
    """A record that stands on its own."""

    objects: ClassVar[Any] = manager(RecordQuerySet)

    class Meta:
        abstract = True
        constraints = [APPROVED_WHEN_TIMED]


class Child(Publishable):
    """A record below another, its parent. One that joins an approved parent starts held back."""

    release = models.CharField(
        _("release"), max_length=20, choices=Release, default=Release.WITH_PARENT, editable=False
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    parent_field: ClassVar[str]

    objects: ClassVar[Any] = manager(ChildQuerySet)

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        constraints = [
            APPROVED_WHEN_TIMED,
            models.CheckConstraint(
                condition=Q(release=Release.OWN_TIME, publish_at__isnull=False)
                | (~Q(release=Release.OWN_TIME) & Q(publish_at=None)),
                name="%(app_label)s_%(class)s_own_time_has_a_time",
                violation_error_message=_("What is released at its own time needs that time."),
            ),
        ]

    @property
    def parent(self) -> Any:
        """The record, or child, that this row belongs to."""
        return getattr(self, self.parent_field)

    def was_public(self, at: datetime | None = None) -> bool:
        at = at or timezone.now()
        timed = self.publish_at is None or self.publish_at <= at
        return self.state == State.APPROVED and timed and self.parent.was_public(at)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._joins_its_parent() and self._parent_is_approved():
            self.release = Release.HELD_BACK
            self.publish_at = None
        super().save(*args, **kwargs)

    def _joins_its_parent(self) -> bool:
        if self._state.adding:
            return True
        parent_id = f"{self.parent_field}_id"
        stored = type(self)._default_manager.filter(pk=self.pk).values_list(parent_id, flat=True).first()
        return stored != getattr(self, parent_id)

    def _parent_is_approved(self) -> bool:
        parents = type(self.parent)._default_manager
        return parents.filter(pk=self.parent.pk, state=State.APPROVED).exists()


class Part(models.Model):
    """A row without a state: public with everything that it joins."""

    # The relations that must all be public, or empty, for this row to be.
    whole_fields: ClassVar[tuple[str, ...]]

    objects: ClassVar[Any] = manager(PartQuerySet)

    class Meta:
        abstract = True


class Document(models.Model):
    """What was said, and is quoted: an identity whose texts are editions. It has no state of its own."""

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The last part of the page's address, the same in every language."),
    )
    working_title = models.CharField(
        _("working title"), max_length=200, help_text=_("For the desk; readers see the editions' titles.")
    )
    issued_on = models.DateField(
        _("adopted or delivered on"), null=True, blank=True, help_text=_("Leave empty while it is not known.")
    )
    note = models.TextField(_("note for the desk"), blank=True)

    public_id: str  # each kind brings a PublicIdField with its letter

    editions: Any  # the related name of each kind's editions

    objects: ClassVar[Any] = manager(DocumentQuerySet)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.working_title

    def was_public(self, at: datetime | None = None) -> bool:
        """Whether an edition's time has come, so that the address may be known."""
        return any(edition.was_public(at) for edition in self.editions.all())


class Edition(Publishable):
    """One text of a document, in one language: frozen for ever once it was public.

    Subclasses add `document`, a foreign key with the related name `editions`.
    """

    language = models.CharField(_("language"), max_length=35, validators=[validate_language])
    serial = models.PositiveIntegerField(
        _("draft number"),
        editable=False,
        help_text=_(
            "Counts the drafts of one language on the desk; readers see v1, v2 ... of what became public."
        ),
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Two or three sentences, shown in lists.")
    )
    body = RichTextField(_("text"), blank=True)
    translates = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
    )
    pdf = models.FileField(
        "PDF",
        upload_to=pdf_path,
        blank=True,
        validators=[validate_pdf],
        help_text=_("The same text as a PDF; public exactly when this edition is."),
    )
    correction = models.CharField(
        _("correction"), max_length=10, choices=Correction, default=Correction.NONE, blank=True
    )
    correction_note = models.TextField(
        _("note on the correction"),
        blank=True,
        help_text=_("What readers are told about a major correction."),
    )

    FROZEN_FIELDS: ClassVar[tuple[str, ...]] = (
        "document_id",
        "language",
        "serial",
        "title",
        "summary",
        "body",
        "pdf",
        "translates_id",
        "correction",
        "correction_note",
    )

    document: Any  # each kind brings its foreign key

    objects: ClassVar[Any] = manager(EditionQuerySet)

    class Meta:
        abstract = True
        ordering = ["language", "-serial"]
        constraints = [
            APPROVED_WHEN_TIMED,
            models.UniqueConstraint(
                fields=["document", "language", "serial"], name="%(app_label)s_%(class)s_one_per_serial"
            ),
            models.UniqueConstraint(
                fields=["document", "language", "publish_at"],
                name="%(app_label)s_%(class)s_one_at_a_time",
                violation_error_message=_(
                    "Another edition in this language becomes public at the same second."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(correction=Correction.MAJOR) | ~Q(correction_note=""),
                name="%(app_label)s_%(class)s_major_correction_noted",
                violation_error_message=_("Readers are told of a major correction: write the note for them."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} [{self.language} {self.serial}]"

    def obstacles(self) -> list[Obstacle]:
        if self.body or self.summary:
            return []
        return [Obstacle(self, _("This edition has neither a summary nor a text."), "body")]

    def clean(self) -> None:
        super().clean()
        if frozen := self.changed_though_frozen():
            labels = {field.attname: field.verbose_name for field in self._meta.concrete_fields}
            raise ValidationError(
                _("This edition has been public and stays as it was. Correct it with a new one: %(fields)s."),
                params={"fields": ", ".join(str(labels[name]) for name in frozen)},
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.serial:
            self.serial = self._next_serial()
        if frozen := self.changed_though_frozen():
            raise ValidationError(f"{self!r} has been public: {', '.join(frozen)} cannot change any more.")
        super().save(*args, **kwargs)

    def changed_though_frozen(self) -> list[str]:
        """Return the names of the fields that differ from a stored edition that has been public."""
        stored = None if self._state.adding else type(self)._default_manager.filter(pk=self.pk).first()
        if stored is None or not stored.was_public():
            return []
        return [name for name in self.FROZEN_FIELDS if getattr(stored, name) != getattr(self, name)]

    def _next_serial(self) -> int:
        siblings = self.document.editions.filter(language=self.language)
        return (siblings.aggregate(models.Max("serial"))["serial__max"] or 0) + 1
