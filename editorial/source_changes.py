"""Changes in the source or base of a text, shown above its form with actions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from editorial.admin_urls import Link, admin_model_url, admin_url
from publishing import clock
from publishing.languages import language_name
from publishing.models import Edition, Item
from publishing.status import status_of
from publishing.texts.blocks import blocks_of
from publishing.texts.comparison import Comparison, compare, compare_lines
from publishing.texts.markup import parse
from publishing.verbs import checks
from publishing.windows import FAR_FUTURE
from publishing.workflow import TRANSITIONS, WorkflowAction


@dataclass(frozen=True)
class SourceChange:
    """A change in the source or base of a text: a sentence, the comparison, buttons."""

    sentence: str
    language: str
    parts: Sequence[Comparison]
    links: Sequence[Link]


def source_changes(edition: Edition, by: User) -> list[SourceChange]:
    """Return the newer base of a draft and the newer source of a translation, if any."""
    now = clock.now()
    found = []
    if not edition.was_ever_public(now) and (base := edition.newer_base(FAR_FUTURE)):
        sentence = _(
            "The public text has changed since this draft was started. Add the marked changes to the "
            "draft, then confirm:"
        )
        found.append(
            _moved(sentence, edition.based_on, base, _verb_link(edition, WorkflowAction.MARK_CHANGES_MERGED, by))
        )
    if source := edition.newer_source(now):
        sentence = _("The source text in %(language)s has changed:")
        links = _verb_link(edition, WorkflowAction.MARK_UP_TO_DATE, by)
        if edition.was_ever_public(now):
            url = admin_model_url(type(edition), "add", corrects=edition.pk, translates=source.pk)
            links.append(Link(_("Bring up to date"), url=url))
        values = {"language": language_name(source.language)}
        found.append(_moved(sentence % values, edition.checked_against or edition.translates, source, links))
    return found


def own_changes(edition: Item) -> SourceChange | None:
    """Return what a draft changes in its public base, for the second reviewer."""
    if not isinstance(edition, Edition) or edition.was_ever_public() or edition.based_on is None:
        return None
    return _moved(_("Changes in this draft compared with the public text:"), edition.based_on, edition, [])


def _moved(sentence: str, old: Edition | None, new: Edition, links: Sequence[Link]) -> SourceChange:
    parts = [
        compare_lines(old.title if old else "", new.title),
        compare_lines(old.summary if old else "", new.summary),
        compare(blocks_of(parse(old.body if old else "")), blocks_of(parse(new.body))),
    ]
    return SourceChange(sentence, new.language, [part for part in parts if part.has_changes], links)


def _verb_link(edition: Edition, verb: WorkflowAction, by: User) -> list[Link]:
    if not checks.applies(verb, edition, status_of(edition)) or not checks.may(verb, edition, by):
        return []
    return [Link(TRANSITIONS[verb].label, url=admin_url(edition, "verb", verb))]
