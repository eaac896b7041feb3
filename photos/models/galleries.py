"""Galleries and photos."""

from collections.abc import Iterable
from datetime import datetime
from textwrap import shorten
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting, meetings_not_public
from meetings.models.sessions import Session
from partners.models import SLUG_HELP, Person
from photos.models.files import PhotoFile
from photos.querysets import PhotoQuerySet
from publishing.models import Child, Record
from publishing.models.pages import Page
from publishing.obstacles import Obstacle
from publishing.public_ids import PublicIdField
from publishing.querysets import manager
from publishing.windows import FAR_FUTURE


class Gallery(Record):
    """Photos in order."""

    public_id = PublicIdField("g")
    slug = models.SlugField(_("web address"), max_length=80, unique=True, help_text=SLUG_HELP)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), blank=True)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="galleries",
    )
    terms = models.ForeignKey(
        Page,
        verbose_name=_("terms of use"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The page with the terms of use of the photos."),
    )
    note = models.TextField(_("internal note"), blank=True)

    kind_order = 20
    page_name = "gallery"
    sitemap_section = "galleries"
    child_relations = ("photos",)
    shown_relations = ("meeting", "terms")
    shown_with = ("meeting",)
    public_meeting: Meeting | None = None
    public_terms: Page | None = None

    class Meta(Record.Meta):
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")
        ordering = [F("meeting__starts_on").desc(nulls_last=True), "-id"]

    def __str__(self) -> str:
        return self.title

    def preview_roots(self) -> Iterable[Meeting]:
        return [self.meeting] if self.meeting else []

    def obstacles(self) -> list[Obstacle]:
        if self.photos.exists():
            return []
        return [Obstacle(self, _("The gallery has no photos."))]

    def obstacles_at(self, at: datetime) -> list[Obstacle]:
        return meetings_not_public([self.meeting] if self.meeting else [], at)


class Photo(Child):
    """One photo, in its home gallery. Its files are rows of PhotoFile."""

    public_id = PublicIdField("p")
    gallery = models.ForeignKey(Gallery, verbose_name=_("gallery"), on_delete=models.CASCADE, related_name="photos")
    headline = models.CharField(
        _("headline"),
        max_length=160,
        blank=True,
        help_text=_("A few words that help picture editors to find it."),
    )
    caption = models.TextField(_("caption"), blank=True, help_text=_("Who and what can be seen, where and when."))
    alt = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("Describes the photo for people who cannot see it. At most 250 characters."),
    )
    credit = models.CharField(
        _("credit line"), max_length=160, blank=True, help_text=_("The line printed next to the photo.")
    )
    photographer = models.CharField(_("photographer"), max_length=120, blank=True)
    copyright = models.CharField(
        _("copyright notice"),
        max_length=200,
        blank=True,
        help_text=_("The owner of the rights: © and a name."),
    )
    remark = models.CharField(
        _("remark"),
        max_length=250,
        blank=True,
        help_text=_("What visitors must know about the picture itself."),
    )
    people = models.ManyToManyField(Person, verbose_name=_("people shown"), blank=True, related_name="photos")
    other_people = models.TextField(
        _("other people shown"),
        blank=True,
        help_text=_("Names of people without a page here, separated by commas."),
    )
    session = models.ForeignKey(
        Session,
        verbose_name=_("session"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="photos",
    )
    taken_on = models.DateField(_("day taken"), null=True, blank=True)
    taken_at = models.TimeField(_("time taken"), null=True, blank=True, help_text=_("Local time of the place."))
    taken_offset = models.CharField(
        _("offset from UTC"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^[+-](0\d|1[0-4]):[0-5]\d$", _("Write the offset like “+02:00”."))],
        help_text=_("Offset of the camera’s clock, such as “+02:00”."),
    )
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("Where in the city, such as a building.")
    )
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=80, blank=True)
    keywords = models.TextField(_("keywords"), blank=True, help_text=_("Separated by commas."))
    focus_x = models.PositiveSmallIntegerField(
        _("focal point from the left"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("In per cent of the width: the part that stays visible when the picture is cropped."),
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focal point from the top"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("In per cent of the height."),
    )
    terms = models.ForeignKey(
        Page,
        verbose_name=_("terms of use"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Only when they are not the gallery's."),
    )
    note = models.TextField(_("internal note"), blank=True)

    kind_order = 21
    page_name = "photo"
    page_columns = ("gallery__slug", "public_id")
    sitemap_section = "photos"
    parent_field = "gallery"
    shown_relations = ("people", "session", "terms")
    essential_texts = ("caption", "alt")
    public_session: Session | None = None
    public_terms: Page | None = None

    objects: ClassVar[Any] = manager(PhotoQuerySet)

    class Meta(Child.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        # What counts of public photos read, without a row.
        indexes = [
            *Child.Meta.indexes,
            models.Index(fields=["gallery", "public_from", "public_until", "changed_at"], name="photo_window"),
        ]

    def __str__(self) -> str:
        return shorten(self.caption, 60, placeholder=" …") or self.public_id

    @classmethod
    def has_something_to_show(cls) -> Exists:
        """Return the condition that the sizes of the current file are made."""
        files = PhotoFile.objects.filter(photo=OuterRef("pk"), replaced_at=None, status=PhotoFile.Status.READY)
        return Exists(files)

    @classmethod
    def window_start(cls) -> Any:
        shown = When(cls.has_something_to_show(), then=super().window_start())
        return Case(shown, default=Value(FAR_FUTURE), output_field=models.DateTimeField())

    @property
    def file(self) -> "PhotoFile | None":
        """The file that is shown now; from `with_file()` where the queryset asked for it."""
        if hasattr(self, "current_file"):
            return self.current_file
        return self.files.filter(replaced_at=None).first()

    def obstacles(self) -> list[Obstacle]:
        found = []
        file = self.files.filter(replaced_at=None).first()
        if file is None:
            found.append(Obstacle(self, _("The photo “%(photo)s” has no file.") % {"photo": self}))
        elif file.status != PhotoFile.Status.READY:
            sentence = _("The photo “%(photo)s” is not ready: %(status)s.")
            found.append(Obstacle(self, sentence % {"photo": self, "status": file.get_status_display()}))
        if not self.credit:
            found.append(Obstacle(self, _("The photo “%(photo)s” has no credit line.") % {"photo": self}, "credit"))
        return found
