"""The abstract models of documents and editions. Visibility is in querysets.py."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from publishing import windows
from publishing.languages import language_name, validate_language
from publishing.locks import lock_rows
from publishing.models.content import Content
from publishing.models.former_addresses import against_address, validate_address
from publishing.models.office import required_languages
from publishing.models.records import APPROVED_WHEN_TIMED, PERMISSIONS, Publishable, Record
from publishing.obstacles import Obstacle
from publishing.pdfs import pdf_path, validate_pdf
from publishing.querysets import DocumentQuerySet, EditionQuerySet, manager
from publishing.states import Correction, State
from publishing.texts.richtext import RichTextField
from publishing.windows import Windowed, moment_field


class Document(Content, Windowed):
    """A document, whose texts are editions. It has no state of its own."""

    slug = models.SlugField(
        _("web address"),
        max_length=80,
        unique=True,
        help_text=_("The last part of the page’s web address, the same in every language."),
    )
    working_title = models.CharField(
        _("working title"),
        max_length=200,
        help_text=_("For internal use. Visitors see the titles of the versions."),
    )
    issued_on = models.DateField(
        _("adopted or delivered on"), null=True, blank=True, help_text=_("Leave empty if not known.")
    )
    note = models.TextField(_("internal note"), blank=True)

    editions: Any  # the related name of each kind's editions

    # Paths of relations to what its page shows of other rows, as far as those are public; see omissions.py.
    shown_relations: ClassVar[tuple[str, ...]] = ()
    # The same to rows without a state, of which it prints texts; see missing_texts.py.
    printed_relations: ClassVar[tuple[str, ...]] = ()

    objects: ClassVar[Any] = manager(DocumentQuerySet)

    class Meta(Windowed.Meta):
        abstract = True
        default_permissions = PERMISSIONS

    def __str__(self) -> str:
        return self.working_title

    def clean(self) -> None:
        super().clean()
        validate_address(self)

    @classmethod
    def document_model(cls) -> type[Self]:
        return cls

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self.public_id  # until an address is chosen, see address_proposals.py
        super().save(*args, **kwargs)

    def was_ever_public(self, at: datetime | None = None) -> bool:
        """Whether an edition's time has come, so that the address may be known."""
        return any(edition.was_ever_public(at) for edition in self.editions.all())

    def preview_roots(self) -> Iterable[Record]:
        """The rows that it belongs to and that can be previewed as a whole: meetings."""
        return []

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise ProtectedError where an edition was public: withdrawing is not deleting."""
        if self.was_ever_public():
            raise ProtectedError(f"{self!r} has been public: unpublish it instead of deleting it.", {self})
        return super().delete(*args, **kwargs)


class Edition(Publishable):
    """A text of a document in one language, fixed once it has been public.

    Subclasses add `document`, a foreign key with the related name `editions`.
    """

    language = models.CharField(_("language"), max_length=35, validators=[validate_language])
    serial = models.PositiveIntegerField(
        _("draft number"),
        editable=False,
        help_text=_("Counts the drafts of one language. Visitors see v1, v2 ... for the versions that became public."),
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences, shown in lists."))
    body = RichTextField(_("text"), blank=True)
    translates = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
    )
    checked_against = models.ForeignKey(
        "self",
        verbose_name=_("checked against"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("A later version of the source text that required no change to this translation."),
    )
    based_on = models.ForeignKey(
        "self",
        verbose_name=_("based on"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("The published version this draft is based on."),
    )
    pdf = models.FileField(
        "PDF",
        upload_to=pdf_path,
        blank=True,
        validators=[validate_pdf],
        help_text=_("The same text as a PDF. It is public whenever this version is."),
    )
    correction = models.CharField(
        _("correction"), max_length=10, choices=Correction, default=Correction.NONE, blank=True
    )
    correction_note = models.TextField(
        _("correction note"),
        blank=True,
        help_text=_("Shown to visitors with a major correction."),
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
        "based_on_id",
        "correction",
        "correction_note",
    )
    # What the verb that publishes may still write into an approved edition.
    ASKED_WHEN_PUBLISHED: ClassVar[tuple[str, ...]] = ("correction", "correction_note", "based_on_id")

    # When the next version of the language becomes public; as its window, only windows.py writes it.
    replaced_at = moment_field()

    document: Any  # each kind brings its foreign key
    document_id: int
    based_on_id: int | None

    objects: ClassVar[Any] = manager(EditionQuerySet)

    class Meta(Publishable.Meta):
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
                violation_error_message=_("Another version in this language becomes public at the same time."),
            ),
            models.CheckConstraint(
                condition=~Q(correction=Correction.MAJOR) | ~Q(correction_note=""),
                name="%(app_label)s_%(class)s_major_correction_noted",
                violation_error_message=_("A major correction needs a correction note: write it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} [{self.language} {self.serial}]"

    def obstacles(self) -> list[Obstacle]:
        found = [Obstacle(self.document, sentence, "slug") for sentence in against_address(self.document)]
        if not (self.body or self.summary):
            found.append(Obstacle(self, _("This version has neither a summary nor a text."), "body"))
        return found

    def obstacles_at(self, at: datetime) -> list[Obstacle]:
        editions = self.document.editions.exclude(state=State.DRAFT)
        handed_in = set(editions.values_list("language", flat=True))
        sentence = _("The press office requires a text in %(language)s: none has been submitted yet.")
        return [
            Obstacle(self.document, sentence % {"language": language_name(tag)})
            for tag in required_languages()
            if tag not in handed_in | {self.language}
        ]

    @classmethod
    def document_model(cls) -> Any:
        return cls._meta.get_field("document").related_model

    @property
    def has_typed_numbers(self) -> bool:
        """Whether numbers that are typed at the start of paragraphs belong to the text."""
        return False

    def preview_roots(self) -> Iterable[Record]:
        return self.document.preview_roots()

    def clean(self) -> None:
        super().clean()
        if frozen := self.changed_though_frozen():
            labels = {field.attname: field.verbose_name for field in self._meta.concrete_fields}
            raise ValidationError(
                _("This version is approved or has been public, so these fields cannot change: %(fields)s."),
                params={"fields": ", ".join(str(labels[name]) for name in frozen)},
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if frozen := self.changed_though_frozen():
            raise ValidationError(f"{self!r} is approved or has been public: {', '.join(frozen)} cannot change.")
        if self.serial:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            lock_rows([self.document])
            self.serial = self._next_serial()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        windows.write([self.document])
        return deleted

    def changed_though_frozen(self) -> list[str]:
        """Return the names of fields changed from the stored edition though it is fixed.

        The text of a public edition is fixed permanently, that of an approved one until it is returned for changes.
        """
        stored = None if self._state.adding else type(self)._default_manager.filter(pk=self.pk).first()
        if stored is None or stored.state != State.APPROVED:
            return []
        asked = () if stored.was_ever_public() else self.ASKED_WHEN_PUBLISHED
        fields = [name for name in self.FROZEN_FIELDS if name not in asked]
        return [name for name in fields if getattr(stored, name) != getattr(self, name)]

    def is_replaced(self, at: datetime) -> bool:
        """Whether a later edition of the language has become public by the moment."""
        return bool(self._public_siblings(at).filter(publish_at__gt=self.publish_at).exists())

    def predecessor(self, at: datetime) -> Self | None:
        """Return the latest other edition of the language by the moment."""
        latest: Self | None = self._public_siblings(at).order_by("-publish_at").first()
        return latest

    def newer_base(self, at: datetime) -> Self | None:
        """Return a public edition newer than the draft's base; see `with_newer_base`."""
        return self._annotated("newer_base", type(self).objects.with_newer_base(at))

    def newer_source(self, at: datetime) -> Self | None:
        """Return an edition newer than what this translates; see `with_newer_source`."""
        return self._annotated("newer_source", type(self).objects.with_newer_source(at))

    def _annotated(self, name: str, editions: EditionQuerySet) -> Self | None:
        pk = editions.filter(pk=self.pk).values_list(name, flat=True).first()
        found: Self | None = editions.filter(pk=pk).first() if pk else None
        return found

    def shares_its_second(self, at: datetime) -> bool:
        """Whether another edition of the language becomes public at that very moment."""
        return bool(self._siblings().filter(publish_at=at).exists())

    def _public_siblings(self, at: datetime) -> EditionQuerySet:
        return self._siblings().filter(state=State.APPROVED, publish_at__lte=at)

    def _siblings(self) -> EditionQuerySet:
        return self.document.editions.filter(language=self.language).exclude(pk=self.pk)

    def _next_serial(self) -> int:
        siblings = self.document.editions.filter(language=self.language)
        return (siblings.aggregate(models.Max("serial"))["serial__max"] or 0) + 1


type Item = Publishable | Document  # what has a status
