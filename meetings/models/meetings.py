"""Meetings, with their hosts and figures."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from meetings.models.rescheduled import Rescheduled
from meetings.models.topics import Topic
from meetings.times import STATUS_HELP, Status, is_held
from partners.models import SLUG_HELP, Appointment, Format, Partner, Person
from publishing.models import JoinRow, Record
from publishing.models.belonging import BelongsTo
from publishing.models.office import validate_time_zone
from publishing.obstacles import Obstacle
from publishing.public_ids import PublicIdField
from publishing.states import Release, State


class Series(BelongsTo, models.Model):
    """Meetings that follow one another, such as those of NATO's Foreign Ministers."""

    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def counts_for(self) -> Iterable["Meeting"]:
        """The approved meetings of the series: readers find its name on the page of each."""
        return Meeting.objects.filter(series=self, state=State.APPROVED)


class Meeting(Rescheduled, Record):
    """A meeting of one or more days, in one city or by video."""

    class Level(models.TextChoices):
        LEADERS = "leaders", _("Heads of State and Government")
        FOREIGN_MINISTERS = "foreign_ministers", _("Foreign Ministers")
        DEFENCE_MINISTERS = "defence_ministers", _("Defence Ministers")
        MINISTERS = "ministers", _("Ministers")
        AMBASSADORS = "ambassadors", _("Ambassadors")
        EXPERTS = "experts", _("Experts")

    public_id = PublicIdField("m")
    slug = models.SlugField(_("web address"), max_length=80, unique=True, help_text=SLUG_HELP)
    title = models.CharField(_("title"), max_length=160)
    headline = models.CharField(
        _("headline"),
        max_length=160,
        blank=True,
        help_text=_("The result of the meeting, for the home page."),
    )
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences below the title."))
    # At a glance, in plain language: short sentences, everyday words, nothing that needs to be known beforehand.
    glance_decided = models.TextField(_("what was decided"), blank=True)
    glance_who = models.TextField(_("who met"), blank=True)
    glance_next = models.TextField(_("what happens next"), blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level)
    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    city = models.CharField(_("city"), max_length=80, blank=True, help_text=_("Leave empty for a meeting by video."))
    country = models.ForeignKey(
        Partner, verbose_name=_("country"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    venue = models.CharField(_("venue"), max_length=120, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Berlin", validators=[validate_time_zone]
    )
    status = models.CharField(
        _("schedule status"), max_length=20, choices=Status, default=Status.PLANNED, help_text=STATUS_HELP
    )
    former_starts_on = models.DateField(_("former first day"), null=True, blank=True)
    former_ends_on = models.DateField(_("former last day"), null=True, blank=True)
    lead_photo = models.ForeignKey(
        "photos.Photo",
        verbose_name=_("lead photo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    press_contact = models.CharField(_("press contact"), max_length=160, blank=True)
    press_email = models.EmailField(_("press e-mail"), blank=True)
    press_telephone = models.CharField(_("press telephone"), max_length=40, blank=True)
    note = models.TextField(_("internal note"), blank=True)

    kind_order = 10
    page_name = "meeting"
    sitemap_section = "meetings"
    essential_texts = ("summary",)
    child_relations = ("sessions",)
    shown_relations = (
        *("country", "hosts__partner", "hosts__appointment__person", "hosts__appointment__partner"),
        *("lead_photo", "statements", "articles"),
    )
    printed_relations = ("series", "figures")
    # The sessions that the form of the meeting checks itself, with their new days.
    sessions_sent: Collection[int] = ()
    former_of = {"starts_on": "former_starts_on", "ends_on": "former_ends_on"}
    public_country: Partner | None = None  # set by reads, as everywhere what begins with public_

    class Meta(Record.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_on", "-id"]
        # The home page looks for the latest and the next meeting.
        indexes = [*Record.Meta.indexes, models.Index(fields=["starts_on", "id"], name="meeting_days")]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="meeting_not_reversed",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def level_name(self) -> str:
        """The level as visitors read it."""
        return str(self.Level(self.level).label)

    def is_held(self, at: datetime) -> bool:
        """Return whether the site says at the moment that it was held."""
        return is_held(self.status, (self.starts_on, self.ends_on), zone=self.time_zone, at=at)

    def place_in(self, language: str) -> str:
        with override(language):
            return ", ".join(filter(None, (self.venue, self.city))) or gettext("By video")

    def clean(self) -> None:
        super().clean()
        if self._state.adding or not (self.starts_on and self.ends_on):
            return
        left = self.sessions.exclude(day__range=(self.starts_on, self.ends_on)).order_by("day")
        outside = next((each for each in left if each.pk not in self.sessions_sent), None)
        if outside:
            raise ValidationError(
                _(
                    "The session “%(session)s” is on %(day)s: move the session first, or include that day in the "
                    "meeting."
                ),
                params={"session": outside, "day": date_format(outside.day, "DATE_FORMAT")},
            )

        self._check_zone()

    def _check_zone(self) -> None:
        """Refuse a zone in which a session's time does not exist or occurs twice."""
        if self.time_zone not in available_timezones():
            return  # the field says so
        for session in self.sessions.filter(time_zone="").order_by("day"):
            session.meeting = self
            for refusal in session.refused_times().values():
                values = {"name": session, "day": date_format(session.day, "DATE_FORMAT")}
                sentence = _("“%(name)s” on %(day)s: %(reason)s")
                raise ValidationError(sentence % {**values, "reason": " ".join(refusal.messages)})

    def obstacles(self) -> list[Obstacle]:
        hosts = self.hosts.select_related("appointment__person")
        return [Obstacle(self, each) for each in offices_not_held(hosts, self.starts_on, self.ends_on)]

    def obstacles_at(self, at: datetime) -> list[Obstacle]:
        found = []
        if self.country and not self.country.was_ever_public(at):
            sentence = _("%(partner)s, where the meeting is, is not public yet.") % {"partner": self.country}
            found.append(Obstacle(self.country, sentence))
        return found

    def preview_roots(self) -> Iterable["Meeting"]:
        return [self]

    def preview_querysets(self: Any) -> Iterable[QuerySet[Any]]:
        """Return the meeting's texts, bodies, topics, partners and people.

        Of its sessions and outcomes only those count that are published with it.
        """
        sessions = self.sessions.filter(release=Release.WITH_PARENT)
        outcomes = Q(outcomes__session__in=sessions, outcomes__release=Release.WITH_PARENT)
        about = Q(meetings=self) | Q(sessions__in=sessions)
        sent = Appointment.objects.filter(participations__session__in=sessions)
        hosting = Appointment.objects.filter(pk__in=self.hosts.values("appointment"))
        taking_part = Q(participations__session__in=sessions) | Q(hosted__meeting=self) | Q(pk=self.country_id)
        return [
            self.statements.model.objects.filter(about | outcomes),
            self.articles.model.objects.filter(about),
            Format.objects.filter(sessions__in=sessions),
            Topic.objects.filter(Q(sessions__in=sessions) | outcomes),
            Partner.objects.filter(taking_part),
            Person.objects.filter(Q(appointments__in=sent) | Q(appointments__in=hosting)),
        ]


def meetings_not_public(meetings: Iterable[Meeting], at: datetime) -> list[Obstacle]:
    """Return an obstacle for each meeting that would not be public at the moment."""
    sentence = _("The meeting “%(meeting)s”, to which it belongs, would not be public then.")
    return [
        Obstacle(meeting, sentence % {"meeting": meeting}) for meeting in meetings if not meeting.was_ever_public(at)
    ]


def offices_not_held(rows: Iterable[Any], first: date, last: date | None) -> list[str]:
    """Return a sentence for each row whose appointment was not held on the days."""
    return [sentence for row in rows if row.appointment and (sentence := row.appointment.not_held(first, last))]


class Host(JoinRow):
    """A partner that hosts a meeting, and if known the person in an appointment."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="hosts")
    partner = models.ForeignKey(
        Partner, verbose_name=_("country or organisation"), on_delete=models.PROTECT, related_name="hosted"
    )
    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    required_public_fields = ("meeting", "partner", "appointment")
    belongs_to = ("meeting",)
    public_partner: Partner | None = None
    public_appointment: Appointment | None = None

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "partner"],
                condition=Q(appointment=None),
                name="host_partner_once",
                violation_error_message=_("This country or organisation is already a host."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "partner", "appointment"],
                name="host_person_once",
                violation_error_message=_("This person is already a host."),
            ),
        ]

    def __str__(self) -> str:
        return self.appointment.bearer if self.appointment else str(self.partner)

    def clean(self) -> None:
        super().clean()
        meeting = getattr(self, "meeting", None)  # in the form of a new one it may lack its days
        if meeting and meeting.starts_on and meeting.ends_on:
            for sentence in offices_not_held([self], meeting.starts_on, meeting.ends_on):
                raise ValidationError({"appointment": sentence})


class Figure(BelongsTo, models.Model):
    """A figure about a meeting, as said then: "about 60", "delegations"."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(_("label"), max_length=60, help_text=_("What is counted, such as “Delegations”."))
    value = models.CharField(_("value"), max_length=60, help_text=_("As stated in the source, such as “about 60”."))
    position = models.PositiveIntegerField(_("position"), default=0)

    belongs_to = ("meeting",)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"
