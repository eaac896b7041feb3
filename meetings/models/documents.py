"""Statements and articles, each with its editions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting, meetings_not_public
from meetings.models.sessions import Session
from meetings.models.topics import Topic
from partners.models import Appointment, Format, Partner
from publishing.languages import LANGUAGES, reader_language, validate_languages
from publishing.models import Document, Edition, Publishable
from publishing.obstacles import Obstacle
from publishing.public_ids import PublicIdField, model_of
from publishing.texts.markup import INTERNAL, linked_ids, parse, pictured_ids


class ParagraphNumbers(models.TextChoices):
    """The paragraphs of a text that have numbers which are links to them."""

    ALL = "all", _("all paragraphs, counted by the site")
    NONE = "none", _("no paragraphs")
    OWN = "own", _("the numbers in the text itself")


class Statement(Document):
    """A text that was adopted or issued."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", _("statement")
        JOINT_STATEMENT = "joint_statement", _("joint statement")
        COMMUNIQUE = "communique", _("communiqué")
        JOINT_COMMUNIQUE = "joint_communique", _("joint communiqué")
        DECLARATION = "declaration", _("declaration")
        CONCLUSIONS = "conclusions", _("conclusions")
        CHAIRS_SUMMARY = "chairs_summary", _("chair’s summary")
        RESOLUTION = "resolution", _("resolution")
        DECISION = "decision", _("decision")
        POLICY = "policy", _("policy")
        STRATEGY_PAPER = "strategy_paper", _("strategy paper")
        WORK_PLAN = "work_plan", _("work plan")
        PRESS_STATEMENT = "press_statement", _("press statement")
        REMARKS = "remarks", _("remarks")
        SPEECH = "speech", _("speech")
        LETTER = "letter", _("letter")

    public_id = PublicIdField("d")
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    own_kind = models.CharField(
        _("custom name of the type"),
        max_length=60,
        blank=True,
        help_text=_("If a body uses its own term, such as “Berlin Declaration”. Shown instead of the type."),
    )
    reference = models.CharField(_("reference number"), max_length=40, blank=True)
    adopted_by = models.ManyToManyField(
        Format, verbose_name=_("adopted by bodies"), blank=True, related_name="statements"
    )
    adopted_by_partners = models.ManyToManyField(
        Partner,
        verbose_name=_("adopted by countries and organisations"),
        blank=True,
        related_name="statements",
    )
    adopted_by_note = models.CharField(
        _("also adopted by"), max_length=160, blank=True, help_text=_("Such as “and operational partners”.")
    )
    given_by = models.ForeignKey(
        Appointment,
        verbose_name=_("given by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        help_text=_("For a speech: the speaker, in the office held that day."),
    )
    authentic_languages = models.CharField(
        _("languages of the official text"),
        max_length=100,
        blank=True,
        validators=[validate_languages],
        help_text=_("Languages in which the text is official, such as “en, fr”. Leave empty if not known."),
    )
    authentic_url = models.URLField(
        _("official text on another website"), blank=True, help_text=_("Web address of the full text.")
    )
    paragraph_numbers = models.CharField(
        _("paragraph numbers"),
        max_length=10,
        choices=ParagraphNumbers,
        default=ParagraphNumbers.ALL,
        help_text=_("The numbers lead to their paragraphs. Empty paragraphs never have one."),
    )
    meetings = models.ManyToManyField(Meeting, verbose_name=_("meetings"), blank=True, related_name="statements")
    sessions = models.ManyToManyField(Session, verbose_name=_("sessions"), blank=True, related_name="statements")
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="statements")

    kind_order = 13
    page_name = "statement"
    sitemap_section = "statements"
    shown_relations = (
        *("adopted_by", "adopted_by_partners", "given_by__person", "given_by__partner"),
        *("meetings", "sessions", "topics", "outcomes"),
    )

    class Meta(Document.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = [models.F("issued_on").desc(nulls_last=True), "-id"]

    @property
    def kind_name(self) -> str:
        """Return the kind for visitors: its own name in their language, else the label."""
        language = reader_language()
        return str(getattr(self, f"own_kind_{language}", "") or self.Kind(self.kind).label)

    def clean(self) -> None:
        super().clean()
        names = {code: getattr(self, f"own_kind_{code}") for code in LANGUAGES}
        if any(names.values()) and not all(names.values()):
            missing = _("Enter the custom name of the type in every language, or in none.")
            raise ValidationError({f"own_kind_{code}": missing for code, name in names.items() if not name})
        if sentence := self.giver_out_of_office():
            raise ValidationError({"given_by": sentence})

    def giver_out_of_office(self) -> str:
        """Return a sentence if the giver did not hold the office on the day, else empty."""
        return self.given_by.not_held(self.issued_on) if self.given_by and self.issued_on else ""

    def preview_roots(self) -> Iterable[Meeting]:
        return self.meetings.all()


class LinkedText(Edition):
    """A text that may belong to meetings, link to other rows, and show photos."""

    class Meta(Edition.Meta):
        abstract = True

    def obstacles(self) -> list[Obstacle]:
        sentence = _("The text links to %(address)s, which does not exist: fix the link or remove it.")
        return [
            *super().obstacles(),
            *(
                Obstacle(self, sentence % {"address": f"{INTERNAL}{public_id}"}, "body")
                for public_id in linked_ids(parse(self.body))
                if not _exists(public_id)
            ),
        ]

    def obstacles_at(self, at: datetime) -> list[Obstacle]:
        meetings = meetings_not_public(self.document.meetings.all(), at)
        return [*super().obstacles_at(at), *meetings, *self._photos_not_public(at)]

    def _photos_not_public(self, at: datetime) -> list[Obstacle]:
        sentence = _("The photo “%(photo)s”, which the text shows, would not be public then.")
        ids = pictured_ids(parse(self.body))
        hidden: list[Publishable] = []
        kinds: set[Any] = {model_of(public_id) for public_id in ids} - {None}
        for kind in kinds:
            hidden += kind.objects.filter(public_id__in=ids).exclude(pk__in=kind.objects.public(at))
        return [Obstacle(photo, sentence % {"photo": photo}) for photo in hidden]


def _exists(public_id: str) -> bool:
    model = model_of(public_id)
    return bool(model and model._default_manager.filter(public_id=public_id).exists())


class StatementEdition(LinkedText):
    """A statement's text in one language, or what is reported of it."""

    class Extent(models.TextChoices):
        FULL = "full", _("full text")
        REPORT = "report", _("summary (not the full text)")

    public_id = PublicIdField("e")
    document = models.ForeignKey(
        Statement, verbose_name=_("statement"), on_delete=models.CASCADE, related_name="editions"
    )
    extent = models.CharField(_("extent of the text"), max_length=10, choices=Extent, default=Extent.FULL)
    public_given_by: Appointment | None = None

    FROZEN_FIELDS = (*Edition.FROZEN_FIELDS, "extent")

    @property
    def has_typed_numbers(self) -> bool:
        return bool(self.document.paragraph_numbers == ParagraphNumbers.OWN)

    class Meta(Edition.Meta):
        verbose_name = _("version of a statement")
        verbose_name_plural = _("versions of statements")

    def obstacles(self) -> list[Obstacle]:
        sentence = self.document.giver_out_of_office()
        return [*super().obstacles(), *([Obstacle(self.document, sentence)] if sentence else [])]


class Article(Document):
    """A text of the press office."""

    class Kind(models.TextChoices):
        REPORT = "report", _("report")
        PRESS_RELEASE = "press_release", _("press release")
        ADVISORY = "advisory", _("media advisory")
        TRANSCRIPT = "transcript", _("transcript")

    public_id = PublicIdField("a")
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    lead_photo = models.ForeignKey(
        "photos.Photo",
        verbose_name=_("lead photo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    meetings = models.ManyToManyField(Meeting, verbose_name=_("meetings"), blank=True, related_name="articles")
    sessions = models.ManyToManyField(Session, verbose_name=_("sessions"), blank=True, related_name="articles")
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="articles")

    kind_order = 14
    page_name = "article"
    sitemap_section = "articles"
    shown_relations = ("lead_photo", "meetings", "sessions", "topics")

    class Meta(Document.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = [models.F("issued_on").desc(nulls_last=True), "-id"]

    @property
    def kind_name(self) -> str:
        return str(self.Kind(self.kind).label)

    def preview_roots(self) -> Iterable[Meeting]:
        return self.meetings.all()


class ArticleEdition(LinkedText):
    """An article's text in one language."""

    public_id = PublicIdField("r")
    document = models.ForeignKey(Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="editions")

    class Meta(Edition.Meta):
        verbose_name = _("version of an article")
        verbose_name_plural = _("versions of articles")
