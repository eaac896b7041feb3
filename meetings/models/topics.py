"""The topics of meetings and texts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Record
from publishing.public_ids import PublicIdField


class Topic(Record):
    """A subject, such as missile defence, shared by sessions, outcomes and texts."""

    public_id = PublicIdField("t")
    slug = models.SlugField(_("web address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True, help_text=_("One or two sentences."))

    kind_order = 40
    page_name = "topic"
    sitemap_section = "topics"

    class Meta(Record.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
