"""The address of a document: proposed from its title, fixed when published.

A document that has not been published may have no address of its own yet: then its permanent id takes that place.
"""

from copy import copy
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from publishing.models import Document, Edition, Publishable, audit_log
from publishing.models.former_addresses import against_address
from publishing.models.office import required_languages
from publishing.obstacles import Obstacle, Refused
from publishing.workflow import WorkflowAction

LONGEST: Final = 80  # letters
ATTEMPTS: Final = 100  # numbers that are appended to a title that others have, too
# As German is written without umlauts; Django's slugify leaves out the dots. For titles alone: people and places have
# names of any language, and there "ö" is "o" (partners/new_people.py, photos/file_names.py).
GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def has_own_address(document: Document) -> bool:
    """Whether an address was chosen for the document."""
    return document.slug != document.public_id


def proposed_address(document: Document) -> str:
    """Return the document's address, else one made from its public title.

    It is empty if the title has no letters that an address can have, or all like it are taken.
    """
    if has_own_address(document):
        return document.slug
    base = _shortened(slugify(_public_title(document)))
    if not base:
        return ""
    numbered = [f"{_shortened(base, LONGEST - 3)}-{number}" for number in range(2, ATTEMPTS)]
    return next((slug for slug in [base, *numbered] if not _against(document, slug)), "")


def against_proposal(row: Publishable, slug: str) -> list[Obstacle]:
    """Return what is wrong with the address that a first edition gives its document."""
    if not isinstance(row, Edition) or row.document.was_ever_public():
        return []
    document = row.document
    if slug:
        return [Obstacle(row, sentence, "address") for sentence in _against(document, slug)]
    if has_own_address(document):
        return []
    sentence = _("“%(name)s” has no web address yet: choose one when you publish it. Proposed: “%(slug)s”.")
    values = {"name": document, "slug": proposed_address(document)}
    return [Obstacle(row, sentence % values, "address")]


def set_address(row: Publishable, slug: str, *, by: User) -> None:
    """Set the address of a document that is first published; raise Refused if taken."""
    if not slug or not isinstance(row, Edition) or row.document.was_ever_public() or row.document.slug == slug:
        return
    old, row.document.slug = row.document.slug, slug
    try:
        with transaction.atomic():
            row.document.save(update_fields=["slug"])
    except IntegrityError as error:
        sentence = _("Another item uses this web address now. Choose another.")
        raise Refused([Obstacle(row, sentence, "address")]) from error
    audit_log.record(WorkflowAction.CHANGE_SLUG, by=by, target=row.document, reason=f"{old} → {slug}")


def _public_title(document: Document) -> str:
    """Return the newest title in the first required language, else of all, or empty."""
    texts = document.editions.order_by("-pk")
    text: Edition | None = texts.filter(language__in=required_languages()[:1]).first() or texts.first()
    if text is None:
        return ""
    return text.title.translate(GERMAN) if text.language.startswith("de") else text.title


def _against(document: Document, slug: str) -> list[str]:
    candidate = copy(document)
    candidate.slug = slug
    return against_address(candidate)


def _shortened(slug: str, longest: int = LONGEST) -> str:
    """Return the slug, cut between two words where it is too long."""
    if len(slug) <= longest:
        return slug
    return slug[: longest + 1].rpartition("-")[0] or slug[:longest]
