"""Sessions and their participants."""

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from meetings.models.meetings import Meeting, offices_not_held
from meetings.models.rescheduled import Rescheduled
from meetings.models.topics import Topic
from meetings.times import STATUS_HELP, Status, TimePrecision, is_held, moment, moment_shown
from partners.models import Appointment, Format, Partner
from publishing.languages import columns_of
from publishing.models import Child, JoinRow
from publishing.models.office import validate_time_zone
from publishing.obstacles import Obstacle
from publishing.public_ids import PublicIdField


class Session(Rescheduled, Child):
    """One sitting, of one or more formats or of none, on one day of a meeting."""

    public_id = PublicIdField("s")
    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="sessions")
    slug = models.SlugField(_("web address"), max_length=80, help_text=_("The last part of the page’s web address."))
    title = models.CharField(_("title"), max_length=160)
    formats = models.ManyToManyField(Format, verbose_name=_("bodies"), blank=True, related_name="sessions")
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="sessions")
    summary = models.TextField(_("summary"), blank=True, help_text=_("What it was about, in a few sentences."))
    day = models.DateField(_("day"))
    day_is_inferred = models.BooleanField(
        _("day is inferred"),
        default=False,
        help_text=_("The day is not stated anywhere. Visitors see “day inferred” wherever it is printed."),
    )
    starts_at = models.TimeField(_("start"), null=True, blank=True, help_text=_("Local time of the place."))
    ends_at = models.TimeField(_("end"), null=True, blank=True, help_text=_("Local time of the place."))
    ends_on = models.DateField(
        _("day of the end"), null=True, blank=True, help_text=_("Only when it ran past midnight.")
    )
    precision = models.CharField(
        _("precision of the time"), max_length=20, choices=TimePrecision, default=TimePrecision.DAY
    )
    place = models.CharField(_("place"), max_length=160, blank=True, help_text=_("Only when it is not the meeting's."))
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Only when it is not the meeting's."),
    )
    status = models.CharField(
        _("schedule status"), max_length=20, choices=Status, default=Status.PLANNED, help_text=STATUS_HELP
    )
    former_day = models.DateField(_("former day"), null=True, blank=True, help_text=_("Before it was moved."))
    former_starts_at = models.TimeField(_("former start"), null=True, blank=True)
    note = models.TextField(_("internal note"), blank=True)

    kind_order = 11
    page_name = "session"
    page_columns = ("meeting__slug", "slug")
    sitemap_section = "sessions"
    parent_field = "meeting"
    child_relations = ("outcomes",)
    shown_relations = (
        *("formats", "topics", "participations__partner", "participations__appointment__person"),
        *("statements", "articles", "photos__gallery"),
    )
    former_of = {"day": "former_day", "starts_at": "former_starts_at"}

    class Meta(Child.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            *Child.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting", "slug"],
                name="session_slug_once_in_meeting",
                violation_error_message=_("Another session of this meeting has this address."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None)
                | Q(starts_at__isnull=False, ends_on=None, ends_at__gte=F("starts_at"))
                | Q(starts_at__isnull=False, ends_on__isnull=False, ends_on__gt=F("day")),
                name="session_not_reversed",
                violation_error_message=_("The end must not be before the start; past midnight, give its day."),
            ),
            models.CheckConstraint(
                condition=Q(precision=TimePrecision.DAY, starts_at=None)
                | (~Q(precision=TimePrecision.DAY) & Q(starts_at__isnull=False)),
                name="session_time_as_precise_as_said",
                violation_error_message=_("A start needs a precision, approximate or exact, and those need a start."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> str:
        """The IANA name of the time zone in which this session's times are shown."""
        return self.time_zone or self.meeting.time_zone

    def is_held(self, at: datetime) -> bool:
        """Whether the session counts as held at the moment; not if its meeting is off."""
        if self.meeting.status in (Status.POSTPONED, Status.CANCELLED):
            return False
        return is_held(self.status, (self.day, self.ends_on or self.day), zone=self.zone, at=at)

    @property
    def starts(self) -> datetime | None:
        """When it begins, as a moment in its own zone; None while only the day is known."""
        return self._local(self.day, self.starts_at)

    @property
    def ends(self) -> datetime | None:
        """When it ends, as a moment in its own zone; None while that is not known."""
        return self._local(self.ends_on or self.day, self.ends_at)

    @property
    def moves_with_meeting(self) -> bool:
        """Whether the session only moved with its meeting, whose page says so already."""
        meeting = self.meeting
        if not (self.was_moved and meeting.was_moved and self.former_day and meeting.former_starts_on):
            return False
        by = self.day - self.former_day
        same_clock = self.former_starts_at in (None, self.starts_at)
        return by == meeting.starts_on - meeting.former_starts_on and same_clock and not self.former_place

    def place_in(self, language: str) -> str:
        with override(language):
            return self.place or self.meeting.place_in(language)

    def _local(self, day: date, clock: time | None) -> datetime | None:
        return moment_shown(day, clock, self.zone) if clock else None

    def clean(self) -> None:
        super().clean()
        errors = self.refused_times()
        self._check_day(errors)
        if errors:
            raise ValidationError(errors)

    def _check_day(self, errors: dict[str, ValidationError]) -> None:
        meeting = getattr(self, "meeting", None)  # it may be new itself, and have no id yet
        if not (meeting and meeting.starts_on and meeting.ends_on and self.day):
            return
        if not meeting.starts_on <= self.day <= meeting.ends_on:
            errors["day"] = ValidationError(
                _("The meeting is from %(first)s to %(last)s: choose a day of it, or change the meeting."),
                params={"first": date_format(meeting.starts_on), "last": date_format(meeting.ends_on)},
            )

    def refused_times(self) -> dict[str, ValidationError]:
        """Return, by the field, what is wrong with the times in the session's zone."""
        errors: dict[str, ValidationError] = {}
        if not self.day or getattr(self, "meeting", None) is None:
            return errors
        for field, day in (("starts_at", self.day), ("ends_at", self.ends_on or self.day)):
            clock = getattr(self, field)
            try:
                if clock:
                    validate_time_zone(self.zone)
                    moment(day, clock, self.zone)
            except ValidationError as error:
                errors[field] = error
        return errors

    def obstacles(self) -> list[Obstacle]:
        rows = self.participations.select_related("appointment__person")
        return [Obstacle(self, each, where=(self,)) for each in offices_not_held(rows, self.day, self.ends_on)]

    def obstacles_at(self, at: datetime) -> list[Obstacle]:
        partners = Partner.objects.filter(participations__session=self)
        wanted = [*partners.distinct(), *self.formats.all()]
        sentence = _("“%(name)s” takes part and is not public yet.")
        return [
            Obstacle(record, sentence % {"name": record}, where=(self,))
            for record in wanted
            if not record.was_ever_public(at)
        ]


class Participation(JoinRow):
    """A partner at a session in a role, or only a number of unnamed participants."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        PARTNER = "partner", _("partner")
        CONTRIBUTOR = "contributor", _("contributor")
        PARTICIPANT = "participant", _("participant")
        GUEST = "guest", _("guest")
        OBSERVER = "observer", _("observer")

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="participations"
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("country or organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
    )
    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        help_text=_("The person who came, in the office held that day. Leave empty if not known."),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    chairs = models.BooleanField(_("chaired the session"), default=False)
    unnamed_count = models.PositiveIntegerField(
        _("number of unnamed participants"),
        null=True,
        blank=True,
        help_text=_("If only a number is known, such as 21."),
    )
    unnamed_phrase = models.CharField(
        _("description of unnamed participants"),
        max_length=120,
        blank=True,
        help_text=_("Such as “further troop contributors”."),
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    belongs_to = ("session",)
    required_public_fields = ("session", "partner")
    public_partner: Partner | None = None
    public_appointment: Appointment | None = None

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(partner__isnull=False, unnamed_count=None)
                | Q(partner=None, appointment=None, unnamed_count__isnull=False, unnamed_count__gt=0),
                name="participation_partner_or_unnamed",
                violation_error_message=_(
                    "Choose a country or organisation, or enter the number and description of unnamed participants."
                ),
            ),
            models.UniqueConstraint(
                fields=["session", "partner"],
                condition=Q(appointment=None),
                name="participation_partner_once",
                violation_error_message=_("This country or organisation is already in the list."),
            ),
            models.UniqueConstraint(
                fields=["session", "partner", "appointment"],
                name="participation_person_once",
                violation_error_message=_("This person is already in the list."),
            ),
        ]

    @property
    def role_name(self) -> str:
        """The role as visitors read it."""
        return str(self.Role(self.role).label)

    def __str__(self) -> str:
        if self.partner is None:
            return f"{self.unnamed_count} {self.unnamed_phrase}"
        return self.appointment.bearer if self.appointment else str(self.partner)

    def clean(self) -> None:
        super().clean()
        if self.unnamed_count and not self.unnamed_phrase:
            raise ValidationError({columns_of("unnamed_phrase")[0]: _("Describe the unnamed participants.")})
        if self.appointment and self.appointment.partner_id != self.partner_id:
            sentence = _("This office belongs to another country or organisation. Choose the one that sent the person.")
            raise ValidationError({"appointment": sentence})
        session = getattr(self, "session", None)  # in the form of a new one it may lack its day
        if session and session.day:
            for refusal in offices_not_held([self], session.day, session.ends_on):
                raise ValidationError({"appointment": refusal})
