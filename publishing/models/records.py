"""The abstract models of records, edited in place. Visibility is in querysets.py."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Final, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, ProtectedError, Q, Value, When
from django.utils.translation import gettext_lazy as _

from publishing import clock, windows
from publishing.locks import lock_rows
from publishing.models.belonging import BelongsTo
from publishing.models.content import Content
from publishing.models.former_addresses import validate_address
from publishing.obstacles import Obstacle
from publishing.querysets import ChildQuerySet, JoinRowQuerySet, RecordQuerySet, manager
from publishing.states import Release, State
from publishing.windows import BEFORE_ALL, FAR_FUTURE, Windowed

APPROVED_WHEN_TIMED = models.CheckConstraint(
    condition=Q(publish_at=None) | Q(state=State.APPROVED),
    name="%(app_label)s_%(class)s_approved_when_timed",
    violation_error_message=_("Only approved items can have a publication time."),
)


# "approve" is added to Django's four. Every verb needs it whose row in workflow.py does not say "change".
PERMISSIONS: Final = ("add", "change", "delete", "view", "approve")


class Publishable(Windowed):
    """A row with a state: a record, a child of one, or an edition.

    Only verbs write the fields of the state: saving a stored row leaves them as they are in the database, so a form
    that was opened before an approval cannot undo it. The window follows them, see windows.py.
    """

    state = models.CharField(_("status"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    publish_at = models.DateTimeField(_("public from"), null=True, blank=True, editable=False)

    public_id: str  # each kind brings a PublicIdField with its letter

    STATE_FIELDS: ClassVar[tuple[str, ...]] = ("state", "publish_at")

    # Texts without which it cannot be public, in every language that the office requires; in addition to those that the
    # form asks for anyway.
    essential_texts: ClassVar[tuple[str, ...]] = ()

    # Set by a form that validates an unchanged row, whose own columns were validated before.
    is_as_stored = False

    # The related names of the children that become public with this row unless they are held back.
    child_relations: ClassVar[tuple[str, ...]] = ()

    # Paths of relations to what its page shows of other rows, as far as those are public; see omissions.py.
    shown_relations: ClassVar[tuple[str, ...]] = ()
    # Paths of relations to rows without a state whose texts its page prints; see missing_texts.py.
    printed_relations: ClassVar[tuple[str, ...]] = ()
    # Foreign keys to the rows whose pages list this kind, where their model is in a lower app, which cannot import it.
    shown_with: ClassVar[tuple[str, ...]] = ()

    class Meta(Windowed.Meta):
        abstract = True
        default_permissions = PERMISSIONS

    def obstacles(self) -> list[Obstacle]:
        """Return what this row itself lacks to be public at any time; kinds add to it."""
        return []

    def obstacles_at(self, at: datetime) -> list[Obstacle]:
        """Return obstacles: related rows that must be public then, but would not be."""
        return []

    def clean(self) -> None:
        super().clean()
        if not self.is_as_stored:
            validate_address(self)

    def children(self) -> Iterable["Child"]:
        """Yield the rows directly below this one in any state, for admin and verbs."""
        for relation in self.child_relations:
            yield from getattr(self, relation).all()

    def preview_roots(self) -> "Iterable[Record]":
        """Return the rows, this one or above it, that a preview shows whole: meetings."""
        return []

    def preview_querysets(self) -> Iterable[models.QuerySet[Any]]:
        """Return the querysets that a preview of the whole adds to the row's children.

        Kinds of other apps that name the row in `shown_with` are included.
        """
        return []

    def was_ever_public(self, at: datetime | None = None) -> bool:
        """Whether the time of the row has come by the moment, even if withdrawn since."""
        at = at or clock.now()
        return self.state == State.APPROVED and self.publish_at is not None and self.publish_at <= at

    @classmethod
    def window_start(cls) -> Case:
        return Case(
            When(state=State.APPROVED, publish_at__isnull=False, then=F("publish_at")), default=Value(FAR_FUTURE)
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        written = kwargs.get("update_fields") or ()
        if (is_new and self.state == State.APPROVED) or {*self.STATE_FIELDS} & {*written}:
            windows.write([self])

    def save_state(self) -> None:
        """Write only the fields of the state, for verbs, which write windows themselves."""
        models.Model.save(self, update_fields=self.STATE_FIELDS)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise ProtectedError where the row was public: withdrawing is not deleting."""
        if self.was_ever_public():
            raise ProtectedError(f"{self!r} has been public: unpublish it instead of deleting it.", {self})
        return super().delete(*args, **kwargs)

    def columns_of_a_form(self) -> list[str]:
        return [name for name in super().columns_of_a_form() if name not in self.STATE_FIELDS]


class Record(Content, Publishable):
    """A record without a parent."""

    objects: ClassVar[Any] = manager(RecordQuerySet)

    class Meta(Publishable.Meta):
        abstract = True
        constraints = [APPROVED_WHEN_TIMED]


class Child(Content, Publishable):
    """A record below a parent; it starts held back if the parent is approved."""

    release = models.CharField(
        _("release"), max_length=20, choices=Release, default=Release.WITH_PARENT, editable=False
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    parent_field: ClassVar[str]
    required_public_fields: ClassVar[tuple[str, ...]] = ()  # relations that must be public too, or empty
    STATE_FIELDS = (*Publishable.STATE_FIELDS, "release")

    objects: ClassVar[Any] = manager(ChildQuerySet)

    class Meta(Publishable.Meta):
        abstract = True
        ordering = ["position", "id"]
        constraints = [
            APPROVED_WHEN_TIMED,
            models.CheckConstraint(
                condition=Q(release=Release.OWN_TIME, publish_at__isnull=False)
                | (~Q(release=Release.OWN_TIME) & Q(publish_at=None)),
                name="%(app_label)s_%(class)s_own_time_has_a_time",
                violation_error_message=_("An item released at its own time needs that time."),
            ),
        ]

    @classmethod
    def window_start(cls) -> Case:
        with_parent = When(state=State.APPROVED, release=Release.WITH_PARENT, then=Value(BEFORE_ALL))
        own_time = When(state=State.APPROVED, release=Release.OWN_TIME, then=F("publish_at"))
        return Case(with_parent, own_time, default=Value(FAR_FUTURE), output_field=models.DateTimeField())

    @classmethod
    def required_relations(cls) -> tuple[str, ...]:
        return (cls.parent_field, *cls.required_public_fields)

    @property
    def parent(self) -> "Record | Child":
        """The record, or child, that this row belongs to."""
        return getattr(self, self.parent_field)

    def public_dependencies(self) -> Iterable[Any]:
        """The rows that have to be public for this one to be."""
        return [self.parent, *filter(None, (getattr(self, field) for field in self.required_public_fields))]

    def preview_roots(self) -> "Iterable[Record]":
        return self.parent.preview_roots()

    def was_ever_public(self, at: datetime | None = None) -> bool:
        at = at or clock.now()
        timed = self.publish_at is None or self.publish_at <= at
        released = self.release != Release.HELD_BACK and timed
        return self.state == State.APPROVED and released and self.parent.was_ever_public(at)

    def clean(self) -> None:
        super().clean()
        stored = None if self.is_as_stored else self._stored()
        if stored and self._moves(stored) and stored.was_ever_public():
            sentence = _("It has been public within “%(parent)s”, so it cannot be moved.")
            raise ValidationError({self.parent_field: ValidationError(sentence, params={"parent": stored.parent})})

    def save(self, *args: Any, **kwargs: Any) -> None:
        stored = self._stored() if kwargs.get("update_fields") is None else self
        if stored is not None and not self._moves(stored):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            if self._parent_is_approved():
                self._start_held_back(stored, kwargs)
            super().save(*args, **kwargs)

    def _start_held_back(self, stored: Self | None, kwargs: dict[str, object]) -> None:
        self.release = Release.HELD_BACK
        self.publish_at = None
        if stored:
            kwargs["update_fields"] = [*self.columns_of_a_form(), "release", "publish_at"]

    def _stored(self) -> Self | None:
        return None if self._state.adding else type(self)._default_manager.filter(pk=self.pk).first()

    def _moves(self, stored: Self) -> bool:
        parent_id = f"{self.parent_field}_id"
        return bool(getattr(stored, parent_id) != getattr(self, parent_id))

    def _parent_is_approved(self) -> bool:
        """Whether the parent is approved; lock it, as a verb may be approving it."""
        lock_rows([self.parent])
        parents = type(self.parent)._default_manager
        return parents.filter(pk=self.parent.pk, state=State.APPROVED).exists()


class JoinRow(BelongsTo, models.Model):
    """A row without a state: public with everything that it joins."""

    # The relations that must all be public, or empty, for this row to be.
    required_public_fields: ClassVar[tuple[str, ...]]

    objects: ClassVar[Any] = manager(JoinRowQuerySet)

    class Meta:
        abstract = True

    @classmethod
    def required_relations(cls) -> tuple[str, ...]:
        """Return the same as `Windowed.required_relations`, for rows without a window."""
        return cls.required_public_fields
