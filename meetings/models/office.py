"""Who publishes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.times import validate_time_zone
from publishing.languages import validate_languages


class Office(models.Model):
    """The one office that publishes this site: its name stands on every page, and nowhere in the code."""

    name = models.CharField(_("name"), max_length=120, default="Plenary")
    wordmark = models.CharField(
        _("wordmark"),
        max_length=40,
        default="Plenary",
        help_text=_("The few letters at the head of every page."),
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("One sentence about the site, for its front page.")
    )
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    footnote = models.TextField(
        _("footnote"), blank=True, help_text=_("A discreet line at the foot of every page.")
    )
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

    class Meta:
        verbose_name = _("press office")
        verbose_name_plural = _("press office")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="office_only_one",
                violation_error_message=_("There is one office only: change the one that is there."),
            )
        ]

    def __str__(self) -> str:
        return self.name
