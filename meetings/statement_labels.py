"""The labels of a statement's adopters and day: adopted, endorsed or issued."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import Outcome, Statement

Kind, Verb = Statement.Kind, Outcome.Verb


@dataclass(frozen=True)
class Labels:
    """The label of those who adopted the text, and that of the day."""

    by: Promise
    on: Promise


ADOPTED: Final = Labels(_("Adopted by"), _("Adopted on"))
ISSUED: Final = Labels(_("Issued by"), _("Issued on"))
DELIVERED: Final = Labels(_("Delivered by"), _("Delivered on"))
SENT: Final = Labels(_("Sent by"), _("Sent on"))

# By the verb of an outcome that led to the statement, the strongest verb first.
BY_VERB: Final = {
    Verb.ADOPTED: ADOPTED,
    Verb.ENDORSED: Labels(_("Endorsed by"), _("Endorsed on")),
    Verb.AGREED: Labels(_("Agreed by"), _("Agreed on")),
    Verb.DECIDED: Labels(_("Decided by"), _("Decided on")),
    Verb.ISSUED: ISSUED,
}
# By the kind of a statement without an outcome; other kinds are adopted.
BY_KIND: Final = {
    Kind.CHAIRS_SUMMARY: ISSUED,
    Kind.PRESS_STATEMENT: ISSUED,
    Kind.REMARKS: DELIVERED,
    Kind.SPEECH: DELIVERED,
    Kind.LETTER: SENT,
}


def labels_of(statement: Statement, outcomes: Iterable[Outcome]) -> Labels:
    """Return the labels by the outcomes that led to the statement, else by its kind."""
    done = {outcome.verb for outcome in outcomes}
    said = next((labels for verb, labels in BY_VERB.items() if verb in done), None)
    return said or BY_KIND.get(Kind(statement.kind), ADOPTED)
