"""Fixed pages of the site."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.records import Record
from publishing.public_ids import PublicIdField
from publishing.texts.richtext import RichTextField


class Page(Record):
    """A page linked from every foot: terms of use, privacy, imprint, accessibility."""

    public_id = PublicIdField("i")
    slug = models.SlugField(_("web address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    body = RichTextField(_("text"), blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    kind_order = 50
    page_name = "page"
    sitemap_section = "pages"
    essential_texts = ("body",)

    class Meta(Record.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title
