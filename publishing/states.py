"""The stored states and the status derived from them and the time."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """The stored state of a record or an edition."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")


class PublicationStatus(TextChoices):
    """The status of a row at a moment: its stored state combined with the time."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    HELD_BACK = "held_back", _("held back")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLIC = "public", _("public")
    REPLACED = "replaced", _("replaced by a later version")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Release(TextChoices):
    """When a child becomes public: never before its parent."""

    WITH_PARENT = "with_parent", _("with its parent")
    OWN_TIME = "own_time", _("at its own time")
    HELD_BACK = "held_back", _("held back")


class WithdrawalKind(TextChoices):
    """Effect of a withdrawal: a notice on the page, or the page is not public."""

    OUT_OF_DATE = "out_of_date", _("out of date")
    IN_ERROR = "in_error", _("published in error")


class Correction(TextChoices):
    """The relation of an edition to the one before it."""

    NONE = "", _("not a correction")
    MINOR = "minor", _("minor")
    MAJOR = "major", _("major")
