"""The outcomes of sessions: decisions and items discussed."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.sessions import Session
from meetings.models.topics import Topic
from meetings.querysets import OutcomeQuerySet
from publishing.models import Child
from publishing.public_ids import PublicIdField
from publishing.querysets import manager


class Outcome(Child):
    """One outcome of a session: a decision, a discussion or thanks."""

    class Verb(models.TextChoices):
        ADOPTED = "adopted", _("adopted")
        ISSUED = "issued", _("issued")
        ENDORSED = "endorsed", _("endorsed")
        AGREED = "agreed", _("agreed")
        DECIDED = "decided", _("decided")
        REAFFIRMED = "reaffirmed", _("reaffirmed")
        CALLED_FOR = "called_for", _("called for")
        CONDEMNED = "condemned", _("condemned")
        WELCOMED = "welcomed", _("welcomed")
        THANKED = "thanked", _("thanked")
        DISCUSSED = "discussed", _("discussed")

    public_id = PublicIdField("o")
    session = models.ForeignKey(Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="outcomes")
    verb = models.CharField(_("type of outcome"), max_length=20, choices=Verb)
    text = models.CharField(
        _("subject"), max_length=300, help_text=_("Follows the verb: “the new Partnership Policy”.")
    )
    topics = models.ManyToManyField(
        Topic,
        verbose_name=_("topics"),
        blank=True,
        related_name="outcomes",
        help_text=_("Only if they differ from the session’s topics, which are used otherwise."),
    )
    statement = models.ForeignKey(
        "meetings.Statement",
        verbose_name=_("statement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        help_text=_("The resulting text. The outcome is not public before that text."),
    )

    kind_order = 12
    page_name = "session"
    page_columns = ("session__meeting__slug", "session__slug")
    has_own_page = False
    parent_field = "session"
    shown_relations = ("topics", "statement")
    required_public_fields = ("statement",)

    objects: ClassVar[Any] = manager(OutcomeQuerySet)

    class Meta(Child.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.text}"

    @property
    def verb_name(self) -> str:
        """The verb as visitors read it."""
        return str(self.Verb(self.verb).label)
