"""Countries and organisations, bodies, memberships, people and their offices."""

from datetime import date
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from partners.flags import flag_path, validate_flag
from partners.partial_dates import PartialDateField, covers, not_reversed, span_in_words, spans_overlap
from partners.querysets import SpanQuerySet
from publishing.models import JoinRow, Record
from publishing.models.belonging import BelongsTo
from publishing.public_ids import PublicIdField
from publishing.querysets import manager
from publishing.wording import wording

YEAR: Final = 4  # letters of a partial date
SLUG_HELP = _("The last part of the page’s web address, the same in every language.")


class Partner(Record):
    """A country or an international organisation, under the name and flag of today."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        ORGANISATION = "organisation", _("international organisation")

    public_id = PublicIdField("c")
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    slug = models.SlugField(_("web address"), max_length=80, unique=True, help_text=SLUG_HELP)
    name = models.CharField(_("name"), max_length=120)
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    iso_code = models.CharField(
        _("ISO code"),
        max_length=2,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters of ISO 3166-1, such as DE."))],
        help_text=_("For a country: two letters, such as DE."),
    )
    acronym = models.CharField(
        _("acronym"), max_length=20, blank=True, help_text=_("For an organisation, such as NATO.")
    )
    flag = models.FileField(
        _("flag"),
        upload_to=flag_path,
        blank=True,
        validators=[validate_flag],
        help_text=_("Only if it differs from the flag of the ISO code."),
    )
    note = models.TextField(_("internal note"), blank=True)

    kind_order = 30
    page_name = "partner"
    sitemap_section = "partners"
    shown_relations = ("memberships__format",)
    printed_relations = ("former_names",)

    class Meta(Record.Meta):
        verbose_name = _("country or organisation")
        verbose_name_plural = _("countries and organisations")
        ordering = ["name"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="country", iso_code__isnull=False) | Q(kind="organisation", iso_code=None),
                name="partner_country_has_iso_code",
                violation_error_message=_("A country has an ISO code, an organisation has none."),
            ),
        ]

    def __str__(self) -> str:
        return wording(self)[0]  # in fewer steps than the attribute: pages print hundreds of names

    def clean(self) -> None:
        super().clean()
        self.iso_code = self.iso_code or None

    def as_of(self, day: date) -> "Partner | FormerName":
        """Return what has the name and flag of the day: the partner or a former name."""
        names = getattr(self, "public_former_names", None)  # set by reads
        for former in self.former_names.all() if names is None else names:
            if covers(former.since, former.until, day):
                return former
        return self


class FormerName(BelongsTo, models.Model):
    """A name and flag that a partner had until some day, for meetings of that time."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("name"), max_length=120)
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    flag = models.FileField(_("flag"), upload_to=flag_path, blank=True, validators=[validate_flag])
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"), blank=False)

    belongs_to = ("partner",)

    class Meta:
        verbose_name = _("former name or flag")
        verbose_name_plural = _("former names and flags")
        ordering = ["-until"]
        constraints = [not_reversed("former_name_not_reversed")]

    def __str__(self) -> str:
        return self.name

    def differs(self, partner: Partner) -> bool:
        """Return whether name or flag differ from today's in the active language."""
        names = (self.name, self.official_name) != (partner.name, partner.official_name)
        return names or bool(self.flag and self.flag != partner.flag)


class Format(Record):
    """A standing body that meets, such as the North Atlantic Council."""

    public_id = PublicIdField("f")
    slug = models.SlugField(_("web address"), max_length=80, unique=True, help_text=SLUG_HELP)
    name = models.CharField(_("name"), max_length=120)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("One or two sentences."))
    founded = PartialDateField(_("founded"))
    until = PartialDateField(_("until"))
    position = models.PositiveIntegerField(_("position"), default=0)
    partners = models.ManyToManyField(
        Partner, through="Membership", verbose_name=_("countries and organisations"), related_name="formats"
    )

    kind_order = 31
    page_name = "format"
    sitemap_section = "formats"
    shown_relations = ("memberships__partner",)

    class Meta(Record.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["position", "id"]
        constraints = [*Record.Meta.constraints, not_reversed("format_not_reversed", since="founded")]

    def __str__(self) -> str:
        return self.name


class Membership(JoinRow):
    """A partner in a format, in one capacity, from a date to a date."""

    class Capacity(models.TextChoices):
        MEMBER = "member", _("member")
        PARTNER = "partner", _("partner")
        CONTRIBUTOR = "contributor", _("contributor")
        OBSERVER = "observer", _("observer")

    format = models.ForeignKey(Format, verbose_name=_("body"), on_delete=models.CASCADE, related_name="memberships")
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("country or organisation"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity, default=Capacity.MEMBER)
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"))

    required_public_fields = ("format", "partner")
    belongs_to = ("format",)  # whose page lists its members; in the form of a partner, for that too

    objects: ClassVar[Any] = manager(SpanQuerySet)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["since", "id"]
        constraints = [
            not_reversed("membership_not_reversed"),
            models.UniqueConstraint(fields=["format", "partner", "since"], name="membership_starts_once"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.format} ({self.capacity_name})"

    @property
    def capacity_name(self) -> str:
        """The capacity as visitors read it."""
        return str(self.Capacity(self.capacity).label)

    def clean(self) -> None:
        super().clean()
        if not (self.format_id and self.partner_id):
            return
        others = Membership.objects.filter(format=self.format_id, partner=self.partner_id).exclude(pk=self.pk)
        for other in others:
            if spans_overlap((self.since, self.until), (other.since, other.until)):
                raise ValidationError(
                    _(
                        "%(partner)s already belongs to this body from %(since)s to %(until)s. End one membership "
                        "before the other starts."
                    ),
                    params={
                        "partner": self.partner,
                        "since": other.since or _("an unknown date"),
                        "until": other.until or _("today"),
                    },
                )


class Person(Record):
    """A person who takes part, gives a statement or is shown in a photo."""

    public_id = PublicIdField("h")
    slug = models.SlugField(_("web address"), max_length=80, unique=True, help_text=SLUG_HELP)
    name = models.CharField(_("name"), max_length=120, help_text=_("As written in each language."))
    sort_name = models.CharField(_("sorted as"), max_length=120, help_text=_("Such as “Lavrov, Sergey”."))
    note = models.TextField(_("internal note"), blank=True)

    kind_order = 32
    page_name = "person"
    sitemap_section = "people"
    shown_relations = ("appointments__partner",)

    class Meta(Record.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_name", "id"]

    def __str__(self) -> str:
        return wording(self)[0]


class Appointment(JoinRow):
    """An office that a person held for a partner, dated to show the day's title."""

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="appointments")
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("country or organisation"),
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    office = models.CharField(_("office"), max_length=120, help_text=_("Such as “Foreign Minister of Germany”."))
    since = PartialDateField(_("since"))
    until = PartialDateField(_("until"))

    required_public_fields = ("person", "partner")
    belongs_to = ("person",)

    objects: ClassVar[Any] = manager(SpanQuerySet)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-since", "id"]
        constraints = [not_reversed("appointment_not_reversed")]

    def __str__(self) -> str:
        """Return person, office and years, which tell a person's offices apart in lists."""
        years = span_in_words(self.since[:YEAR], self.until[:YEAR])
        return f"{self.bearer} ({years})" if years else self.bearer

    @property
    def bearer(self) -> str:
        """The person with the office, without its years."""
        return f"{self.person}, {self.office}"

    def not_held(self, first: date, last: date | None = None) -> str:
        """Return a sentence if the office was not held on the days, else an empty text."""
        last = last or first
        if covers(self.since, self.until, first) or covers(self.since, self.until, last):
            return ""
        sentence = _(
            "“%(office)s” was held %(span)s, not on %(day)s. Choose the office held on that day, or correct its dates."
        )
        span = span_in_words(self.since, self.until)
        return sentence % {"office": self.bearer, "span": span, "day": date_format(first, "DATE_FORMAT")}
