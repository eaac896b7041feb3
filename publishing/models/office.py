"""The press office: its name, languages and time zone."""

from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.languages import tags_of, validate_languages

# Minutes after which the session of a person who does nothing ends.
SESSION_MINUTES: Final = 8 * 60
SHORTEST_SESSION, LONGEST_SESSION = 5, 14 * 24 * 60


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless the name is one of the IANA time zone database."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone. Write it like “Europe/Berlin”."), params={"name": name})


class Office(models.Model):
    """The press office: its name is on every page and nowhere in the code."""

    name = models.CharField(_("name"), max_length=120, default="Plenary")
    wordmark = models.CharField(
        _("wordmark"),
        max_length=40,
        default="Plenary",
        help_text=_("The few letters at the head of every page."),
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("One sentence about the site, for its home page.")
    )
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    footnote = models.TextField(_("footer line"), blank=True, help_text=_("A discreet line at the foot of every page."))
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Berlin", validators=[validate_time_zone]
    )
    languages = models.CharField(
        _("languages of texts"),
        max_length=200,
        default="en,de",
        validators=[validate_languages],
        help_text=_("Those in which statements and articles may be published, such as “en, de, fr”."),
    )
    required_languages = models.CharField(
        _("required languages"),
        max_length=200,
        default="en,de",
        validators=[validate_languages],
        help_text=_("Those in which every text should exist."),
    )
    second_factor_roles = models.ManyToManyField(
        "auth.Group",
        verbose_name=_("roles with a second factor"),
        blank=True,
        related_name="+",
        help_text=_(
            "People with one of these roles need a passkey or an authenticator app. Those who have none set it up at "
            "their next sign-in, before they can do anything else. As soon as one role is chosen, superusers need one "
            "too."
        ),
    )
    session_minutes = models.PositiveSmallIntegerField(
        _("minutes until the session ends"),
        default=SESSION_MINUTES,
        validators=[MinValueValidator(SHORTEST_SESSION), MaxValueValidator(LONGEST_SESSION)],
        help_text=_("Minutes without a page opened or a form saved after which people have to sign in again."),
    )

    class Meta:
        verbose_name = _("press office")
        verbose_name_plural = _("press office")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="office_only_one",
                violation_error_message=_("There is only one press office: change the existing one."),
            )
        ]

    def __str__(self) -> str:
        return self.name


def office() -> Office:
    """Return the press office; if none is stored, one named after the software."""
    return Office.objects.first() or Office()


def required_languages() -> list[str]:
    """Return the tags of the languages that content needs to become public."""
    return tags_of(office().required_languages)


def offered_languages() -> list[str]:
    """Return the tags of the languages in which documents may have texts."""
    return tags_of(office().languages)


def office_time_zone() -> ZoneInfo:
    """Return the time zone of times typed in the admin without a zone."""
    return ZoneInfo(office().time_zone)
